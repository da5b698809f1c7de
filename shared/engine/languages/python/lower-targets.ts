/** What may be assigned to. */
import type { Expr } from '../../ir/ir.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import {
  bind,
  type Context,
  MAX_DEPTH,
  partsOf,
  spanOfNode,
  syntaxError,
  textOf,
  TOO_DEEP,
  unsupported,
} from './lower-context.ts';
import { lowerExpr, syntaxErrorAt } from './lower-expressions.ts';

/** The names are bound in the scope unless they belong to a comprehension. */
export function lowerTarget(ctx: Context, node: SyntaxNode, binds = true): Expr {
  if (ctx.depth >= MAX_DEPTH) return unsupported(ctx, node, TOO_DEEP);
  ctx.depth++;
  const target = lowerTargetKind(ctx, node, binds);
  ctx.depth--;
  return target;
}

function lowerTargetKind(ctx: Context, node: SyntaxNode, binds: boolean): Expr {
  switch (node.type) {
    case 'identifier':
      if (binds) bind(ctx, textOf(ctx, node));
      return lowerExpr(ctx, node);
    case 'attribute':
    case 'subscript':
      return lowerExpr(ctx, node);
    case 'parenthesized_expression':
    case 'as_pattern_target': {
      const [inner] = partsOf(node);
      return inner === undefined ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, inner, binds);
    }
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list': {
      const elements = partsOf(node).map((part) => lowerTarget(ctx, part, binds));
      return { kind: 'collection', shape: 'tuple', elements, span: spanOfNode(ctx, node) };
    }
    case 'list_splat_pattern':
    case 'list_splat': {
      const [inner] = partsOf(node);
      const value = inner === undefined ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, inner, binds);
      return { kind: 'spread', value, span: spanOfNode(ctx, node) };
    }
    case 'ERROR':
      return syntaxError(ctx, node);
    default:
      return node.missing
        ? syntaxError(ctx, node)
        : unsupported(ctx, node, 'an assignment to what is no target', [lowerExpr(ctx, node)]);
  }
}
