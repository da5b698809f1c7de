/** `while a != b` whose every turn divides one of the two, as nodes of a heap go up to where they meet. */
import { log, plus } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { changesIn, isDivision, pathOf } from '../progress.ts';
import { everyTurn } from './motion.ts';
import { type Query, limitOf } from './query.ts';

export function byBothDivided(q: Query, left: Expr, right: Expr): LoopBound | null {
  const [a, b] = [pathOf(left), pathOf(right)];
  if (a === null || b === null || a === b) return null;
  // They may change places.
  const onlyFalls = (path: string, other: string): boolean =>
    (q.changes.get(path) ?? []).every(
      (change) =>
        isDivision(change) || (change.kind === 'copy' && change.offset === 0 && change.from === other),
    );
  const divides = (stmt: Stmt): boolean => {
    const changes = stmt.kind === 'assign' ? changesIn([stmt], q.m.index) : null;
    return [a, b].some((path) => changes?.get(path)?.some(isDivision) === true);
  };
  if (!onlyFalls(a, b) || !onlyFalls(b, a) || !everyTurn([...q.node.body, ...q.node.update], divides))
    return null;
  return {
    count: plus(log(limitOf(q, left)), log(limitOf(q, right))),
    from: q.m.levels.length,
    rule: 'geometric',
    reason: `${a} or ${b} shrinks by a factor each turn`,
  };
}
