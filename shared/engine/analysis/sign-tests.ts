/** Tests that ask whether a cell is above or below zero, or one. */
import type { Compare, Expr } from '../ir/ir.ts';
import { constantOf } from './recursion/settling.ts';

/** Whether a cell in the place of one side of the comparison makes it hold, or fail. */
export function signTest(test: Compare, isLeft: boolean, holds: boolean): (cell: number) => boolean {
  const limit = constantOf(isLeft ? test.right : test.left) ?? 0;
  const order = test.op.slice(0, 1) as '<' | '>';
  return (cell) => {
    const difference = isLeft ? cell - limit : limit - cell;
    const isOrdered = order === '<' ? difference < 0 : difference > 0;
    return (isOrdered || (test.op.endsWith('=') && difference === 0)) === holds;
  };
}

/** What a sign is told by: a cell that is asked about it has one of two values, marked or not. */
export function isAroundZero(expr: Expr): boolean {
  const plain = expr.kind === 'unary' && expr.op === '-' ? expr.operand : expr;
  return plain.kind === 'number' && plain.value <= 1;
}
