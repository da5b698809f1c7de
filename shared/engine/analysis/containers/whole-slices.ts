/** Slices that leave nothing out. */
import type { Expr, Slice } from '../../ir/ir.ts';
import { type Value, exactLength, find } from '../value.ts';

/** What a slice makes: `xs[:]` and `xs[::-1]` are as long as what they are made of. */
export function slicedAs({ start, end, step }: Slice, copy: Value, source: Value): Value {
  if (start !== null || end !== null || !(step === null || isMinusOne(step))) return copy;
  const exact = exactLength(source);
  if (copy.kind === 'str') return { ...copy, exact, given: source.kind === 'str' ? source.given : null };
  if (copy.kind === 'ref') find(copy.object).exact = exact;
  return copy;
}

const isMinusOne = (expr: Expr): boolean =>
  expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number' && expr.operand.value === 1;
