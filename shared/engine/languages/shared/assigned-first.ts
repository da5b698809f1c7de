/** Tests that begin with an assignment: `if (found := table.get(key)) is not None` is `found = table.get(key)` and the test. */
import type { AssignExpr, Expr, Stmt } from '../../ir/ir.ts';

/** Puts an assignment that a test begins with before it; gives the test that is left. */
export function assignedFirst(test: Expr, out: Stmt[]): Expr {
  switch (test.kind) {
    case 'assignExpr': {
      if (!isPlain(test)) return test;
      const { target, value, span } = test;
      out.push({ kind: 'assign', targets: [target], op: null, value, declared: null, span });
      return { ...target, span };
    }
    case 'unary': {
      const operand = assignedFirst(test.operand, out);
      return operand === test.operand ? test : { ...test, operand };
    }
    case 'binary':
    case 'compare':
    case 'logical': {
      const left = assignedFirst(test.left, out);
      return left === test.left ? test : { ...test, left };
    }
    default:
      return test;
  }
}

const isPlain = ({ target, op }: AssignExpr): boolean => op === null && target.kind === 'name';
