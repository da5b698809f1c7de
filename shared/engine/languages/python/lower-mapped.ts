/**
 * `map(f, xs)` in the body of `f` itself is a comprehension of recursive calls, `(f(x) for x in xs)`, and
 * `map(f, (a, b))` a list of them, `[f(a), f(b)]`.
 */
import type { Argument, Call, Collection, Expr, Span } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import type { Context } from './lower-context.ts';

/** What a call of `map` stands for, where what it calls is a function around it; null for any other call. */
export function mappedCalls(ctx: Context, call: Call): Expr | null {
  if (call.callee.kind !== 'name' || call.callee.name !== 'map') return null;
  const [func, ...sources] = call.args;
  if (func === undefined || sources.length === 0 || call.args.some(isUnusual)) return null;
  const written = writtenCalls(ctx, func.value, sources, call);
  const each = written === null ? eachOf(ctx, func.value, sources.length) : null;
  if (each === null) return written;
  const { span } = call;
  const [first] = sources;
  const isOne = sources.length === 1;
  const zip: Expr = { kind: 'name', name: 'zip', span };
  return {
    kind: 'comprehension',
    shape: 'generator',
    key: null,
    element: each.element,
    clauses: [
      {
        kind: 'for',
        target: isOne
          ? each.targets[0]!
          : { kind: 'collection', shape: 'tuple', elements: each.targets, span },
        iterable: isOne ? first!.value : { kind: 'call', callee: zip, args: sources, style: 'call', span },
        span,
      },
    ],
    span,
  };
}

const isUnusual = ({ name, spread }: Argument): boolean => name !== null || spread;

/** The calls one by one, where all that they are given is written there. */
function writtenCalls(
  ctx: Context,
  func: Expr,
  sources: readonly Argument[],
  { span }: Call,
): Collection | null {
  if (!isAround(ctx, func)) return null;
  const lists = sources.map(({ value }) => (value.kind === 'collection' ? value.elements : []));
  const count = Math.min(...lists.map((list) => list.length));
  if (count === 0 || lists.some((list) => list.some(({ kind }) => kind === 'spread'))) return null;
  const calls = Array.from({ length: count }, (_, i) =>
    callOf(
      func,
      lists.map((list) => list[i]!),
      span,
    ),
  );
  return { kind: 'collection', shape: 'list', elements: calls, span };
}

const callOf = (callee: Expr, values: readonly Expr[], span: Span): Call => ({
  kind: 'call',
  callee: copyOf(callee),
  args: values.map((value) => ({ value, name: null, spread: false })),
  style: 'call',
  span,
});

/** Every place has a node of its own. */
const copyOf = (expr: Expr): Expr =>
  expr.kind === 'field' ? { ...expr, object: copyOf(expr.object) } : { ...expr };

/** It names a function around the code. */
export const isAround = (ctx: Context, callee: Expr): boolean =>
  (callee.kind === 'name' || callee.kind === 'field') && ctx.around.includes(callee.name);

interface Each {
  readonly targets: readonly Expr[];
  readonly element: Expr;
}

/** What is made of the elements that have the same place. */
function eachOf(ctx: Context, func: Expr, count: number): Each | null {
  if (func.kind === 'lambda') return eachOfLambda(ctx, func, count);
  if (!isAround(ctx, func)) return null;
  const { span } = func;
  const targets = Array.from({ length: count }, (_, i): Expr => ({ kind: 'name', name: `<${i}>`, span }));
  return { targets, element: callOf(func, targets, span) };
}

function eachOfLambda(ctx: Context, { func }: Expr & { kind: 'lambda' }, count: number): Each | null {
  const [only] = func.body;
  if (only?.kind !== 'return' || only.value === null || func.params.length !== count) return null;
  if (func.params.some(({ role, defaultValue }) => role !== 'plain' || defaultValue !== null)) return null;
  const calls = (node: { kind: string }): boolean =>
    node.kind === 'call' && isAround(ctx, (node as Call).callee);
  if (!someCode(only.value, calls)) return null;
  const targets = func.params.map(({ name, span }): Expr => ({ kind: 'name', name, span }));
  return { targets, element: only.value };
}
