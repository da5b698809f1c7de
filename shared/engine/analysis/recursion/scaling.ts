/** Recursions that multiply a parameter until it passes a limit: `walk(10 * number + digit)` while `number <= n`. */
import { type Cost, log, power } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { isDoubled } from '../doubled.ts';
import { pathOf } from '../progress.ts';
import { choicesOf } from './choices.ts';
import { callsAtStep } from './paths.ts';
import { type Query, type Recursion, changesFor } from './query.ts';
import { limitOf } from './limits.ts';

/**
 * With b calls that each multiply by c there are log_c(limit) levels, and b^log_c(limit) = limit^log_c(b) calls in the
 * last one (Cormen et al., Introduction to Algorithms, section 3.3).
 */
export function scaling(q: Query): Recursion | null {
  for (const { name } of q.func.params) {
    const factor = factorOf(q, name);
    const limit = factor === null ? null : limitOf(q.m, q.frame, q.func, name);
    if (factor === null || limit === null) continue;
    const count = callsUpTo(q, limit, factor);
    if (count === null) continue;
    return {
      rule: 'branching',
      reason: `every call makes ${name} at least ${String(factor)} times as large`,
      count,
      from: q.here,
      depth: log(limit),
      solve: null,
      distinct: [],
    };
  }
  return null;
}

/** One call that goes on to a child of its place in a heap that lies in an array: as deep as the heap is high. */
export function descent(q: Query): Recursion | null {
  const { once, inLoop } = callsAtStep(q);
  if (once > 1 || inLoop || q.calls.length === 0) return null;
  for (const [i, { name }] of q.func.params.entries()) {
    const goesDown = ({ call, target }: Query['calls'][number]): boolean => {
      const arg = call.args[i]?.value;
      return target === q.func && arg !== undefined && isDoubled(q.func.body, arg, name, q.m.index.resolve);
    };
    if (!q.calls.every(goesDown)) continue;
    const depth = log(limitOf(q.m, q.frame, q.func, name) ?? q.m.inputSize);
    const reason = `every call makes ${name} at least twice as large`;
    return { rule: 'branching', reason, count: depth, from: q.here, depth, solve: null, distinct: [] };
  }
  return null;
}

function callsUpTo(q: Query, limit: Cost, factor: number): Cost | null {
  const { once, inLoop } = callsAtStep(q);
  const calls = inLoop ? choicesOf(q, once) : once;
  if (typeof calls !== 'number') return null;
  return calls <= 1 ? log(limit) : power(limit, Math.log(calls) / Math.log(factor));
}

/** The least factor of all calls; null where a call does not multiply the parameter. */
function factorOf(q: Query, name: string): number | null {
  const factors = changesFor(q, name).map((change) =>
    change.kind === 'other' ? factorIn(change.value, name) : null,
  );
  const least = Math.min(...factors.map((factor) => factor ?? 0));
  return factors.length > 0 && least >= 2 ? least : null;
}

/** `10 * x`, `x << 1`, and either give or take what is added, which counts for less the larger it becomes. */
function factorIn(expr: Expr, name: string): number | null {
  if (expr.kind !== 'binary') return null;
  const { op, left, right } = expr;
  if (op === '+' || op === '|') return factorIn(left, name) ?? factorIn(right, name);
  if (op === '-') return factorIn(left, name);
  if (op === '<<') return pathOf(left) === name && right.kind === 'number' ? 2 ** right.value : null;
  if (op !== '*') return null;
  if (pathOf(left) === name && right.kind === 'number') return right.value;
  return pathOf(right) === name && left.kind === 'number' ? left.value : null;
}
