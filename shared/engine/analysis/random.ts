/** Whether code draws random numbers. */
import type { Call, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';

/** The code, or a function of the program that it calls, draws a random number. */
export function drawsRandom(
  body: readonly (Stmt | Expr)[],
  resolve: (call: Call) => FunctionNode | null,
  seen = new Set<FunctionNode>(),
): boolean {
  const draws = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'call') return false;
    if (isRandom(node)) return true;
    const func = resolve(node);
    if (func === null || seen.has(func)) return false;
    seen.add(func);
    return drawsRandom(func.body, resolve, seen);
  };
  return body.some((node) => someCode(node, draws));
}

function isRandom({ callee }: Call): boolean {
  if (callee.kind === 'field') return callee.object.kind === 'name' && callee.object.name === 'random';
  return callee.kind === 'name' && /^(randint|randrange|choice)$/.test(callee.name);
}
