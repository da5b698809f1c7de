/** What a test asks by a method of the program's own: `not stack.is_empty()` is `not len(stack.items) == 0`. */
import { factsBy } from '../../ir/facts.ts';
import type { Expr } from '../../ir/ir.ts';
import { returnedBy } from '../inlined.ts';
import type { ProgramIndex } from '../program-index.ts';

const known = factsBy<Expr, Expr>();

/** The test with what such methods return, by the names that it has for their objects. */
export function askedBy(index: ProgramIndex, test: Expr): Expr {
  let asked = known.get(test);
  if (asked === undefined) known.set(test, (asked = asking(index, test)));
  return asked;
}

function asking(index: ProgramIndex, test: Expr): Expr {
  switch (test.kind) {
    case 'unary':
      return { ...test, operand: askedBy(index, test.operand) };
    case 'logical':
    case 'compare':
      return { ...test, left: askedBy(index, test.left), right: askedBy(index, test.right) };
    case 'call':
      return returnedBy(index, test) ?? test;
    default:
      return test;
  }
}
