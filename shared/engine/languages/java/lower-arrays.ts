/** Arrays: `new int[n][m]`, `{1, 2}`, `new String[] {"a"}`. */
import type { Expr } from '../../ir/ir.ts';
import { childOf, childrenOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Typed,
  type Context,
  MAX_DEPTH,
  TOO_DEEP,
  partsOf,
  spanOfNode,
  typed,
  unsupported,
} from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { type JavaType, arrayOf, dimensionsOf, elementType, isFloating, typeOfNode } from './java-types.ts';

export function lowerArrayCreation(ctx: Context, node: SyntaxNode): Typed {
  const base = typeOfNode(ctx.text, childOf(node, 'type'));
  const dimensions = childrenOf(node, 'dimensions');
  const sizes = dimensions.filter((part) => part.type === 'dimensions_expr');
  const open = dimensions.reduce(
    (sum, part) => sum + (part.type === 'dimensions' ? dimensionsOf(part) : 0),
    0,
  );
  const type = arrayOf(base, sizes.length + open);
  const value = childOf(node, 'value');
  if (value !== null) return typed(lowerInitializer(ctx, value, type), type);
  const lengths = sizes.map((size) => {
    const [part] = partsOf(size);
    return part === undefined ? nothing(ctx, size) : lowerExpr(ctx, part).expr;
  });
  return typed(filled(ctx, node, lengths, defaultOf(ctx, node, open > 0 ? arrayOf(base) : base)), type);
}

const nothing = (ctx: Context, node: SyntaxNode): Expr => ({
  kind: 'constant',
  value: null,
  span: spanOfNode(ctx, node),
});

function defaultOf(ctx: Context, node: SyntaxNode, type: JavaType): Expr {
  const span = spanOfNode(ctx, node);
  if (type.dims > 0 || !/^[a-z]/.test(type.name)) return nothing(ctx, node);
  return type.name === 'boolean'
    ? { kind: 'constant', value: false, span }
    : { kind: 'number', value: 0, float: isFloating(type), span };
}

/** One dimension repeats the default value; the others make a new row in every turn. */
function filled(ctx: Context, node: SyntaxNode, lengths: readonly Expr[], value: Expr): Expr {
  const span = spanOfNode(ctx, node);
  const [length, ...rest] = lengths;
  if (length === undefined) return { kind: 'collection', shape: 'list', elements: [], span };
  if (rest.length === 0) {
    const one: Expr = { kind: 'collection', shape: 'list', elements: [value], span };
    return { kind: 'binary', op: '*', left: one, right: length, span };
  }
  const iterable: Expr = { kind: 'range', start: null, end: length, step: null, inclusive: false, span };
  return {
    kind: 'comprehension',
    shape: 'list',
    clauses: [{ kind: 'for', target: { kind: 'name', name: '_', span }, iterable, span }],
    key: null,
    element: filled(ctx, node, rest, value),
    span,
  };
}

/** `{1, {2, 3}}` where an array of the type is expected. */
export function lowerInitializer(ctx: Context, node: SyntaxNode, type: JavaType): Expr {
  if (ctx.depth >= MAX_DEPTH) return unsupported(ctx, node, TOO_DEEP);
  ctx.depth++;
  const result = initializer(ctx, node, type);
  ctx.depth--;
  return result;
}

function initializer(ctx: Context, node: SyntaxNode, type: JavaType): Expr {
  const inner = elementType(type);
  const elements = namedChildren(node)
    .filter((child) => child.type !== 'ERROR')
    .map((child) =>
      child.type === 'array_initializer' ? lowerInitializer(ctx, child, inner) : lowerExpr(ctx, child).expr,
    );
  return { kind: 'collection', shape: 'list', elements, span: spanOfNode(ctx, node) };
}
