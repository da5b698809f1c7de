/** Tests turned round. */
import type { CompareOp, Expr } from './ir.ts';

/** What holds where a comparison fails. */
export const NEGATED: Record<CompareOp, CompareOp> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
  in: 'not in',
  'not in': 'in',
  is: 'is not',
  'is not': 'is',
};

/** The test that holds where this one fails. */
export function negation(test: Expr): Expr {
  if (test.kind === 'compare') return { ...test, op: NEGATED[test.op] };
  if (test.kind === 'unary' && test.op === 'not') return test.operand;
  return { kind: 'unary', op: 'not', operand: test, span: test.span };
}
