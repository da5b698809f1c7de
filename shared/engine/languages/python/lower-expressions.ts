/** Expressions. */
import type { BinaryOp, CompareOp, Expr, UnaryOp } from '../../ir/ir.ts';
import { notOf } from '../../ir/negation.ts';
import { comparison } from '../../ir/comparison.ts';
import { hull } from '../../ir/normal-forms.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type Chooser, lesserOf } from '../shared/lesser.ts';
import { sizeTest } from '../shared/size-tests.ts';
import { lowerCall } from './lower-calls.ts';
import {
  type Context,
  MAX_DEPTH,
  partsOf,
  spanOfNode,
  syntaxError,
  textOf,
  TOO_DEEP,
  unsupported,
} from './lower-context.ts';
import { rescueErrors } from './lower-errors.ts';
import { lowerCollection, lowerComprehension, lowerDictionary } from './lower-collections.ts';
import { lowerTarget } from './lower-targets.ts';
import { itemFunction, lowerLambda } from './lower-functions.ts';
import { MISSING } from './repair.ts';
import { lowerConcatenation, lowerNumber, lowerString } from './lower-literals.ts';

/** Lowers any node that stands where an expression may. */
export function lowerExpr(ctx: Context, node: SyntaxNode): Expr {
  if (node.missing || node.start === node.end) return syntaxError(ctx, node);
  if (ctx.depth >= MAX_DEPTH) return unsupported(ctx, node, TOO_DEEP);
  ctx.depth++;
  if (ctx.broken) rescueErrors(ctx, node);
  const expr = lowerKind(ctx, node);
  ctx.depth--;
  return expr;
}

function lowerKind(ctx: Context, node: SyntaxNode): Expr {
  switch (node.type) {
    case 'identifier':
    case 'dotted_name':
      return lowerName(ctx, node);
    case 'integer':
    case 'float':
      return lowerNumber(ctx, node);
    case 'string':
      return lowerString(ctx, node);
    case 'concatenated_string':
      return lowerConcatenation(ctx, node);
    case 'true':
      return { kind: 'constant', value: true, span: spanOfNode(ctx, node) };
    case 'false':
      return { kind: 'constant', value: false, span: spanOfNode(ctx, node) };
    case 'none':
    case 'ellipsis':
      return { kind: 'constant', value: null, span: spanOfNode(ctx, node) };
    case 'call':
      return lowerCall(ctx, node);
    case 'attribute':
      return lowerAttribute(ctx, node);
    case 'subscript':
      return lowerSubscript(ctx, node);
    case 'binary_operator':
      return lowerBinary(ctx, node);
    case 'boolean_operator':
      return lowerBoolean(ctx, node);
    case 'comparison_operator':
      return lowerComparison(ctx, node);
    case 'unary_operator':
    case 'not_operator':
      return lowerUnary(ctx, node);
    case 'conditional_expression':
      return lowerConditional(ctx, node);
    case 'parenthesized_expression':
    case 'await':
    case 'as_pattern':
    case 'as_pattern_target':
    case 'case_pattern':
    case 'type':
      return lowerInner(ctx, node);
    case 'named_expression':
      return lowerNamed(ctx, node);
    case 'list':
    case 'list_pattern':
      return lowerCollection(ctx, node, 'list');
    case 'set':
      return lowerCollection(ctx, node, 'set');
    case 'tuple':
    case 'tuple_pattern':
    case 'expression_list':
    case 'pattern_list':
      return lowerCollection(ctx, node, 'tuple');
    case 'dictionary':
      return lowerDictionary(ctx, node);
    case 'list_splat':
    case 'list_splat_pattern':
    case 'parenthesized_list_splat':
    case 'dictionary_splat':
      return { kind: 'spread', value: lowerInner(ctx, node), span: spanOfNode(ctx, node) };
    case 'list_comprehension':
      return lowerComprehension(ctx, node, 'list');
    case 'set_comprehension':
      return lowerComprehension(ctx, node, 'set');
    case 'dictionary_comprehension':
      return lowerComprehension(ctx, node, 'map');
    case 'generator_expression':
      return lowerComprehension(ctx, node, 'generator');
    case 'lambda':
      return lowerLambda(ctx, node);
    case 'yield':
      return lowerYield(ctx, node);
    case 'ERROR':
      return syntaxError(ctx, node);
    default: {
      const parts = lowerAll(ctx, partsOf(node));
      // Around an error the grammar leaves parts of nodes where expressions should be.
      return ctx.broken
        ? syntaxError(ctx, node, parts)
        : unsupported(ctx, node, `unknown syntax: ${node.type}`, parts);
    }
  }
}

