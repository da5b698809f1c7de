/** Loops that move by steps which grow by a factor: `while k > digits * count: k -= digits * count; count *= 10`. */
import type { Expr } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { pathOf } from '../progress.ts';
import { motion, movesEachTurn } from './motion.ts';
import { type Query, limitOf, logarithmic, pathsIn, progressFrom } from './query.ts';

/** `small < large`, where a side, or each step of one, is at least as large as a number that every turn multiplies. */
export function byGrowingSteps(q: Query, small: Expr, large: Expr): LoopBound | null {
  const grown =
    factorIn(q, small) ??
    pathsIn(small).reduce((found, path) => found ?? stepOf(q, path, 'up'), none) ??
    pathsIn(large).reduce((found, path) => found ?? stepOf(q, path, 'down'), none);
  if (grown === null) return null;
  return logarithmic(q, limitOf(q, large), progressFrom(q, grown), grown, 'grows by a factor each turn');
}

const none: string | null = null;

/** The number by which every step of the path grows. */
function stepOf(q: Query, path: string, way: 'up' | 'down'): string | null {
  if (motion(q, path) !== way || !movesEachTurn(q, path)) return null;
  const factors = (q.changes.get(path) ?? []).map((c) => (c.kind === 'step' ? factorIn(q, c.amount) : null));
  return factors.every((factor) => factor !== null) ? (factors[0] ?? null) : null;
}

/** A number that grows by a factor in every turn, in a sum or product of numbers that do not fall. */
function factorIn(q: Query, expr: Expr): string | null {
  const path = pathOf(expr);
  if (path !== null) return motion(q, path) === 'grow' && movesEachTurn(q, path) ? path : null;
  if (expr.kind !== 'binary' || (expr.op !== '*' && expr.op !== '+')) return null;
  const [left, right] = [factorIn(q, expr.left), factorIn(q, expr.right)];
  if (left !== null) return holds(q, expr.right) ? left : null;
  return right !== null && holds(q, expr.left) ? right : null;
}

function holds(q: Query, expr: Expr): boolean {
  if (expr.kind === 'binary' && (expr.op === '*' || expr.op === '+'))
    return holds(q, expr.left) && holds(q, expr.right);
  if (expr.kind === 'number') return expr.value > 0;
  const path = pathOf(expr);
  return path !== null && (!q.changes.has(path) || ['up', 'grow'].includes(motion(q, path) ?? ''));
}
