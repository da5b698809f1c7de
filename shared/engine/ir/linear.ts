/** What expressions come to as sums of multiples of their parts, as far as their text tells. */
import type { Expr } from './ir.ts';
import { printExpr } from './print.ts';

/** The factor of each part, by its text; that of '' is the constant. */
type Linear = ReadonlyMap<string, number>;

/** The factor that makes one difference, `a - b`, of the other, `c - d`; null where none does, or either is nothing. */
export function ratioOf([a, b]: readonly [Expr, Expr], [c, d]: readonly [Expr, Expr]): number | null {
  const [one, other] = [difference(a, b), difference(c, d)];
  const [first] = other;
  if (first === undefined || one.size !== other.size) return null;
  const factor = (one.get(first[0]) ?? 0) / first[1];
  const isEqual = [...other].every(([part, by]) => one.get(part) === factor * by);
  return isEqual && factor !== 0 ? factor : null;
}

function difference(a: Expr, b: Expr): Linear {
  const parts = new Map<string, number>();
  addTo(parts, a, 1);
  addTo(parts, b, -1);
  for (const [part, by] of parts) if (by === 0) parts.delete(part);
  return parts;
}

function addTo(parts: Map<string, number>, expr: Expr, by: number): void {
  if (expr.kind === 'binary' && (expr.op === '+' || expr.op === '-')) {
    addTo(parts, expr.left, by);
    addTo(parts, expr.right, expr.op === '+' ? by : -by);
    return;
  }
  if (expr.kind === 'unary' && expr.op === '-') return addTo(parts, expr.operand, -by);
  const [text, times] = expr.kind === 'number' ? ['', expr.value] : [printExpr(expr), 1];
  parts.set(text, (parts.get(text) ?? 0) + by * times);
}
