/** Numbers that go up or down by one until a remainder by a fixed number is what the test asks for: `while n % k: n += 1`. */
import { ONE } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { isByOne, pathOf } from '../progress.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, limitOf, linear, pathsIn, progressFrom } from './query.ts';

/** As many turns as there are remainders; one where the test asks for one of them, `while n % k == 0`. */
export function byResidue(q: Query, side: Expr, asksForOne: boolean): LoopBound | null {
  if (side.kind !== 'binary' || side.op !== '%') return null;
  const path = pathOf(side.left);
  const changes = path === null ? undefined : q.changes.get(path);
  const [first] = changes ?? [];
  if (path === null || changes === undefined || first?.kind !== 'step') return null;
  const isOneWay = changes.every((change) => isByOne(change) && change.sign === first.sign);
  if (!isOneWay || !movesEachTurn(q, path) || pathsIn(side.right).some((other) => q.changes.has(other)))
    return null;
  const here = q.m.levels.length;
  const reason = `${path} moves by one until its remainder is another`;
  if (asksForOne) return { count: ONE, from: here, rule: 'progress', reason };
  return linear(q, limitOf(q, side.right), Math.max(here, progressFrom(q, path)), reason, path);
}