function lowerName(ctx: Context, node: SyntaxNode): Expr {
  const name = textOf(ctx, node);
  return name === MISSING ? syntaxError(ctx, node) : { kind: 'name', name, span: spanOfNode(ctx, node) };
}

export function lowerAll(ctx: Context, nodes: readonly SyntaxNode[]): Expr[] {
  return nodes.map((node) => lowerExpr(ctx, node));
}

/** An expression that must be there: an error in its place otherwise. */
export function lowerField(ctx: Context, node: SyntaxNode, field: string): Expr {
  const child = childOf(node, field);
  return child === null || child.type === 'ERROR' ? syntaxErrorAt(ctx, node) : lowerExpr(ctx, child);
}

/** The only expression in the node. */
export function lowerInner(ctx: Context, node: SyntaxNode): Expr {
  for (const child of node.children) if (child.named && child.type !== 'ERROR') return lowerExpr(ctx, child);
  return syntaxErrorAt(ctx, node);
}

/** One expression, or a tuple of several. */
export function lowerTuple(ctx: Context, nodes: readonly SyntaxNode[], node: SyntaxNode): Expr {
  const [only] = nodes;
  if (only === undefined) return syntaxErrorAt(ctx, node);
  if (nodes.length === 1) return lowerExpr(ctx, only);
  const span = ctx.spanOf(only.start, nodes[nodes.length - 1]!.end);
  return { kind: 'collection', shape: 'tuple', elements: lowerAll(ctx, nodes), span };
}

/** Something should be at the end of the node. */
export function syntaxErrorAt(ctx: Context, node: SyntaxNode): Expr {
  return { kind: 'unsupported', reason: 'syntax error', parts: [], span: ctx.spanOf(node.end, node.end) };
}

function lowerAttribute(ctx: Context, node: SyntaxNode): Expr {
  const attribute = childOf(node, 'attribute');
  const object = lowerField(ctx, node, 'object');
  const name = attribute === null ? '' : textOf(ctx, attribute);
  if (attribute === null || name === '' || name === MISSING) return syntaxError(ctx, node, [object]);
  if (name === '__getitem__' && object.kind === 'name' && CONTAINER_TYPES.has(object.name))
    return itemFunction(spanOfNode(ctx, node));
  return { kind: 'field', object, name, nameSpan: spanOfNode(ctx, attribute), span: spanOfNode(ctx, node) };
}

const CONTAINER_TYPES: ReadonlySet<string> = new Set(['dict', 'list']);

/** `a[i]`, `a[i:j]`, `a[i, j]` (a tuple); with slices among several subscripts, one after the other as in NumPy. */
function lowerSubscript(ctx: Context, node: SyntaxNode): Expr {
  const object = lowerField(ctx, node, 'value');
  const subscripts = node.children.filter((child) => child.field === 'subscript' && child.type !== 'ERROR');
  const span = spanOfNode(ctx, node);
  if (subscripts.length > MAX_DEPTH) return unsupported(ctx, node, TOO_DEEP, [object]);
  if (subscripts.some((subscript) => subscript.type === 'slice')) {
    return subscripts.reduce((base, subscript) => lowerSubscripted(ctx, base, subscript, node), object);
  }
  return { kind: 'index', object, index: lowerTuple(ctx, subscripts, node), span };
}

function lowerSubscripted(ctx: Context, object: Expr, subscript: SyntaxNode, node: SyntaxNode): Expr {
  const span = spanOfNode(ctx, node);
  if (subscript.type !== 'slice') return { kind: 'index', object, index: lowerExpr(ctx, subscript), span };
  const bounds: (Expr | null)[] = [null, null, null];
  let at = 0;
  for (const child of subscript.children) {
    if (child.type === ':') at++;
    else if (child.named && child.type !== 'ERROR' && at < 3) bounds[at] = lowerExpr(ctx, child);
  }
  const [start = null, end = null, step = null] = bounds;
  return { kind: 'slice', object, start, end, step, span };
}

