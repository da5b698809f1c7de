/** Calls of `BigInteger` that are operators of plain numbers: the analysis then reads both alike. */
import { comparison } from '../../ir/comparison.ts';
import type { BinaryOp, Compare, CompareOp, Expr } from '../../ir/ir.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { type Context, type Typed, spanOfNode, typed } from './lower-context.ts';
import { typeNamed } from './java-types.ts';

const BIG = 'BigInteger';

const OPERATORS: ReadonlyMap<string, BinaryOp> = new Map([
  ['add', '+'],
  ['subtract', '-'],
  ['multiply', '*'],
  ['divide', '//'],
  ['mod', '%'],
  ['remainder', '%'],
  ['shiftLeft', '<<'],
  ['shiftRight', '>>'],
]);

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['ZERO', 0],
  ['ONE', 1],
  ['TWO', 2],
  ['TEN', 10],
]);

/** `a.subtract(b)`, `BigInteger.valueOf(2)`; null for any other call. */
export function bigForm(
  ctx: Context,
  node: SyntaxNode,
  name: string,
  { expr, type }: Typed,
  [first, ...rest]: readonly Typed[],
): Typed | null {
  if (type.name !== BIG || type.dims > 0 || first === undefined || rest.length > 0) return null;
  if (name === 'valueOf') return typed(first.expr, type);
  const op = OPERATORS.get(name);
  const span = spanOfNode(ctx, node);
  return op === undefined ? null : typed({ kind: 'binary', op, left: expr, right: first.expr, span }, type);
}

/** `BigInteger.TEN` */
export function bigConstant(cls: string | null, name: string, span: Expr['span']): Typed | null {
  const value = cls === BIG ? CONSTANTS.get(name) : undefined;
  return value === undefined ? null : typed({ kind: 'number', value, float: false, span }, typeNamed(BIG));
}

/** `new BigInteger("10")` */
export function bigLiteral(cls: string, [first]: readonly Typed[], span: Expr['span']): Typed | null {
  if (cls !== BIG || first?.expr.kind !== 'string' || !/^\d{1,15}$/.test(first.expr.value)) return null;
  return typed({ kind: 'number', value: Number(first.expr.value), float: false, span }, typeNamed(BIG));
}

/** `a.compareTo(b) > 0` compares a with b; null for any other test. */
export function bigComparison({ op, left, right, span }: Compare): Expr | null {
  if (left.kind !== 'call' || left.callee.kind !== 'field' || left.callee.receiverType !== BIG) return null;
  const { name, object } = left.callee;
  const sign = signOf(right);
  const real = sign === null ? undefined : SIGNED[`${op}${String(sign)}`];
  if (real === undefined) return null;
  if (name === 'signum')
    return comparison(real, object, { kind: 'number', value: 0, float: false, span }, span);
  const other = left.args[0];
  return name === 'compareTo' && other !== undefined ? comparison(real, object, other.value, span) : null;
}

function signOf(expr: Expr): number | null {
  if (expr.kind === 'number') return expr.value;
  return expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number'
    ? -expr.operand.value
    : null;
}

/** What a comparison of the sign of `a - b` with a number asks about a and b. */
const SIGNED: Readonly<Record<string, CompareOp>> = {
  '==0': '==',
  '!=0': '!=',
  '<0': '<',
  '<=0': '<=',
  '>0': '>',
  '>=0': '>=',
  '==1': '>',
  '!=1': '<=',
  '<1': '<=',
  '>=1': '>',
  '==-1': '<',
  '!=-1': '>=',
  '>-1': '>=',
  '<=-1': '<',
};
