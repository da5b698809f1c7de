/**
 * Calls that mean what other languages write with operators: an element is an `index`, membership is `in`, equality is
 * `==`. The analysis then reads all languages alike. Sorted containers keep their calls, whose costs differ.
 */
import { comparison as comparisonOf } from '../../ir/comparison.ts';
import type { CompareOp, Expr } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { bigForm } from './big-numbers.ts';
import { type Typed, type Context, spanOfNode, typed } from './lower-context.ts';
import { callOf, fieldExpr } from './lower-names.ts';
import {
  BOOLEAN,
  FLOAT,
  STRING,
  type JavaType,
  CHAR,
  UNKNOWN,
  collectionOf,
  elementType,
  isKnown,
  isText,
} from './java-types.ts';

/** The form without a call, or with a plainer one; null when the call stays. */
export function normalForm(
  ctx: Context,
  node: SyntaxNode,
  name: string,
  object: Typed,
  args: readonly Typed[],
): Typed | null {
  const big = bigForm(ctx, node, name, object, args);
  if (big !== null) return big;
  const [first, second, third] = args;
  const at = { ctx, node, object };
  if (isTemplate(name, object.type, args.length)) return template(at, args);
  if (first === undefined) return null;
  if (second === undefined) return oneArgument(at, name, first);
  if (name === 'equals' && object.type.name === 'Objects') return comparison(at, '==', first, second);
  if (name === 'pow' && object.type.name === 'Math') return power(at, first, second);
  if (isSorted(object.type)) return null;
  const kind = collectionOf(object.type);
  if (name === 'substring') return part(at, object, first, second);
  if (name === 'delete' && isLengthOf(object.expr, second.expr)) return shortenedTo(at, first);
  if (name === 'copyOfRange' && third !== undefined) return part(at, first, second, third);
  const stores = (name === 'put' && kind === 'map') || (name === 'set' && kind === 'list');
  return stores ? stored(at, first, second) : null;
}

const isTemplate = (name: string, type: JavaType, count: number): boolean =>
  name === 'formatted'
    ? isText(type)
    : type.name === 'String' && (name === 'format' || (name === 'join' && count > 2));

/** `String.format("%s%d", text, i)`, `String.join("-", first, second)` */
function template({ ctx, node }: Place, args: readonly Typed[]): Typed {
  const parts = args.map(({ expr }) => expr);
  return typed({ kind: 'template', parts, span: spanOfNode(ctx, node) }, STRING);
}

function power({ ctx, node }: Place, base: Typed, exponent: Typed): Typed {
  const [left, right] = [base.expr, exponent.expr];
  return typed({ kind: 'binary', op: '**', left, right, span: spanOfNode(ctx, node) }, FLOAT);
}

/** `x & -x` */
function lowBit({ ctx, node }: Place, { expr, type }: Typed): Typed {
  const span = spanOfNode(ctx, node);
  const right: Expr = { kind: 'unary', op: '-', operand: expr, span };
  return typed({ kind: 'binary', op: '&', left: expr, right, span }, type);
}

interface Place {
  readonly ctx: Context;
  readonly node: SyntaxNode;
  readonly object: Typed;
}

function oneArgument(at: Place, name: string, first: Typed): Typed | null {
  const { object } = at;
  const kind = collectionOf(object.type);
  switch (name) {
    case 'equals':
      return kind === null ? comparison(at, '==', object, first) : null;
    case 'contains':
    case 'containsKey':
      return isSorted(object.type) || object.type.name === 'Stream'
        ? null
        : comparison(at, 'in', first, object);
    case 'substring':
      return part(at, object, first, null);
    case 'get':
      if (object.type.name === 'LinkedList' && isLastIndex(object.expr, first.expr))
        return method(at, 'getLast', elementType(object.type));
      if (isSorted(object.type) || (kind !== 'list' && kind !== 'map')) return null;
      return element(at, first, kind === 'map' ? (object.type.args[1] ?? UNKNOWN) : elementType(object.type));
    case 'charAt':
      return object.type.name === 'String' ? element(at, first, CHAR) : null;
    case 'lowestOneBit':
      return first.expr.kind === 'name' ? lowBit(at, first) : null;
    case 'concat':
      return isText(object.type) ? concatenation(at, first) : null;
    case 'repeat':
      return isText(object.type) ? repetition(at, first) : null;
    case 'remove':
    case 'deleteCharAt':
      return isLastIndex(object.expr, first.expr) ? method(at, 'removeLast', elementType(object.type)) : null;
    case 'setLength':
      return shortenedTo(at, first);
    default:
      return null;
  }
}

