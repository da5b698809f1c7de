/** Whether something in a function is run wherever it calls itself. */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import type { SelfCall } from './self-calls.ts';

/** The arms of tests and the bodies of loops around a place, outermost first. */
type Blocks = readonly (readonly Stmt[])[];

/** Every call of the function stands in a block that has one of the nodes, or in a block inside of it. */
export function runsWithCalls(
  func: FunctionNode,
  nodes: readonly (Stmt | Expr)[],
  calls: readonly SelfCall[],
): boolean {
  const wanted = new Set<Stmt | Expr>([...nodes, ...calls.map(({ call }) => call)]);
  const places = new Map<Stmt | Expr, Blocks>();
  const visit = (node: Stmt | Expr, blocks: Blocks): void => {
    if (wanted.has(node)) places.set(node, blocks);
    const inner = node.kind === 'if' ? [node.then, node.otherwise] : isLoop(node) ? [node.body] : [];
    const nested = new Set(inner.flat());
    for (const block of inner) for (const stmt of block) visit(stmt, [...blocks, block]);
    for (const child of childStmts(node)) if (!nested.has(child)) visit(child, blocks);
    for (const child of childExprs(node)) visit(child, blocks);
  };
  for (const stmt of func.body) visit(stmt, []);
  const own = nodes.flatMap((node) => {
    const blocks = places.get(node);
    return blocks === undefined ? [] : [blocks];
  });
  return calls.every(({ call }) => {
    const around = places.get(call);
    return around === undefined || own.some((blocks) => blocks.every((block, i) => around[i] === block));
  });
}

const isLoop = (node: Stmt | Expr): node is Stmt & { kind: 'forEach' | 'while' } =>
  node.kind === 'forEach' || node.kind === 'while';
