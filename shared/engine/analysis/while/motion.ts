/** How the variables of a loop move from turn to turn. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, FunctionNode, Logical, Stmt } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import { contains } from '../../ir/standing.ts';
import { childExprs, someChildExpr, someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { type Machine, assume } from '../machine.ts';
import { type Change, changesIn, isInPlace, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { knownInt } from '../value.ts';
import { type Query, pathsIn } from './query.ts';
import { evensOut, scalesOften } from './mixed-moves.ts';
import { leavesRemainder, takesHalf } from './remainders.ts';
import { mayGoBack } from './rewinds.ts';
import { doubles } from './sums.ts';

const amountSign = (m: Machine, frame: Frame, change: Change & { kind: 'step' }): number => {
  const amount = quietly(m, frame, change.amount);
  const known = knownInt(amount);
  if (known !== null) return Math.sign(known) * change.sign;
  if (change.amount.kind === 'unary' && change.amount.op === '-') return -change.sign;
  return change.sign;
};

export type Motion = 'up' | 'down' | 'grow' | 'shrink' | 'gain' | 'lose';

/** How a path moves over the turns: by steps or by factors, and in which direction; null when it may go back. */
export function motion(q: Query, path: string, weak = false): Motion | null {
  const list = q.changes.get(path);
  if (list === undefined || isRebound(q, path)) return null;
  if (doubles(q, path)) return 'grow';
  return goesRound(list) ? null : motionOf(q, path, list, weak);
}

/** `top[1]` of a top that each turn sets anew is another variable in each. */
function isRebound({ changes }: Query, path: string): boolean {
  for (let at = path.length - 1; at > 0; at--) {
    const isEnd = path[at] === '.' || path[at] === '[';
    if (isEnd && changes.get(path.slice(0, at))?.every(isInPlace) === false) return true;
  }
  return false;
}

/** `j += 1; j %= n`, `r *= 10; r %= n` */
export function goesRound(list: readonly Change[]): boolean {
  return (
    list.some((change) => change.kind === 'scale' && change.op === '%') &&
    list.some((change) => (change.kind === 'step' && change.sign > 0) || multiplies(change))
  );
}

const multiplies = (change: Change): boolean => change.kind === 'scale' && /^(?:\*\*?|<<)$/.test(change.op);

function motionOf(q: Query, path: string, list: readonly Change[], weak: boolean): Motion | null {
  let steps = 0;
  let factor: Motion | null = null;
  const factors: Change[] = [];
  for (const change of list) {
    const scaled = factorOf(q, path, change, weak);
    if (scaled !== null) {
      factors.push(change);
      const isOther: boolean = factor !== null && factor !== scaled && change.kind === 'scale';
      factor = isOther ? shrinksAll(q, path) : scaled;
      continue;
    }
    const sign = stepOf(q, path, change, weak);
    if (sign === null) return null;
    if (sign === 0 || (change.kind === 'copy' && steps !== 0)) continue;
    if (steps !== 0 && steps !== sign && !evensOut(q, path, list)) return null;
    steps = sign;
  }
  const step = steps > 0 ? 'up' : steps < 0 ? 'down' : null;
  if (factor === null || step === null || scalesOften(q, path, factors)) return factor ?? step;
  return (step === 'up') === (factor === 'grow') ? step : shrinksAll(q, path);
}

/** Which way a factor or a bit moves it; null for another change. */
function factorOf(q: Query, path: string, change: Change, weak: boolean): Motion | null {
  if (change.kind === 'bit') return change.sign > 0 ? 'gain' : 'lose';
  if (change.kind === 'scale')
    return change.op === '*' || change.op === '<<' || change.op === '**' ? 'grow' : 'shrink';
  if (change.kind !== 'step' || (!weak && isAnyAmount(q, change.amount))) return null;
  const sign = isSelfScaled(q, change, path) ? amountSign(q.m, q.frame, change) : 0;
  return sign === 0 ? null : sign > 0 ? 'grow' : 'shrink';
}

/** Which way a step moves it, 0 for neither; null where it may go back. */
function stepOf(q: Query, path: string, change: Change, weak: boolean): number | null {
  if (change.kind === 'clamp') return 0;
  if (change.kind === 'copy') return copiedAhead(q, path, change) ? 1 : null;
  if (change.kind !== 'step') return null;
  const sign = amountSign(q.m, q.frame, change);
  return sign !== 0 && !weak && isAnyAmount(q, change.amount) ? null : sign;
}

/** It may be zero or of either sign. */
const isAnyAmount = (q: Query, amount: Expr): boolean => isDrawn(q, amount) || mayTurn(q, amount);

/** Now divided, now multiplied: nothing tells that it becomes less in all. */
function shrinksAll({ m, node }: Query, path: string): Motion {
  assume(m, `factors:${node.span.start}`, `${path} is taken to shrink more than it grows`, node.headerSpan);
  return 'shrink';
}

/** An amount taken from an element may be zero or of either sign: no measure of progress. A length is none of these. */
function isDrawn(q: Query, amount: Expr): boolean {
  const { roles } = q.m.index;
  if (amount.kind === 'call' && roles.is(amount, 'size')) return false;
  const isCall = amount.kind === 'call' && !roles.is(amount, 'min') && !roles.is(amount, 'truncate');
  return amount.kind === 'index' || isCall || someChildExpr(amount, (part) => isDrawn(q, part));
}

/** A direction: a variable of a function that negates its variables, `dr, dc = dc, -dr`, has either sign. */
function mayTurn({ frame }: Query, amount: Expr): boolean {
  const { func } = frame;
  if (func === null || amount.kind !== 'name' || !func.locals.includes(amount.name)) return false;
  return negates(func);
}

