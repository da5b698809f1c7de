/** The ends of containers: which of its elements an expression reads. */
import type { Expr } from './ir.ts';
import { printExpr } from './print.ts';
import { measuredBy, type RoleIndex } from './roles.ts';

export type End = 'first' | 'last' | 'next';

export interface Seen {
  readonly container: Expr;
  readonly end: End;
}

/** The container of which an expression reads the element that is at an end, or that comes next. */
export function looked(roles: RoleIndex, expr: Expr): Seen | null {
  if (expr.kind === 'call') {
    const { callee, args } = expr;
    const isPeek = callee.kind === 'field' && args.length === 0 && roles.is(expr, 'peek');
    return isPeek ? { container: callee.object, end: 'next' } : null;
  }
  if (expr.kind !== 'index') return null;
  const { index, object } = expr;
  if (index.kind === 'number') return index.value === 0 ? { container: object, end: 'first' } : null;
  return isLast(roles, object, index) ? { container: object, end: 'last' } : null;
}

/** `-1`, `len(xs) - 1` */
function isLast(roles: RoleIndex, object: Expr, index: Expr): boolean {
  const one = index.kind === 'unary' && index.op === '-' ? index.operand : null;
  if (one !== null) return one.kind === 'number' && one.value === 1;
  if (index.kind !== 'binary' || index.op !== '-' || index.right.kind !== 'number') return false;
  const whole = index.right.value === 1 ? measuredBy(roles, index.left) : null;
  return whole !== null && printExpr(whole) === printExpr(object);
}
