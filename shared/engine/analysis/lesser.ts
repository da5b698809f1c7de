/** What a test says to be less than a number is bounded by it. */
import { compare, min } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import { contains } from '../ir/standing.ts';
import type { Frame } from './frame.ts';
import { below } from './loops/tested.ts';
import { settle, type Machine } from './machine.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import type { Value } from './value.ts';

/** `if n - r < r: r = n - r`, `if n - r < r: return choose(n, n - r)`: the difference is no more than r. */
export function limitedByTest(m: Machine, frame: Frame, expr: Expr, value: Value): Value {
  if (m.arm?.then !== true || value.kind !== 'num' || expr.kind !== 'binary') return value;
  const large = below(m.arm.node.test).find(([small]) => sameText(small, expr))?.[1];
  const first = m.arm.node.then[0];
  if (large === undefined || first === undefined || !contains(first, expr)) return value;
  const limit = quietly(m, frame, large);
  if (limit.kind !== 'num' || limit.float) return value;
  const [own, other] = [settle(m, value.max), settle(m, limit.max)];
  return compare(other, own) === 'less' ? { ...value, exact: null, max: min(own, other) } : value;
}
