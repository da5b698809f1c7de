/** Worklists that are read at an index that goes on, while the turns put more behind: `while i < len(xs): x = xs[i]; i += 1`. */
import { ONE, isZero } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import type { LoopBound } from '../loops/open.ts';
import { reached } from '../loops/paths.ts';
import { changesIn, isByOne, pathOf } from '../progress.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, objectOf, progressFrom } from './query.ts';
import { nodesWalked } from './tree-walk.ts';

/** As many turns as elements are ever put in, where each turn goes on by one and nothing is taken out. */
export function byReadingOnwards(q: Query, small: Expr, large: Expr): LoopBound | null {
  const [index, whole] = [pathOf(small), measuredBy(q.m.index.roles, large)];
  const path = whole === null ? null : pathOf(whole);
  const puts = path === null ? undefined : q.changes.get(path);
  if (index === null || path === null || puts?.every(({ kind }) => kind === 'push') !== true) return null;
  const moves = q.changes.get(index) ?? [];
  const inLoop = (stmt: Stmt): boolean =>
    stmt.kind === 'forEach' && changesIn(stmt.body, q.m.index).has(index);
  const goesOn = movesEachTurn(q, index) || q.node.body.some(inLoop);
  if (!moves.every((move) => isByOne(move) && move.sign > 0) || !goesOn) return null;
  const object = objectOf(q, whole!);
  if (object === null || object.origin === 'input') return null;
  const nodes = nodesWalked(q, path);
  const count = nodes ?? reached(q.m, object);
  return {
    count: isZero(count) ? ONE : count,
    from: Math.max(progressFrom(q, index), Math.min(object.born, q.m.levels.length)),
    rule: 'worklist',
    source: object,
    fed: nodes,
    reason: 'each turn goes on with the next element, and every element was put in once',
  };
}