/** Sorted containers and linked lists do not answer in constant time. */
const isSorted = ({ name }: JavaType): boolean =>
  /^Tree(?:Map|Set)$|^(?:Sorted|Navigable)|^LinkedList$/.test(name);

function comparison({ ctx, node }: Place, op: CompareOp, left: Typed, right: Typed): Typed {
  const span = spanOfNode(ctx, node);
  return typed(comparisonOf(op, left.expr, right.expr, span), BOOLEAN);
}

/** `s.repeat(n)` */
function repetition({ ctx, node, object }: Place, times: Typed): Typed {
  const span = spanOfNode(ctx, node);
  return typed({ kind: 'binary', op: '*', left: object.expr, right: times.expr, span }, STRING);
}

/** `s.concat(t)` */
function concatenation({ ctx, node, object }: Place, more: Typed): Typed {
  const span = spanOfNode(ctx, node);
  return typed({ kind: 'binary', op: '+', left: object.expr, right: more.expr, span }, STRING);
}

function element({ ctx, node, object }: Place, index: Typed, type: JavaType): Typed {
  return typed({ kind: 'index', object: object.expr, index: index.expr, span: spanOfNode(ctx, node) }, type);
}

function stored({ ctx, node, object }: Place, key: Typed, value: Typed): Typed {
  const span = spanOfNode(ctx, node);
  const target: Expr = { kind: 'index', object: object.expr, index: key.expr, span };
  return typed({ kind: 'assignExpr', target, op: null, value: value.expr, result: 'old', span }, value.type);
}

/** `s.substring(i, j)`: the part from i to j, as a copy. */
function part({ ctx, node }: Place, whole: Typed, start: Typed, end: Typed | null): Typed {
  const span = spanOfNode(ctx, node);
  const type = isKnown(whole.type) ? whole.type : STRING;
  return typed(
    { kind: 'slice', object: whole.expr, start: start.expr, end: end?.expr ?? null, step: null, span },
    type.name === 'StringBuilder' ? STRING : type,
  );
}

function method({ ctx, node, object }: Place, name: string, type: JavaType): Typed {
  const nameNode = childOf(node, 'name') ?? node;
  const nameSpan = spanOfNode(ctx, nameNode);
  const callee = fieldExpr(object.expr, name, nameSpan, ctx.spanOf(node.start, nameSpan.end));
  return typed(callOf(callee, spanOfNode(ctx, node)), isKnown(type) && !isText(type) ? type : UNKNOWN);
}

/** `text.setLength(k)`, `text.delete(k, text.length())` */
const shortenedTo = (at: Place, { expr }: Typed): Typed =>
  method(at, expr.kind === 'number' && expr.value === 0 ? 'clear' : 'removeLast', UNKNOWN);

/** `list.size() - 1` of that list. */
const isLastIndex = (object: Expr, index: Expr): boolean =>
  index.kind === 'binary' &&
  index.op === '-' &&
  index.right.kind === 'number' &&
  index.right.value === 1 &&
  isLengthOf(object, index.left);

/** `list.size()` */
function isLengthOf(object: Expr, size: Expr): boolean {
  return (
    size.kind === 'call' &&
    size.callee.kind === 'field' &&
    (size.callee.name === 'size' || size.callee.name === 'length') &&
    sameText(size.callee.object, object)
  );
}

function sameText(a: Expr, b: Expr): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  if (a.kind === 'field' && b.kind === 'field') return a.name === b.name && sameText(a.object, b.object);
  if (a.kind === 'index' && b.kind === 'index')
    return sameText(a.object, b.object) && sameText(a.index, b.index);
  return false;
}
