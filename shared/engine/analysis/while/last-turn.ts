/** What a loop does in its last turn only, where it leaves: what it sets there moves nothing in the turns before. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { eachChildStmt, someCode } from '../../ir/walk.ts';
import type { Change, Changes } from '../progress.ts';

/** Of the changes that a loop's body makes those that are not in blocks that end by leaving the loop. */
export const lastingChanges = remembered((changes: Changes, node: While): Changes =>
  withoutLast(changes, nodesInLastTurn(node)),
);

function withoutLast(changes: Changes, last: ReadonlySet<Stmt | Expr>): Changes {
  if (last.size === 0) return changes;
  const isLasting = ({ node }: Change): boolean => !last.has(node);
  if ([...changes.values()].every((list) => list.every(isLasting))) return changes;
  return new Map(
    [...changes]
      .map(([path, list]) => [path, list.filter(isLasting)] as const)
      .filter(([, list]) => list.length > 0),
  );
}

function nodesInLastTurn({ body }: While): ReadonlySet<Stmt | Expr> {
  const nodes = new Set<Stmt | Expr>();
  const visit = (stmt: Stmt, inLoop: boolean): void => {
    const inner = inLoop || stmt.kind === 'while' || stmt.kind === 'forEach';
    for (const block of stmt.kind === 'if' ? [stmt.then, stmt.otherwise] : [])
      if (leavesFor(block, inLoop)) for (const one of block) someCode(one, (at) => (nodes.add(at), false));
    if (stmt.kind !== 'try') eachChildStmt(stmt, (child) => visit(child, inner));
  };
  for (const stmt of body) visit(stmt, false);
  return nodes;
}

/** Within another loop `break` leaves that one. What is thrown may be caught, and the loop goes on. */
function leavesFor(block: readonly Stmt[], inLoop: boolean): boolean {
  const last = block.at(-1)?.kind;
  return last === 'return' || (last === 'break' && !inLoop);
}
