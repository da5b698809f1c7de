/**
 * Marks that only some ways through a block set, `if x in seen: continue` and further down `if fits(x): seen.add(x)`: what
 * stands before is done for each thing that is asked about, and only what marks it once for each mark.
 */
import type { Expr, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { someAct } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { type Unmarked, isMarking } from './marks.ts';
import { cellOf } from './looked-up.ts';
import { endsEarly } from '../ir/normal-forms.ts';
import { sameText } from './unmark.ts';

/** A block that marks it does so on only some ways through. */
export const isMarkedLater = (roles: RoleIndex, block: readonly Stmt[], mark: Unmarked): boolean =>
  mark.marksItself !== true && !marksAlways(roles, block, mark);

/** Whether every way through the block that goes on sets the mark; `sameKey`: of the very thing that was asked about. */
function marksAlways(roles: RoleIndex, block: readonly Stmt[], mark: Unmarked, sameKey = false): boolean {
  const sets = (node: Stmt | Expr): boolean =>
    someAct(node, (at) => isMarking(roles, at, mark) && (!sameKey || hasKey(at, mark)));
  for (const stmt of block) {
    if (stmt.kind !== 'if') {
      if (sets(stmt)) return true;
      continue;
    }
    if (sets(stmt.test)) return true;
    const branches = [stmt.then, stmt.otherwise];
    if (branches.every((branch) => marksAlways(roles, branch, mark, sameKey))) return true;
    // Behind a `break` nothing is asked again.
    if (endsEarly(stmt.then) && stmt.then.at(-1)!.kind !== 'break') return false;
  }
  return false;
}

function hasKey(node: Stmt | Expr, { keys }: Unmarked): boolean {
  if (node.kind === 'call') return node.args[0] !== undefined && sameText(node.args[0].value, keys[0]!);
  const targets = node.kind === 'assign' ? node.targets : node.kind === 'assignExpr' ? [node.target] : [];
  return targets.some((target) => {
    const cell = cellOf(target);
    return cell?.keys.length === keys.length && cell.keys.every((key, i) => sameText(key, keys[i]!));
  });
}

/** What tests around say in this activation is not marked yet, and the block marks. */
export function laterMarked(m: Machine, frame: Frame, block: readonly Stmt[]): Unmarked[] {
  if (m.laterMarks.length === 0) return [];
  return m.laterMarks.flatMap((later) =>
    later.frame === frame && marksAlways(m.index.roles, block, later.mark, true) ? [later.mark] : [],
  );
}
