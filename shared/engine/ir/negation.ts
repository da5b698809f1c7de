/** What holds where a test fails, in its plainest form: what asks a test need not look for `not` before a comparison. */
import { comparison } from './comparison.ts';
import type { CompareOp, Expr, Span } from './ir.ts';

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

/** `not operand`, which has a truth value: that of `not not items` is not the list. */
export const notOf = (operand: Expr, span: Span): Expr =>
  isNegatedIn(operand) ? { kind: 'unary', op: 'not', operand, span } : negated(operand, span);

const isNegatedIn = (expr: Expr): boolean =>
  expr.kind === 'logical' ? isNegatedIn(expr.left) || isNegatedIn(expr.right) : isNegation(expr);

const isNegation = (expr: Expr): boolean => expr.kind === 'unary' && expr.op === 'not';

/** The test that holds where this one fails; its parts are asked in the same order. Of what only tests ask for. */
export function negated(test: Expr, span: Span = test.span): Expr {
  switch (test.kind) {
    case 'compare':
      return comparison(NEGATED[test.op], test.left, test.right, span);
    case 'logical': {
      const op = test.op === 'and' ? 'or' : 'and';
      return { kind: 'logical', op, left: negated(test.left), right: negated(test.right), span };
    }
    case 'unary':
      if (test.op === 'not') return test.operand;
      break;
    case 'constant':
      return { ...test, value: test.value !== true, span };
    default:
  }
  return { kind: 'unary', op: 'not', operand: test, span };
}
