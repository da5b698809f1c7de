/** Whether code draws random numbers. */
import type { Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { someAct } from '../ir/walk.ts';
import type { Callees } from './progress.ts';

/** The code, or a function of the program that it calls, draws a random number. */
export function drawsRandom(
  body: readonly (Stmt | Expr)[],
  callees: Callees,
  seen = new Set<FunctionNode>(),
): boolean {
  const draws = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'call') return false;
    if (callees.roles.is(node, 'random')) return true;
    const func = callees.resolve(node);
    if (func === null || seen.has(func)) return false;
    seen.add(func);
    return drawsRandom(func.body, callees, seen);
  };
  return body.some((node) => someAct(node, draws));
}
