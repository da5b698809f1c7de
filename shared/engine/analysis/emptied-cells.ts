/** Cells that are marked by being emptied: `if len(needs[x]) == 0: return` and, at the end, `needs[x] = []` or `needs[x].clear()`. */
import type { Expr, Stmt } from '../ir/ir.ts';
import { measuredBy, type RoleIndex } from '../ir/roles.ts';
import type { Unmarked } from './marks.ts';
import { cellOf, entryOf } from './looked-up.ts';
import { pathOf } from './progress.ts';

/** The cell that a test, known to hold or to fail, tells to have something in it; null for any other test. */
export function filledCell(roles: RoleIndex, test: Expr, holds: boolean): Unmarked | null {
  const container = asksForFilled(roles, test, holds);
  const cell = container === null ? null : cellOf(entryOf(roles, container));
  if (cell === null) return null;
  return { ...cell, form: 'cell', exact: false, value: { side: 'isNot', expr: null, isEmptied: true } };
}

/** What `xs.isEmpty()`, known to fail, or `len(xs) > 0`, known to hold, asks. */
function asksForFilled(roles: RoleIndex, test: Expr, holds: boolean): Expr | null {
  if (test.kind === 'call' && test.callee.kind === 'field' && test.args.length === 0)
    return !holds && roles.is(test, 'empty') ? test.callee.object : null;
  if (test.kind !== 'compare' || test.right.kind !== 'number' || test.right.value !== 0) return null;
  const isFilled = test.op === '==' ? !holds : holds && (test.op === '!=' || test.op === '>');
  return isFilled ? measuredBy(roles, test.left) : null;
}

/** Whether the node empties such a cell of the container. */
export function emptiesCell(roles: RoleIndex, node: Stmt | Expr, container: string): boolean {
  const isCell = (expr: Expr): boolean => {
    const cell = cellOf(expr);
    return cell !== null && pathOf(cell.container) === container;
  };
  if (node.kind === 'call')
    return node.callee.kind === 'field' && roles.is(node, 'clear') && isCell(node.callee.object);
  if (node.kind !== 'assign' && node.kind !== 'assignExpr') return false;
  const targets = node.kind === 'assign' ? node.targets : [node.target];
  return node.op === null && makesNothing(node.value) && targets.some(isCell);
}

/** `[]`, `new ArrayList<>()` */
const makesNothing = (value: Expr): boolean =>
  value.kind === 'collection'
    ? value.elements.length === 0
    : value.kind === 'call' && value.callee.kind === 'name' && value.args.length === 0;
