/** Intervals that are cut: in the middle, or at a random point. */
import { type Cost, compare, isOne, log, max, symbol, times } from '../../cost/cost.ts';
import type { Conditional, Expr, Span, Stmt } from '../../ir/ir.ts';
import { someAct, someCode } from '../../ir/walk.ts';
import type { LoopBound } from '../loops/open.ts';
import { type Machine, assume } from '../machine.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { drawsRandom } from '../random.ts';
import { knownInt } from '../value.ts';
import { type Query, limitOf, pathsIn, placesIn } from './query.ts';

/** Interval halving: the middle of the two ends becomes one of them. */
export function byHalving(q: Query, small: Expr, large: Expr): LoopBound | null {
  const ends = [...pathsIn(small), ...pathsIn(large)];
  const steps = ends.some((end) => (q.changes.get(end) ?? []).some((c) => c.kind === 'step'));
  const middles = ends.flatMap((end) =>
    (q.changes.get(end) ?? []).flatMap((c) => {
      if (c.kind === 'copy') return [c.from];
      return c.kind === 'set' && c.value?.kind === 'conditional' ? middlesOf(c.value, end) : [];
    }),
  );
  const cut = ends.find((end) => !steps && isCutInPlace(q, end, ends));
  if (cut !== undefined) return halved(q, small, large, cut);
  for (const middle of new Set(middles)) {
    const assigned = q.changes.get(middle) ?? setInCalls(q, middle);
    const partition = assigned !== undefined && drawsRandom(q.body, q.m.index);
    if (partition) return randomPartition(q, max(limitOf(q, large), limitOf(q, small)), middle);
    if (!assigned?.some((c) => c.kind === 'set' && c.value !== null && isMidpoint(c.value))) continue;
    // A turn that moves an end by a step alone does not halve.
    if (steps) continue;
    return halved(q, small, large, middle);
  }
  return null;
}

/** How the functions that the turn calls set a variable of their own. */
function setInCalls({ body, m: { index } }: Query, name: string): readonly Change[] | undefined {
  let found: readonly Change[] | undefined;
  const isSet = (node: Stmt | Expr): boolean => {
    const func = node.kind === 'call' ? index.resolve(node) : null;
    found = func?.locals.includes(name) === true ? changesIn(func.body, index).get(name) : undefined;
    return found !== undefined;
  };
  body.some((code) => someAct(code, isSet));
  return found;
}

const halved = (q: Query, small: Expr, large: Expr, middle: string): LoopBound => ({
  count: log(searched(q, small, large)),
  from: q.m.levels.length,
  rule: 'halving',
  reason: `the interval is halved each turn at ${middle}`,
});

/** `high = (low + high) // 2`, which needs no name for the middle. */
const isCutInPlace = ({ changes }: Query, end: string, ends: readonly string[]): boolean =>
  (changes.get(end) ?? []).some((c) => {
    const places = c.kind === 'set' && c.value !== null && isMidpoint(c.value) ? placesIn(c.value) : [];
    return ends.length > 1 && ends.every((one) => places.some((place) => pathOf(place) === one));
  });

/** `low = test ? mid + 1 : low`: what the end is set to where it does not stay. */
function middlesOf({ then, otherwise }: Conditional, end: string): string[] {
  return [then, otherwise].flatMap((side) => {
    const path = pathOf(side.kind === 'binary' && side.right.kind === 'number' ? side.left : side);
    return path === null || path === end ? [] : [path];
  });
}

/** An interval that is halved in every turn, whatever the loop asks: `while True: middle = (low + high) // 2; ...`. */
export function byInterval(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    if (stmt.kind !== 'assign' || !isMidpoint(stmt.value)) continue;
    const [low, high] = placesIn(stmt.value);
    const found = low === undefined || high === undefined ? null : byHalving(q, low, high);
    if (found !== null) return found;
  }
  return null;
}

/** `r = (r + n // r) // 2`: Newton's method for a root halves what is too much until it is near. */
export function byNewton(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    const target = stmt.kind === 'assign' && isMidpoint(stmt.value) ? stmt.targets[0] : undefined;
    const path = target === undefined ? null : pathOf(target);
    if (path === null || !someCode(stmt, (node) => divides(node, path))) continue;
    return {
      count: log(limitOf(q, target!)),
      from: q.m.levels.length,
      rule: 'geometric',
      reason: `each turn halves what ${path} is too large by`,
    };
  }
  return null;
}

const divides = (node: Stmt | Expr, by: string): boolean =>
  node.kind === 'binary' && (node.op === '//' || node.op === '/') && pathOf(node.right) === by;

/** Ranges of so many numbers and more stand for the values that an answer may have, and are no alphabet. */
const WIDE = 1000;

/** What the interval spans at first; a wide one between two constants is a size of its own. */
function searched(q: Query, small: Expr, large: Expr): Cost {
  const { m, frame, node } = q;
  const limit = max(limitOf(q, large), limitOf(q, small));
  if (!isOne(limit)) return limit;
  // In later passes the ends are known no more: they move.
  const [low, high] = [small, large].map((end) => knownInt(quietly(m, frame, end)));
  return answersBetween(m, node, low, high) ?? limit;
}

/** A size of its own for the numbers between two constants, as the place knew them in any pass; null for a few numbers. */
export function answersBetween(
  m: Machine,
  { span }: { readonly span: Span },
  low: number | null | undefined,
  high: number | null | undefined,
): Cost | null {
  const id = `range${span.start}`;
  if (low != null && high != null && high - low >= WIDE)
    m.legends.set(id, `a range of ${high - low} numbers`);
  return m.legends.has(id) ? symbol(id) : null;
}

/** A random pivot cuts the interval in two on average: a geometric series, dominated by its first turn. */
function randomPartition(q: Query, limit: Cost, middle: string): LoopBound {
  assume(q.m, 'random', 'a random pivot is taken at its expected cost');
  return {
    count: log(limit),
    from: q.m.levels.length,
    rule: 'random-partition',
    reason: `${middle} is random: the interval halves on average`,
    solve: (cost) =>
      isOne(cost) ? log(limit) : compare(cost, log(limit)) === 'greater' ? cost : times(cost, log(limit)),
  };
}

/** `(a + b) // 2`, `a + (b - a) // 2`, `(a + b) >> 1`, `a + b >> 1`, and the float form. */
export function isMidpoint(expr: Expr): boolean {
  if (expr.kind === 'call' && expr.args.length === 1) return isMidpoint(expr.args[0]!.value);
  if (expr.kind !== 'binary') return false;
  if (isHalf(expr)) return true;
  return (expr.op === '+' || expr.op === '-') && (isMidpoint(expr.left) || isMidpoint(expr.right));
}

/** `(taken | bit) >> 1`: a set that is shifted, no number that is halved. */
const isSetOfBits = (expr: Expr): boolean => expr.kind === 'binary' && expr.op === '|';

function isHalf(expr: Expr & { kind: 'binary' }): boolean {
  if (expr.right.kind !== 'number')
    return expr.op === '*' && expr.left.kind === 'number' && expr.left.value === 0.5;
  const by = expr.right.value;
  return (
    ((expr.op === '//' || expr.op === '/') && (by === 2 || by === 3)) ||
    (expr.op === '>>' && by === 1 && !isSetOfBits(expr.left)) ||
    (expr.op === '*' && by === 0.5)
  );
}
