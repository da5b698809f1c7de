/** What a test asks by a method of the program's own: `not stack.is_empty()` is `not len(stack.items) == 0`. */
import { remembered } from '../../ir/facts.ts';
import type { Expr } from '../../ir/ir.ts';
import { returnedBy } from '../inlined.ts';
import type { ProgramIndex } from '../program-index.ts';

/** The test with what such methods return, by the names that it has for their objects. */
export const askedBy = remembered(asking);

function asking(test: Expr, index: ProgramIndex): Expr {
  switch (test.kind) {
    case 'unary':
      return { ...test, operand: askedBy(test.operand, index) };
    case 'logical':
    case 'compare':
      return { ...test, left: askedBy(test.left, index), right: askedBy(test.right, index) };
    case 'call':
      return returnedBy(index, test) ?? test;
    default:
      return test;
  }
}
