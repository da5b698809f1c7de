/**
 * Spans that one behind the other cover a sequence: `s[i:i + k]` or `for j in range(i, i + k)`, and then `i += k`. Read off
 * the statements of one turn: the span begins where a variable was or behind that, and the turn ends with the variable at
 * the end of the span or behind it.
 */
import { type Affine, affine } from '../../cost/affine.ts';
import { ONE, isOne, max } from '../../cost/cost.ts';
import type { Assign, Expr, ForEach, Index, Stmt } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { inAll } from '../levels.ts';
import { type Machine } from '../machine.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import { type Query, pathsIn } from '../while/query.ts';
import type { LoopBound } from './open.ts';
import { blockOf } from './passed.ts';
import { type Scope, scopeOf } from './resumed.ts';

/** How often all scans of such spans of `whole` turn together; null for any other span. */
export function consecutiveSpan(
  m: Machine,
  frame: Frame,
  node: Stmt | Expr,
  [low, high]: readonly [Expr, Expr],
  whole: Expr,
): LoopBound | null {
  const isMin = high.kind === 'call' && m.index.roles.is(high, 'min');
  const ends = isMin ? high.args.map((arg) => arg.value) : [high];
  return overWhole(m, frame, node, whole, (turn) => ({
    start: turn.value(low),
    ends: ends.map((end) => turn.value(end)),
  }));
}

/** The turns of a `while` that moves a place on, `while s[j] != '#': j += 1`, where the loop around goes on behind it. */
export function consecutiveTurns({ m, frame, node, changes }: Query): LoopBound | null {
  const isStep = (change: Change): boolean => change.kind === 'step' && change.sign === 1;
  const whole = firstIndex([node.test, ...node.body], (path) => changes.get(path)?.every(isStep) === true);
  return whole === null
    ? null
    : overWhole(m, frame, node, whole.object, (turn) => {
        const start = turn.value(whole.index);
        const limits = limitsIn(node.test, pathOf(whole.index)!).map((limit) => turn.value(limit));
        turn.run(node);
        return { start, ends: [turn.value(whole.index), ...limits] };
      });
}

/** What the test asks a variable to be below. */
function limitsIn(test: Expr, path: string): readonly Expr[] {
  if (test.kind === 'logical' && test.op === 'and')
    return [...limitsIn(test.left, path), ...limitsIn(test.right, path)];
  return test.kind === 'compare' && /^(?:<=?|!=)$/.test(test.op) && pathOf(test.left) === path
    ? [test.right]
    : [];
}

type SpanIn = (turn: Turn) => { readonly start: Affine; readonly ends: readonly Affine[] };

function overWhole(
  m: Machine,
  frame: Frame,
  node: Stmt | Expr,
  whole: Expr,
  spanIn: SpanIn,
): LoopBound | null {
  const scope = scopeOf(m, frame, node);
  const path = scope === null ? null : coveringVariable(scope, node, spanIn);
  if (scope === null || path === null) return null;
  const size = valueSize(m, quietly(m, frame, whole));
  const at = m.levels.indexOf(scope.around);
  if (isOne(size)) return null;
  return {
    count: max(size, inAll(m.levels.slice(at), ONE)),
    from: at,
    rule: 'amortised',
    reason: `${path} goes on behind it: the spans add up to the whole`,
  };
}

/** The turns of a loop over such places of a container, of which every turn reads one. */
export function consecutivePlaces(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const { iterable, target, body } = node;
  if (iterable.kind !== 'range' || iterable.start === null || iterable.step !== null) return null;
  const read = firstIndex(body, (path) => path === pathOf(target));
  return read === null ? null : consecutiveSpan(m, frame, node, [iterable.start, iterable.end], read.object);
}

/** The first look-up by a variable of that kind that every turn makes. */
function firstIndex(code: readonly (Stmt | Expr)[], isWanted: (path: string) => boolean): Index | null {
  let found: Index | null = null;
  const isLookUp = (part: Stmt | Expr): boolean => {
    const path = part.kind === 'index' ? pathOf(part.index) : null;
    if (part.kind === 'index' && path !== null && isWanted(path)) found = part;
    return found !== null;
  };
  code.some((part) => part.kind !== 'if' && someCode(part, isLookUp));
  return found;
}