const negates = remembered((func: FunctionNode): boolean =>
  func.body.some((stmt) => someCode(stmt, isNegation)),
);

/** A variable gets the opposite of another one, in an assignment or a call. */
function isNegation(node: Stmt | Expr): boolean {
  const isNegated = (expr: Expr): boolean =>
    expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'name';
  if (node.kind === 'assign')
    return isNegated(node.value) || (node.value.kind === 'collection' && node.value.elements.some(isNegated));
  return node.kind === 'call' && node.args.some(({ value }) => isNegated(value));
}

/** `x -= x // 2`, `x -= x // y * y` and the like. */
function isSelfScaled(q: Query, change: Change & { kind: 'step' }, path: string): boolean {
  const { amount } = change;
  if (leavesRemainder(q, path, change) || takesHalf(q, path, change)) return true;
  return (
    amount.kind === 'binary' &&
    pathOf(amount.left) === path &&
    (amount.op === '//' || amount.op === '>>' || amount.op === '/')
  );
}

/** `i = j` or `i = j + 1` where j runs on from i: i still only moves ahead. */
function copiedAhead(q: Query, path: string, change: Change & { kind: 'copy' }): boolean {
  const list = q.changes.get(change.from);
  if (list === undefined) return false;
  return (
    change.offset >= 0 &&
    !mayGoBack(q, path, change) &&
    list.some((c) => c.kind === 'copy' && c.from === path) &&
    list.some((c) => c.kind === 'step' || c.kind === 'clamp')
  );
}

export function movingPart(
  q: Query,
  expr: Expr,
  wanted: readonly Motion[],
): { path: string; motion: Motion } | null {
  const path = pathOf(expr);
  if (path !== null) {
    const found = motion(q, path);
    return found !== null && wanted.includes(found) ? { path, motion: found } : null;
  }
  if (expr.kind === 'call' && !q.m.index.roles.is(expr, 'plain') && !q.m.index.roles.is(expr, 'truncate'))
    return null;
  if (
    expr.kind === 'binary' ||
    expr.kind === 'unary' ||
    expr.kind === 'call' ||
    expr.kind === 'conditional'
  ) {
    for (const child of childExprs(expr)) {
      const part = movingPart(q, child, wanted);
      if (part !== null) return part;
    }
  }
  return null;
}

/** Some turns leave all the counters of this side where they are, and every turn moves one of the other side. */
export function waitsFor(q: Query, side: Expr, other: Expr): boolean {
  const paths = countersIn(q, side);
  return paths.length > 0 && !movesOne(q, paths) && movesOne(q, countersIn(q, other));
}

const countersIn = (q: Query, side: Expr): string[] =>
  pathsIn(side).filter((path) => ['up', 'down'].includes(motion(q, path) ?? ''));

/** Whatever way a turn takes, one of the variables changes. */
export const movesOne = (q: Query, paths: readonly string[]): boolean =>
  paths.length > 0 && everyTurn([...q.node.body, ...q.node.update], assigns(q, paths));

const assigns = (q: Query, paths: readonly string[]) => (stmt: Stmt) =>
  stmt.kind === 'assign' && [...changesIn([stmt], q.m.index).keys()].some((path) => paths.includes(path));

/** Each side of the test has a counter that some turns leave where it is, and every turn moves one of them. */
export function takeTurns(q: Query, test: Logical): boolean {
  const [left, right] = [countersIn(q, test.left), countersIn(q, test.right)];
  return (
    left.length > 0 &&
    right.length > 0 &&
    !movesOne(q, left) &&
    !movesOne(q, right) &&
    movesOne(q, [...left, ...right])
  );
}

/** The variable changes in every turn, whatever way it takes. */
export const movesEachTurn = (q: Query, path: string): boolean => movesOne(q, [path]);

/** Whatever way is taken through the statements, one of them does it, or the loop is left. */
export function everyTurn(stmts: readonly Stmt[], does: (stmt: Stmt) => boolean): boolean {
  for (const stmt of stmts) {
    if (stmt.kind === 'break' || stmt.kind === 'return' || stmt.kind === 'throw' || does(stmt)) return true;
    if (stmt.kind !== 'if') continue;
    if (everyTurn(stmt.then, does) && everyTurn(stmt.otherwise, does)) return true;
    if (continues(stmt)) return false;
  }
  return false;
}

/**
 * Whatever way is taken through the statements, something is put into the container or taken out of it, what the test
 * asks is set, one of the `steps` is made, or the loop is left.
 */
export function touchesEachTurn(
  q: Query,
  path: string,
  stmts: readonly Stmt[] = q.node.body,
  steps: readonly (Stmt | Expr)[] = [],
): boolean {
  const asked = new Set([path, ...pathsIn(q.node.test)]);
  const changes = (code: Stmt | Expr): boolean =>
    [...changesIn([code], q.m.index).keys()].some((name) => asked.has(name)) ||
    steps.some((step) => contains(code, step));
  if (changes(q.node.test)) return true;
  for (const stmt of stmts) {
    if (stmt.kind === 'break' || stmt.kind === 'return' || stmt.kind === 'throw') return true;
    if (stmt.kind !== 'if') {
      if (changes(stmt)) return true;
      continue;
    }
    if (changes(stmt.test)) return true;
    const then = touchesEachTurn(q, path, stmt.then, steps);
    const otherwise = pathOf(stmt.test) === path || touchesEachTurn(q, path, stmt.otherwise, steps);
    if (then && otherwise) return true;
    if ((!then && stmt.then.some(continues)) || (!otherwise && stmt.otherwise.some(continues))) return false;
  }
  return false;
}
