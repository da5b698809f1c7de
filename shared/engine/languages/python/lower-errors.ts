/** What can be saved of the text around syntax errors. */
import type { Stmt } from '../../ir/ir.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { type Context, spanOfNode } from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { isStatement, lowerBlock, lowerStatement } from './lower-statements.ts';

/** Errors among the children of a node: what they contain becomes statements before the one that is being lowered. */
export function rescueErrors(ctx: Context, node: SyntaxNode): void {
  if (node.type === 'ERROR' || node.type === 'block' || node.type === 'module') return;
  for (const child of node.children) if (child.type === 'ERROR') rescue(ctx, child, ctx.pending);
}

/** Moves what was saved inside a statement into its block. */
export function flushPending(ctx: Context, from: number, out: Stmt[]): void {
  for (let i = from; i < ctx.pending.length; i++) out.push(ctx.pending[i]!);
  ctx.pending.length = from;
}

/** Lowers the statements and the calls and other larger expressions inside an error. */
export function rescue(ctx: Context, error: SyntaxNode, out: Stmt[]): void {
  for (const child of error.children) {
    if (!child.named || child.missing) continue;
    if (isStatement(child)) lowerStatement(ctx, child, out);
    else if (child.type === 'block') out.push(...lowerBlock(ctx, child));
    else if (EXPRESSIONS.has(child.type)) {
      out.push({ kind: 'expr', expr: lowerExpr(ctx, child), span: spanOfNode(ctx, child) });
    } else if (child.type === 'ERROR' || CONTAINERS.has(child.type)) rescue(ctx, child, out);
  }
}

/** Expressions that may cost something. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'call',
  'subscript',
  'attribute',
  'binary_operator',
  'boolean_operator',
  'comparison_operator',
  'not_operator',
  'conditional_expression',
  'parenthesized_expression',
  'named_expression',
  'list',
  'set',
  'tuple',
  'dictionary',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
  'await',
  'yield',
]);

/** Parts of larger nodes: their insides may be expressions. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'argument_list',
  'keyword_argument',
  'expression_list',
  'pair',
  'for_in_clause',
  'if_clause',
  'list_splat',
  'slice',
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'with_clause',
  'with_item',
  'decorator',
]);