function lowerBinary(ctx: Context, node: SyntaxNode): Expr {
  const op = childOf(node, 'operator')?.type as BinaryOp | undefined;
  const left = lowerField(ctx, node, 'left');
  const right = lowerField(ctx, node, 'right');
  if (op === undefined) return syntaxError(ctx, node, [left, right]);
  if (op === '%' && left.kind === 'string') {
    const parts = right.kind === 'collection' && right.shape === 'tuple' ? right.elements : [right];
    return { kind: 'template', parts, span: spanOfNode(ctx, node) };
  }
  return { kind: 'binary', op, left, right, span: spanOfNode(ctx, node) };
}

function lowerBoolean(ctx: Context, node: SyntaxNode): Expr {
  const op = childOf(node, 'operator')?.type === 'or' ? 'or' : 'and';
  const left = lowerField(ctx, node, 'left');
  return { kind: 'logical', op, left, right: lowerField(ctx, node, 'right'), span: spanOfNode(ctx, node) };
}

/** A chain is the "and" of its comparisons. */
function lowerComparison(ctx: Context, node: SyntaxNode): Expr {
  const operators = node.children.filter((child) => child.field === 'operators');
  const operands = node.children.filter(
    (child) => child.named && child.field !== 'operators' && child.type !== 'ERROR',
  );
  const values = lowerAll(ctx, operands);
  if (values.length > MAX_DEPTH) return unsupported(ctx, node, TOO_DEEP, values);
  let result: Expr | null = null;
  for (let i = 0; i + 1 < values.length; i++) {
    const left = values[i]!;
    const op = compareOp(operators[i]?.type ?? '==');
    const right = op === 'in' || op === 'not in' ? keyed(ctx, values[i + 1]!) : values[i + 1]!;
    const span = ctx.spanOf(operands[i]!.start, operands[i + 1]!.end);
    const compare = sizeTest(comparison(op, left, right, span), isSize);
    result =
      result === null
        ? compare
        : {
            kind: 'logical',
            op: 'and',
            left: result,
            right: compare,
            span: hull(result.span, span),
          };
  }
  return result ?? syntaxError(ctx, node, values);
}

/** `len(xs)` */
const isSize = (expr: Expr): boolean =>
  expr.kind === 'call' && expr.callee.kind === 'name' && expr.callee.name === 'len';

/** `x in table.keys()` asks the table; Python 2 makes a list of the keys first, which is searched. */
function keyed(ctx: Context, whole: Expr): Expr {
  return whole.kind === 'call' &&
    whole.callee.kind === 'field' &&
    whole.callee.name === 'keys' &&
    whole.args.length === 0 &&
    !ctx.isPython2()
    ? whole.callee.object
    : whole;
}

function compareOp(text: string): CompareOp {
  return text === '<>' ? '!=' : (text as CompareOp);
}

function lowerUnary(ctx: Context, node: SyntaxNode): Expr {
  const operand = lowerField(ctx, node, 'argument');
  const span = spanOfNode(ctx, node);
  if (node.type === 'not_operator') {
    const negation = notOf(operand, span);
    return negation.kind === 'compare' ? sizeTest(negation, isSize) : negation;
  }
  return { kind: 'unary', op: (childOf(node, 'operator')?.type ?? '-') as UnaryOp, operand, span };
}

function lowerConditional(ctx: Context, node: SyntaxNode): Expr {
  const [then, test, otherwise] = lowerAll(ctx, partsOf(node));
  if (then === undefined || test === undefined || otherwise === undefined) return syntaxError(ctx, node);
  return lesserOf({ kind: 'conditional', test, then, otherwise, span: spanOfNode(ctx, node) }, CHOOSER);
}

export const CHOOSER: Chooser = { callee: (name, span) => ({ kind: 'name', name, span }), isSize };

function lowerNamed(ctx: Context, node: SyntaxNode): Expr {
  const name = childOf(node, 'name');
  const target = name === null ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, name);
  const value = lowerField(ctx, node, 'value');
  return { kind: 'assignExpr', target, op: null, value, result: 'new', span: spanOfNode(ctx, node) };
}

function lowerYield(ctx: Context, node: SyntaxNode): Expr {
  ctx.scope.generator = true;
  const parts = partsOf(node);
  const each = node.children.some((child) => child.type === 'from');
  const value = parts.length === 0 ? null : lowerTuple(ctx, parts, node);
  return { kind: 'yield', value, each, span: spanOfNode(ctx, node) };
}
