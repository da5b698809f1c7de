/** What can be saved of the text around syntax errors. */
import type { Stmt } from '../../ir/ir.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { type Context, MAX_DEPTH, spanOfNode } from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { isStatement, lowerStatement } from './lower-statements.ts';

/** Errors among the children of a node: what they contain becomes statements before the one that is being lowered. */
export function rescueErrors(ctx: Context, node: SyntaxNode): void {
  if (node.type === 'ERROR' || node.type === 'block' || node.type === 'module') return;
  for (const child of node.children) {
    if (child.type !== 'ERROR') continue;
    const saved: Stmt[] = [];
    rescue(ctx, child, saved);
    for (const stmt of saved) ctx.pending.push(stmt);
  }
}

/** Lowers the statements and the larger expressions inside an error or a part of a broken node. */
export function rescue(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (ctx.depth >= MAX_DEPTH) return;
  ctx.depth++;
  for (const child of node.children) {
    if (!child.named || child.missing) continue;
    if (isStatement(child) || child.type === 'block') lowerStatement(ctx, child, out);
    else if (isExpression(child)) {
      out.push({ kind: 'expr', expr: lowerExpr(ctx, child), span: spanOfNode(ctx, child) });
    } else rescue(ctx, child, out);
  }
  ctx.depth--;
}

/** Expressions that may cost something; in the midst of an error a name or a literal says nothing. */
export function isExpression(node: SyntaxNode): boolean {
  return EXPRESSIONS.has(node.type);
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'attribute',
  'await',
  'binary_operator',
  'boolean_operator',
  'call',
  'comparison_operator',
  'conditional_expression',
  'dictionary',
  'dictionary_comprehension',
  'generator_expression',
  'list',
  'list_comprehension',
  'named_expression',
  'not_operator',
  'parenthesized_expression',
  'set',
  'set_comprehension',
  'subscript',
  'tuple',
  'yield',
]);
