/** Assignments that take one bit of a number away, or set one: `x &= x - 1`, `x -= x & -x`, `x += x & -x`, `x |= x + 1`. */
import type { BinaryOp, Expr } from '../ir/ir.ts';
import { type Callees, pathOf } from './progress.ts';

/** 1 where the number gains a bit, -1 where it loses one, null for any other assignment of `value` (combined by `op`). */
export function bitStep(path: string, op: BinaryOp | null, value: Expr, callees: Callees): 1 | -1 | null {
  if (op === null) return value.kind === 'binary' ? bitStepOf(path, value, callees) : null;
  switch (op) {
    case '&':
      return isNext(value, path, '-') ? -1 : null;
    case '|':
      return isNext(value, path, '+') ? 1 : null;
    case '+':
      return isLowBit(value, path, callees) ? 1 : null;
    case '-':
    case '^':
      return isLowBit(value, path, callees) ? -1 : null;
    default:
      return null;
  }
}

/** `x = x & (x - 1)`, `x = (x & (x + 1)) - 1`. */
function bitStepOf(
  path: string,
  { op, left, right }: Expr & { kind: 'binary' },
  callees: Callees,
): 1 | -1 | null {
  if (pathOf(left) === path) return bitStep(path, op, right, callees);
  if (pathOf(right) === path) return op === '-' ? null : bitStep(path, op, left, callees);
  const isOne = op === '-' && right.kind === 'number' && right.value === 1;
  if (!isOne || left.kind !== 'binary' || left.op !== '&') return null;
  const sides = [left.left, left.right];
  return sides.some((side) => pathOf(side) === path) && sides.some((side) => isNext(side, path, '+'))
    ? -1
    : null;
}

/** `x + 1`, `x - 1` */
const isNext = (expr: Expr, path: string, op: '+' | '-'): boolean =>
  expr.kind === 'binary' &&
  expr.op === op &&
  pathOf(expr.left) === path &&
  expr.right.kind === 'number' &&
  expr.right.value === 1;

/** `x & -x`, itself or by a function of the program that returns it. */
function isLowBit(expr: Expr, path: string, callees: Callees): boolean {
  if (expr.kind === 'binary') {
    const sides = [expr.left, expr.right];
    return (
      expr.op === '&' &&
      sides.some((side) => pathOf(side) === path) &&
      sides.some((side) => side.kind === 'unary' && side.op === '-' && pathOf(side.operand) === path)
    );
  }
  if (expr.kind !== 'call' || expr.args.length !== 1 || pathOf(expr.args[0]!.value) !== path) return false;
  const func = callees.resolve(expr);
  const [only, ...more] = func?.body ?? [];
  const param = func?.params[0]?.name;
  return (
    only?.kind === 'return' &&
    more.length === 0 &&
    param !== undefined &&
    only.value?.kind === 'binary' &&
    isLowBit(only.value, param, callees)
  );
}
