/** How an expression grows with a variable. */
import type { Expr } from '../../ir/ir.ts';
import { pathOf } from '../progress.ts';

/** The degree of a polynomial in the variable at `path`: 2 of `i * i` and of `i * (i + 1) // 2`; other variables count as constants. */
export function degreeIn(expr: Expr, path: string): number {
  if (pathOf(expr) === path) return 1;
  if (expr.kind !== 'binary') return 0;
  const [left, right] = [degreeIn(expr.left, path), degreeIn(expr.right, path)];
  switch (expr.op) {
    case '*':
      return left + right;
    case '+':
      return Math.max(left, right);
    case '-':
      return left > right ? left : 0;
    case '/':
    case '//':
      return right === 0 ? left : 0;
    case '**':
      return expr.right.kind === 'number' ? left * expr.right.value : 0;
    default:
      return 0;
  }
}
