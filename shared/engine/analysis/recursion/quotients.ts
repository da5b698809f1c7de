/** Parameters of which calls get a fraction: `n // 2`, `n // 2 + 1`, `(n + 1) // 3`; or, `n + 1` of an odd n, what has one. */
import { type Cost, log, power } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { pathOf } from '../progress.ts';
import { indivisibleBy } from './multiples.ts';
import { argumentOf, type SelfCall } from './self-calls.ts';

/**
 * How many different values such a parameter takes: rounded one way or another, the quotients by one number are as many
 * as the divisions, those by several numbers one for each way to mix them. Null for any other parameter.
 */
export function quotients(calls: readonly SelfCall[], name: string, bound: Cost): Cost | null {
  const divisors = new Set<number>();
  /** What steps lead to a multiple of: they are only made from what is none. */
  const sought = new Set<number>();
  for (const call of calls) {
    const change = call.changes.get(name);
    if (change?.kind === 'same' || change?.kind === 'constant') continue;
    const isStep = change?.kind === 'step';
    const value = argumentOf(call, name);
    const by = isStep
      ? indivisibleBy(call.target, call.call, name)
      : value === null
        ? null
        : divisorOf(value, name);
    if (by === null) return null;
    (isStep ? sought : divisors).add(by);
  }
  const isSolved = divisors.size > 0 && [...sought].every((by) => divisors.has(by));
  return isSolved ? power(log(bound), divisors.size) : null;
}

/** What an expression divides the name by, give or take a constant before and after. */
function divisorOf(expr: Expr, name: string): number | null {
  if (expr.kind !== 'binary' || expr.right.kind !== 'number') return null;
  const { op, left, right } = expr;
  if (op === '+' || op === '-') return divisorOf(left, name);
  if (plainly(left) !== name) return null;
  const by = op === '>>' ? 2 ** right.value : op === '//' || op === '/' ? right.value : 1;
  return by > 1 ? by : null;
}

/** The name in `name + 1`. */
function plainly(expr: Expr): string | null {
  if (expr.kind !== 'binary' || (expr.op !== '+' && expr.op !== '-')) return pathOf(expr);
  return expr.right.kind === 'number' ? plainly(expr.left) : null;
}