/** The variable that is at the span's end or behind it when the turn is over, and was at its start or before it. */
function coveringVariable(scope: Scope, node: Stmt | Expr, spanIn: SpanIn): string | null {
  const { around, changes, m } = scope;
  const loop = around.node;
  if (loop?.kind !== 'while' && loop?.kind !== 'forEach') return null;
  const { before, after } = blockOf(loop.body, node);
  const turn = new Turn(m);
  before.forEach((stmt) => turn.run(stmt));
  const { start, ends } = spanIn(turn);
  const rest = [...untilLeft(after), ...(loop.kind === 'while' ? loop.update : [])];
  rest.forEach((stmt) => turn.run(stmt));
  const inTurn = new Set<Stmt | Expr>([...before, ...rest]);
  const given = loop.kind === 'forEach' ? pathsIn(loop.target) : [];
  for (const path of start.terms.keys()) {
    if (given.includes(path)) continue;
    const list = changes.get(path) ?? [];
    const isMoved = list.length > 0 && list.every((change) => isOnward(change) || inTurn.has(change.node));
    const isAhead = isNoLess(start, affine.symbol(path)) && ends.some((end) => isNoLess(turn.at(path), end));
    if (isMoved && isAhead) return path;
  }
  return null;
}

const isOnward = (change: Change): boolean =>
  (change.kind === 'step' && change.sign === 1) || (change.kind === 'copy' && change.offset > 0);

/** What is sure to run in the turn. */
function untilLeft(stmts: readonly Stmt[]): readonly Stmt[] {
  const end = stmts.findIndex(({ kind }) => kind === 'continue' || kind === 'break' || kind === 'return');
  return end < 0 ? stmts : stmts.slice(0, end);
}

/** Variables stand for places and lengths, which are not below 0; a few places more or less don't matter. */
const isNoLess = (a: Affine, b: Affine): boolean =>
  [...affine.plus(a, affine.scale(b, -1)).terms.values()].every((times) => times > 0);

/** What the variables are within a turn, by what they were at its start; what is not known has a symbol of its own. */
class Turn {
  private readonly values = new Map<string, Affine>();
  private unknowns = 0;
  private others: { readonly expr: Expr; readonly symbol: Affine }[] = [];

  private readonly m: Machine;

  constructor(m: Machine) {
    this.m = m;
  }

  at(path: string): Affine {
    return this.values.get(path) ?? affine.symbol(path);
  }

  run(stmt: Stmt): void {
    if (stmt.kind === 'assign' && this.assign(stmt)) return;
    for (const [path, list] of changesIn([stmt], this.m.index)) {
      const isStep = list.every((change) => change.kind === 'step' && change.sign === 1);
      this.set(path, isStep ? affine.plus(this.at(path), this.unknown()) : this.unknown());
    }
  }

  private assign({ targets, op, value }: Assign): boolean {
    const path = targets.length === 1 ? pathOf(targets[0]!) : null;
    if (path === null || (op !== null && op !== '+')) return false;
    const given = this.value(value);
    this.set(path, op === null ? given : affine.plus(this.at(path), given));
    return true;
  }

  private set(path: string, value: Affine): void {
    this.values.set(path, value);
    this.others = this.others.filter(({ expr }) => !pathsIn(expr).includes(path));
  }

  value(expr: Expr): Affine {
    if (expr.kind === 'number') return affine.constant(expr.value);
    const path = pathOf(expr);
    if (path !== null) return this.at(path);
    if (expr.kind === 'binary' && (expr.op === '+' || expr.op === '-'))
      return affine.plus(
        this.value(expr.left),
        affine.scale(this.value(expr.right), expr.op === '+' ? 1 : -1),
      );
    const behind = expr.kind === 'call' && this.m.index.roles.is(expr, 'find') ? expr.args[1] : undefined;
    if (behind !== undefined) return affine.plus(this.value(behind.value), this.unknown());
    const same = this.others.find((other) => sameText(other.expr, expr));
    if (same !== undefined) return same.symbol;
    const symbol = this.unknown();
    this.others.push({ expr, symbol });
    return symbol;
  }

  private unknown(): Affine {
    return affine.symbol(`?${String(this.unknowns++)}`);
  }
}
