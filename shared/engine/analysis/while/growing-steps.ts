/** Loops that move by steps which grow by a factor: `while k > digits * count: k -= digits * count; count *= 10`. */
import type { Binary, Expr } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { pathOf } from '../progress.ts';
import { motion, movesEachTurn } from './motion.ts';
import { type Query, limitOf, logarithmic, pathsIn, progressFrom } from './query.ts';

const REASON = 'makes the steps grow by a factor each turn';

/** `small < large`, where a side, or each step of one, is at least as large as a number that every turn multiplies. */
export function byGrowingSteps(q: Query, small: Expr, large: Expr): LoopBound | null {
  const grown =
    factorIn(q, small) ??
    firstOf(pathsIn(small).map((path) => stepOf(q, path, 'up'))) ??
    firstOf(pathsIn(large).map((path) => stepOf(q, path, 'down')));
  if (grown === null) return null;
  return logarithmic(q, limitOf(q, large), progressFrom(q, grown), grown, REASON);
}

const firstOf = (found: readonly (string | null)[]): string | null =>
  found.find((one) => one !== null) ?? null;

/** The first, if none is missing. */
const allOf = (found: readonly (string | null)[]): string | null =>
  found.includes(null) ? null : firstOf(found);

/** The number by which every step of the path grows. */
function stepOf(q: Query, path: string, way: 'up' | 'down'): string | null {
  if (motion(q, path) !== way || !movesEachTurn(q, path)) return null;
  return allOf((q.changes.get(path) ?? []).map((c) => (c.kind === 'step' ? factorIn(q, c.amount) : null)));
}

/** A number that grows by a factor in every turn, in a sum or product of numbers that do not fall. */
function factorIn(q: Query, expr: Expr, follow = true): string | null {
  const path = pathOf(expr);
  if (path !== null) return grows(q, path) ? path : follow ? assignedFactor(q, path) : null;
  const whole = truncated(q, expr);
  if (whole !== null) return factorIn(q, whole, follow);
  if (expr.kind !== 'binary') return null;
  if (expr.op === '**' || expr.op === '<<') return powerIn(q, expr);
  if (expr.op !== '*' && expr.op !== '+') return null;
  const [left, right] = [factorIn(q, expr.left, follow), factorIn(q, expr.right, follow)];
  if (left !== null) return holds(q, expr.right) ? left : null;
  return right !== null && holds(q, expr.left) ? right : null;
}

/** `int(x)` */
const truncated = (q: Query, expr: Expr): Expr | null =>
  expr.kind === 'call' && expr.args.length === 1 && q.m.index.roles.is(expr, 'truncate')
    ? expr.args[0]!.value
    : null;

const grows = (q: Query, path: string): boolean => motion(q, path) === 'grow' && movesEachTurn(q, path);

/** `step = 9 * count` in each turn. */
function assignedFactor(q: Query, path: string): string | null {
  return allOf(
    (q.changes.get(path) ?? []).map((c) =>
      c.kind === 'set' && c.value?.kind === 'binary' ? factorIn(q, c.value, false) : null,
    ),
  );
}

/** `10 ** i` and `1 << i`, where i moves up in every turn. */
function powerIn(q: Query, { op, left, right }: Binary): string | null {
  const [exponent, more] =
    right.kind === 'binary' ? [pathOf(right.left), right.right] : [pathOf(right), null];
  if (exponent === null) return null;
  const base = left.kind === 'number' ? left.value : op === '<<' && isFixed(q, left) ? 1 : 0;
  if (base < (op === '<<' ? 1 : 2)) return null;
  if (more !== null && more.kind !== 'number') return null;
  return motion(q, exponent) === 'up' && movesEachTurn(q, exponent) ? exponent : null;
}

const isFixed = (q: Query, expr: Expr): boolean => {
  const path = pathOf(expr);
  return path !== null && !q.changes.has(path);
};

function holds(q: Query, expr: Expr): boolean {
  const whole = truncated(q, expr);
  if (whole !== null) return holds(q, whole);
  if (expr.kind === 'binary' && (expr.op === '*' || expr.op === '+'))
    return holds(q, expr.left) && holds(q, expr.right);
  if (expr.kind === 'number') return expr.value > 0;
  if (expr.kind === 'binary' && (expr.op === '**' || expr.op === '<<')) return powerIn(q, expr) !== null;
  const path = pathOf(expr);
  return path !== null && (!q.changes.has(path) || ['up', 'grow'].includes(motion(q, path) ?? ''));
}
