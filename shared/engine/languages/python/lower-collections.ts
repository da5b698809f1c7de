/** Collections, by their elements or by a comprehension. */
import type { Clause, Collection, Comprehension, Expr, MapLiteral } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type Context, partsOf, spanOfNode } from './lower-context.ts';
import {
  lowerAll,
  lowerExpr,
  lowerField,
  lowerInner,
  lowerTuple,
  syntaxErrorAt,
} from './lower-expressions.ts';
import { iterated } from './lower-calls.ts';
import { lowerTarget } from './lower-targets.ts';

export function lowerCollection(ctx: Context, node: SyntaxNode, shape: Collection['shape']): Collection {
  const elements = lowerAll(ctx, partsOf(node)).map(wholeSpread);
  return { kind: 'collection', shape, elements, span: spanOfNode(ctx, node) };
}

/** In `[*line.split()]` the grammar takes the star for a part of `line`: the whole element is spread. */
function wholeSpread(expr: Expr): Expr {
  const value = withoutStar(expr);
  return value === null ? expr : { kind: 'spread', value, span: expr.span };
}

/** The expression whose first name has a star, without it; null for any other one. */
function withoutStar(expr: Expr): Expr | null {
  switch (expr.kind) {
    case 'spread':
      return expr.value;
    case 'call': {
      const callee = withoutStar(expr.callee);
      return callee === null ? null : { ...expr, callee };
    }
    case 'field':
    case 'index':
    case 'slice': {
      const object = withoutStar(expr.object);
      return object === null ? null : { ...expr, object };
    }
    case 'binary': {
      const left = withoutStar(expr.left);
      return left === null ? null : { ...expr, left };
    }
    default:
      return null;
  }
}

export function lowerDictionary(ctx: Context, node: SyntaxNode): Expr {
  const entries: MapLiteral['entries'][number][] = [];
  for (const child of partsOf(node)) {
    if (child.type === 'pair') {
      entries.push({ key: lowerField(ctx, child, 'key'), value: lowerField(ctx, child, 'value') });
    } else {
      entries.push({
        key: null,
        value: child.type === 'dictionary_splat' ? lowerInner(ctx, child) : lowerExpr(ctx, child),
      });
    }
  }
  return { kind: 'map', entries, span: spanOfNode(ctx, node) };
}

export function lowerComprehension(ctx: Context, node: SyntaxNode, shape: Comprehension['shape']): Expr {
  const body = childOf(node, 'body');
  const pair = body?.type === 'pair' ? body : null;
  const key = shape === 'map' ? lowerField(ctx, pair ?? node, 'key') : null;
  const element = pair === null ? lowerField(ctx, node, 'body') : lowerField(ctx, pair, 'value');
  const clauses: Clause[] = [];
  for (const child of node.children) {
    const span = spanOfNode(ctx, child);
    if (child.type === 'if_clause') clauses.push({ kind: 'if', test: lowerInner(ctx, child), span });
    else if (child.type === 'for_in_clause') clauses.push(lowerForClause(ctx, child));
  }
  return { kind: 'comprehension', shape, clauses, key, element, span: spanOfNode(ctx, node) };
}

function lowerForClause(ctx: Context, node: SyntaxNode): Clause {
  const left = childOf(node, 'left');
  const target = left === null ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, left, false);
  const right = node.children.filter(
    (child) => child.field === 'right' && child.named && child.type !== 'ERROR',
  );
  return {
    kind: 'for',
    target,
    iterable: iterated(ctx, lowerTuple(ctx, right, node)),
    span: spanOfNode(ctx, node),
  };
}
