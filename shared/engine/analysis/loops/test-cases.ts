/** The loop of a script over the independent test cases of its input. */
import type { Affine } from '../../cost/affine.ts';
import { ONE } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import type { Machine } from '../machine.ts';
import type { LoopBound } from './open.ts';

const READS = /^(input|raw_input|readline|read|next)$/;

export const testCases = (here: number): LoopBound => ({
  count: ONE,
  from: here,
  rule: 'test-cases',
  reason: 'one turn for each independent test case: bounds are per test case',
});

/** A script's loop as often as the first number read says, each turn with input and output of its own. */
export function isTestCases(m: Machine, count: Affine, body: readonly (Stmt | Expr)[]): boolean {
  if (m.firstRead === null || count.terms.size !== 1 || !count.terms.has(m.firstRead)) return false;

  return doesInput(m, body, READS) && doesInput(m, body, /^(print|write|append)$/);
}

/** The code calls a function of such a name, itself or through the program's functions. */
function doesInput(m: Machine, body: readonly (Stmt | Expr)[], names: RegExp): boolean {
  const seen = new Set<object>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'call') {
      const name =
        node.callee.kind === 'name' ? node.callee.name : node.callee.kind === 'field' ? node.callee.name : '';
      const func = m.index.resolve(node);
      if (func === null ? names.test(name) : !seen.has(func) && (seen.add(func), func.body.some(visit)))
        return true;
    }
    if (node.kind === 'lambda') return node.func.body.some(visit);
    return childStmts(node).some(visit) || childExprs(node).some(visit);
  };
  return body.some(visit);
}
