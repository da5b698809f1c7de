/**
 * Queues of which every turn of a loop takes out what they held when it began, one layer of a walk:
 *
 *   while queue:
 *       values = [node.val for node in queue]
 *       for _ in range(len(queue)):
 *           node = queue.popleft()
 *
 * What runs over such a queue beside that, in each turn, meets every element once in all.
 */
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { someStmtIn } from '../../ir/walk.ts';
import type { Machine } from '../machine.ts';
import { changesIn, measuredPath, pathOf } from '../progress.ts';

/** A loop in the body takes out as many elements as there are, one in each turn. */
export const takesOutLayer = (m: Machine, body: readonly (Stmt | Expr)[], path: string): boolean =>
  body.some(
    (stmt) => stmt.kind === 'forEach' && turnsForEach(m, body, stmt, path) && takesOneOut(m, stmt.body, path),
  );

/** Whatever else a turn does: it is neither left nor goes on before that. */
function takesOneOut(m: Machine, body: readonly Stmt[], path: string): boolean {
  const has = (stmt: Stmt, jump: Stmt['kind']): boolean => someStmtIn(stmt, ({ kind }) => kind === jump);
  const at = body.findIndex((stmt) => isPlain(stmt) && takesOut(m, stmt, path));
  return (
    at >= 0 &&
    !body.some((stmt) => has(stmt, 'break')) &&
    !body.slice(0, at).some((stmt) => has(stmt, 'continue'))
  );
}

const isPlain = ({ kind }: Stmt): boolean => kind === 'assign' || kind === 'expr';

const takesOut = (m: Machine, stmt: Stmt, path: string): boolean =>
  changesIn([stmt], m.index)
    .get(path)
    ?.some(({ kind }) => kind === 'pop') === true;

/** `range(len(queue))`, or up to what was set to that before. */
function turnsForEach(
  m: Machine,
  body: readonly (Stmt | Expr)[],
  { iterable }: ForEach,
  path: string,
): boolean {
  if (iterable.kind !== 'range' || (iterable.start !== null && iterable.start.kind !== 'number'))
    return false;
  const isSize = (expr: Expr): boolean => measuredPath(m.index.roles, expr) === path;
  const { end } = iterable;
  if (end.kind !== 'name') return isSize(end);
  return body.some(
    (stmt) =>
      stmt.kind === 'assign' &&
      stmt.op === null &&
      stmt.targets.some((target) => pathOf(target) === end.name) &&
      isSize(stmt.value),
  );
}
