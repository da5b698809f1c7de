/** Cells that only ever count down, such as in-degrees. */
import type { Expr, Stmt } from '../ir/ir.ts';
import { someAct } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import { type Machine, scopeOf } from './machine.ts';
import type { Unmarked } from './marks.ts';
import { cellOf } from './looked-up.ts';
import { pathOf } from './progress.ts';

/** The cell that a test asks for only ever counts down: it is zero just once. */
export function countsDown(m: Machine, frame: Frame, mark: Unmarked): boolean {
  if (mark.form !== 'cell' || !mark.exact) return false;
  const container = pathOf(mark.container);
  const counts = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' || node.kind === 'assignExpr') &&
    node.op === '-' &&
    (node.kind === 'assign' ? node.targets : [node.target]).some((target) => {
      const cell = cellOf(target);
      return cell !== null && pathOf(cell.container) === container;
    });
  if (!m.index.acts.some(counts)) return false;
  for (let at: Frame | null = frame; at !== null; at = at.parent)
    if (scopeOf(m, at).body.some((stmt) => someAct(stmt, counts))) return true;
  return false;
}
