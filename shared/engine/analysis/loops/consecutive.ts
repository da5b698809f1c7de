/**
 * Spans that one behind the other cover a sequence: `s[i:i + k]` or `for j in range(i, i + k)`, and then `i += k`. Read off
 * the statements of one turn: the span begins where a variable was or behind that, and the turn ends with the variable at
 * the end of the span or behind it.
 */
import { type Affine, affine } from '../../cost/affine.ts';
import { ONE, isOne, max, plus } from '../../cost/cost.ts';
import type { Call, Expr, ForEach, Index, Stmt } from '../../ir/ir.ts';
import { indexesIn } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { type Level, inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type Change, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { movesOne } from '../while/motion.ts';
import { type Query, pathsIn } from '../while/query.ts';
import type { LoopBound } from './open.ts';
import { blockOf } from './passed.ts';
import { type Scope, scopeOf } from './resumed.ts';
import { Turn } from './turn.ts';

/** How often all scans of such spans of `whole` turn together; null for any other span. */
export function consecutiveSpan(
  m: Machine,
  frame: Frame,
  node: Stmt | Expr,
  [low, high]: readonly [Expr, Expr],
  whole: Expr,
): LoopBound | null {
  return overWhole(m, frame, node, whole, low, (turn) => ({
    start: turn.value(low),
    ends: [turn.value(high)],
  }));
}

/**
 * The turns of a `while` that moves a place on, `while s[j] != '#': j += 1`, or one of two, where the loop around goes on
 * behind them.
 */
export function consecutiveTurns(q: Query): LoopBound | null {
  const { test } = q.node;
  const isStep = (change: Change): boolean => change.kind === 'step' && change.sign === 1;
  const moved = pathsIn(test).filter((path) => q.changes.get(path)?.every(isStep) === true);
  if (!movesOne(q, moved)) return null;
  for (const path of moved) {
    const alone = movesOne(q, [path]) ? turnsOver(q, path) : null;
    if (alone !== null) return alone;
  }
  const bounds = moved.flatMap((path) => turnsOver(q, path) ?? []);
  return bounds.length < moved.length
    ? null
    : { ...bounds[0]!, count: plus(...bounds.map(({ count }) => count)) };
}

function turnsOver({ m, frame, node }: Query, path: string): LoopBound | null {
  const read = firstIndex([node.test, ...node.body], path);
  if (read === null) return null;
  const place = placeOf(read);
  return overWhole(m, frame, node, read.object, place, (turn) => {
    const start = turn.value(place);
    const limits = limitsIn(node.test, path).map((limit) => turn.value(limit));
    turn.run(node);
    return { start, ends: [turn.value(place), ...limits] };
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
  low: Expr,
  spanIn: SpanIn,
): LoopBound | null {
  const scope = scopeOf(m, frame, node);
  const path = scope === null || !mayMoveOn(scope, low) ? null : coveringVariable(scope, node, spanIn);
  if (scope === null || path === null) return null;
  const value = quietly(m, frame, whole);
  const size = value.kind === 'num' ? settle(m, value.max) : valueSize(m, value);
  const at = m.levels.indexOf(scope.around);
  if (isOne(size)) return null;
  return {
    count: max(size, inAll(m.levels.slice(at), ONE)),
    from: at,
    rule: 'amortised',
    reason: `${path} goes on behind it: the spans add up to the whole`,
  };
}

/** How far such spans go together that are handed to a function: as far as the loop around goes. */
export function consecutiveCalls(
  m: Machine,
  frame: Frame,
  node: Call,
  [low, high]: readonly [Expr, Expr],
): LoopBound | null {
  const loop = scopeOf(m, frame, node)?.around.node;
  const limit = loop?.kind === 'while' ? limitsIn(loop.test, pathOf(low) ?? '')[0] : endOf(loop);
  return limit === undefined
    ? null
    : overWhole(m, frame, node, limit, low, (turn) => ({
        start: turn.value(low),
        ends: [turn.value(high)],
      }));
}

const endOf = (loop: Level['node'] | undefined): Expr | undefined =>
  loop?.kind === 'forEach' && loop.iterable.kind === 'range' ? loop.iterable.end : undefined;

/** The turns of a loop over such places of a container, of which every turn reads one. */
export function consecutivePlaces(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const { iterable, target, body } = node;
  if (iterable.kind !== 'range' || iterable.start === null || iterable.step !== null) return null;
  const name = pathOf(target);
  const read = name === null ? null : firstIndex(body, name);
  return read === null ? null : consecutiveSpan(m, frame, node, [iterable.start, iterable.end], read.object);
}

/** The first look-up at the place that every turn makes. */
function firstIndex(code: readonly (Stmt | Expr)[], path: string): Index | null {
  for (const part of code) {
    const found = indexesIn(part.kind === 'if' ? part.test : part).find((at) => reachedBy(placeOf(at), path));
    if (found !== undefined) return found;
  }
  return null;
}

/** The place that is looked up, as if a ring were laid out straight: `(i + count) % n`. */
function placeOf({ index }: Index): Expr {
  const at = index.kind === 'assignExpr' ? index.target : index;
  return at.kind === 'binary' && at.op === '%' ? at.left : at;
}

/** It is the variable, or so much further: `start + count`. */
const reachedBy = (place: Expr, path: string): boolean =>
  pathOf(place) === path ||
  (place.kind === 'binary' &&
    place.op === '+' &&
    [place.left, place.right].some((part) => pathOf(part) === path));

/** Something that the start is said by changes in the turn, or from turn to turn by more than one: cheaper to tell than the rest. */
function mayMoveOn({ around: { node }, changes }: Scope, low: Expr): boolean {
  const isStepped = node?.kind === 'forEach' && node.iterable.kind === 'range' && node.iterable.step !== null;
  return isStepped || pathsIn(low).some((path) => changes.has(path));
}

/** The variable that is at the span's end or behind it when the turn is over, and was at its start or before it. */
function coveringVariable(scope: Scope, node: Stmt | Expr, spanIn: SpanIn): string | null {
  const { around, changes, m } = scope;
  const loop = around.node;
  if (loop?.kind !== 'while' && loop?.kind !== 'forEach') return null;
  const { before, after } = blockOf(loop.body, node);
  const turn = new Turn(m);
  const next = loop.kind === 'forEach' ? nextOf(loop, turn) : null;
  before.forEach((stmt) => turn.run(stmt));
  const { start, ends } = spanIn(turn);
  const rest = [...untilLeft(after), ...(loop.kind === 'while' ? loop.update : [])];
  rest.forEach((stmt) => turn.run(stmt));
  const inTurn = new Set<Stmt | Expr>([...before, ...rest]);
  for (const path of start.terms.keys()) {
    const list = changes.get(path) ?? [];
    const given = loop.kind === 'forEach' && pathsIn(loop.target).includes(path);
    const isMoved = list.length > 0 && list.every((change) => isOnward(change) || inTurn.has(change.node));
    const end = !given ? (isMoved ? turn.at(path) : null) : list.length === 0 ? next : null;
    if (end === null || !isNoLess(start, affine.symbol(path))) continue;
    if (ends.some((one) => isNoLess(end, one))) return path;
  }
  return null;
}

/** Where the next turn of a loop over a range with steps begins. */
function nextOf({ iterable, target }: ForEach, turn: Turn): Affine | null {
  return iterable.kind === 'range' && iterable.step !== null
    ? affine.plus(turn.value(target), turn.value(iterable.step))
    : null;
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
