/** Comparisons with their plainer side on the right: `len(found) == 3`, also where the source says `3 == len(found)`. */
import type { Compare, CompareOp, Expr, Span } from './ir.ts';

/** What a comparison asks where its sides change places; null where they may not. */
export const MIRRORED: Readonly<Record<CompareOp, CompareOp | null>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
  in: null,
  'not in': null,
  is: null,
  'is not': null,
};

/** The comparison of two sides in its one form. */
export function comparison(op: CompareOp, left: Expr, right: Expr, span: Span): Compare {
  const mirrored = MIRRORED[op];
  return mirrored !== null && isTurned(op, plainness(left), plainness(right))
    ? fromZero({ kind: 'compare', op: mirrored, left: right, right: left, span })
    : fromZero({ kind: 'compare', op, left, right, span });
}

/** `i > -1` is `i >= 0`, which is how most say it; such numbers are whole. */
function fromZero(test: Compare): Compare {
  const { op, right } = test;
  if (op !== '>' && op !== '<=') return test;
  if (right.kind !== 'unary' || right.op !== '-' || right.operand.kind !== 'number') return test;
  if (right.operand.value !== 1 || right.operand.float) return test;
  return { ...test, op: op === '>' ? '>=' : '<', right: { ...right.operand, value: 0, span: right.span } };
}

function isTurned(op: CompareOp, left: number, right: number): boolean {
  if (op === '==' || op === '!=') return left > right;
  if (left === LITERAL || right === LITERAL) return right !== LITERAL;
  return op === '>' || op === '>=';
}

const LITERAL = 3;

function plainness(expr: Expr): number {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'constant':
      return LITERAL;
    case 'unary':
      return expr.operand.kind === 'number' ? LITERAL : 0;
    case 'name':
      return 2;
    case 'binary':
      return expr.op === '%' ? 0 : 1;
    default:
      return 0;
  }
}
