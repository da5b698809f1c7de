/** The loop of a script over the independent test cases of its input. */
import type { Affine } from '../../cost/affine.ts';
import { ONE } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import type { Role } from '../../ir/roles.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import type { Machine } from '../machine.ts';
import type { LoopBound } from './open.ts';

export const testCases = (here: number): LoopBound => ({
  count: ONE,
  from: here,
  rule: 'test-cases',
  reason: 'one turn for each independent test case: bounds are per test case',
});

/** A script's loop as often as the first number read says, each turn with input and output of its own. */
export function isTestCases(m: Machine, count: Affine, body: readonly (Stmt | Expr)[]): boolean {
  if (m.firstRead === null || count.terms.size !== 1 || !count.terms.has(m.firstRead)) return false;
  return calls(m, body, 'read') && calls(m, body, 'write');
}

/** The code calls a function of that role, itself or through the program's functions. */
function calls(m: Machine, body: readonly (Stmt | Expr)[], role: Role): boolean {
  const seen = new Set<object>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'call') {
      const func = m.index.resolve(node);
      if (
        func === null
          ? m.index.roles.named(node, role)
          : !seen.has(func) && (seen.add(func), func.body.some(visit))
      )
        return true;
    }
    if (node.kind === 'lambda') return node.func.body.some(visit);
    return childStmts(node).some(visit) || childExprs(node).some(visit);
  };
  return body.some(visit);
}
