/** Calls: arguments, `range`, and functions wrapped in a cache. */
import type { Argument, Call, Expr } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type Context, spanOfNode, textOf } from './lower-context.ts';
import { lowerExpr, lowerField, lowerInner } from './lower-expressions.ts';
import { isCache } from './lower-caches.ts';
import { chainedParts, gathered } from './lower-chains.ts';
import { foldedCalls } from './lower-folds.ts';
import { isAround, mappedCalls } from './lower-mapped.ts';

export function lowerCall(ctx: Context, node: SyntaxNode): Expr {
  const callee = lowerField(ctx, node, 'function');
  const list = childOf(node, 'arguments');
  const args = list === null ? [] : lowerArguments(ctx, list);
  const span = spanOfNode(ctx, node);
  if (callee.kind === 'name' && ctx.ranges.has(callee.name)) {
    const range = lowerRange(args);
    if (range !== null) return { ...range, span };
  }
  const iterates = callee.kind === 'name' && ITERATING.has(callee.name);
  const call: Call = {
    kind: 'call',
    callee,
    args: iterates ? args.map((arg) => ({ ...arg, value: iterated(ctx, arg.value) })) : args,
    style: 'call',
    span,
  };
  return (
    wrappedLambda(ctx, call) ??
    mappedCalls(ctx, call) ??
    formatted(call) ??
    foldedCalls(call) ??
    concatenatedLists(ctx, call) ??
    chainedParts(ctx, call) ??
    gathered(call) ??
    call
  );
}

/** `sum(lists, [])` puts lists together, one after the other: the library has it under a name of its own. */
function concatenatedLists(ctx: Context, call: Call): Expr | null {
  const { callee, args } = call;
  const [lists, start] = args;
  const isList = start?.value.kind === 'collection' && start.value.shape === 'list';
  if (callee.kind !== 'name' || callee.name !== 'sum' || args.length !== 2 || !isList) return null;
  // Of what recursive calls return only their own rules know how long it is.
  const isOwn = (node: { kind: string }): boolean =>
    node.kind === 'call' && isAround(ctx, (node as Call).callee);
  if (someCode(lists!.value, isOwn)) return null;
  return { ...call, callee: { ...callee, name: SUM_OF_LISTS }, args: [lists!] };
}

/** `"{}, {}".format(a, b)` is the text `f"{a}, {b}"`. */
function formatted({ callee, args, span }: Call): Expr | null {
  if (callee.kind !== 'field' || callee.name !== 'format' || callee.object.kind !== 'string') return null;
  return args.some(({ spread }) => spread)
    ? null
    : { kind: 'template', parts: args.map(({ value }) => value), span };
}

/** No program can write this name. */
const SUM_OF_LISTS = 'sum of lists';

/** Functions that run over what they are given. */
const ITERATING: ReadonlySet<string> = new Set([
  'enumerate',
  'filter',
  'iter',
  'list',
  'map',
  'tuple',
  'zip',
]);

/** To run over the standard input is to run over its lines; over `filter(None, xs)` over no more than xs. */
export function iterated(ctx: Context, expr: Expr): Expr {
  const whole = wholeOfFilter(expr);
  if (whole !== null) return whole;
  return isStandardInput(ctx, expr)
    ? {
        kind: 'call',
        callee: { kind: 'field', object: expr, name: 'readlines', nameSpan: expr.span, span: expr.span },
        args: [],
        style: 'call',
        span: expr.span,
      }
    : expr;
}

function wholeOfFilter(expr: Expr): Expr | null {
  if (expr.kind !== 'call' || expr.callee.kind !== 'name' || expr.callee.name !== 'filter') return null;
  const [test, source] = expr.args;
  const keepsTrue = test?.value.kind === 'constant' && test.value.value === null;
  return keepsTrue && source !== undefined ? source.value : null;
}

function isStandardInput(ctx: Context, expr: Expr): boolean {
  if (expr.kind === 'field' && expr.name === 'buffer') return isStandardInput(ctx, expr.object);
  if (expr.kind === 'field')
    return expr.name === 'stdin' && expr.object.kind === 'name' && expr.object.name === 'sys';
  return (
    expr.kind === 'name' &&
    expr.name === 'stdin' &&
    ctx.imports.some(({ module, member }) => module === 'sys' && (member === 'stdin' || member === '*'))
  );
}

/** The arguments of a call; those of a class are its bases. */
export function lowerArguments(ctx: Context, list: SyntaxNode): Argument[] {
  if (list.type === 'generator_expression')
    return [{ value: lowerExpr(ctx, list), name: null, spread: false }];
  const args: Argument[] = [];
  for (const child of list.children) {
    if (!child.named || child.type === 'ERROR') continue;
    if (child.type === 'keyword_argument') {
      const keyword = childOf(child, 'name');
      const name = keyword === null ? null : textOf(ctx, keyword);
      args.push({ value: lowerField(ctx, child, 'value'), name, spread: false });
    } else {
      const spread = child.type === 'list_splat' || child.type === 'dictionary_splat';
      args.push({ value: spread ? lowerInner(ctx, child) : lowerExpr(ctx, child), name: null, spread });
    }
  }
  return args;
}

function lowerRange(args: readonly Argument[]) {
  if (args.length < 1 || args.length > 3) return null;
  if (args.some((arg) => arg.spread || arg.name !== null)) return null;
  const [first, second, third] = args.map((arg) => arg.value);
  const start = second === undefined ? null : first!;
  return { kind: 'range', start, end: second ?? first!, step: third ?? null, inclusive: false } as const;
}

/** `cache(lambda x: ...)` is a lambda that is memoised. */
function wrappedLambda(ctx: Context, call: Call): Expr | null {
  const [arg] = call.args;
  if (arg?.value.kind !== 'lambda' || call.args.length !== 1 || !isCache(ctx, call.callee)) return null;
  return { ...arg.value, func: { ...arg.value.func, memoised: true } };
}
