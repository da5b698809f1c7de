/**
 * `reduce(f, xs, start)` is the loop that it stands for, in a function of its own:
 *
 *   def fold(start):
 *       acc = start
 *       for x in xs: acc = f(acc, x)
 *       return acc
 */
import type { Call, Expr, Lambda, Span, Stmt } from '../../ir/ir.ts';
import { lambda, plainParam } from './lower-functions.ts';

/** The call of such a function that a call of `reduce` stands for, where its function is written there; null for any other call. */
export function foldedCalls(call: Call): Call | null {
  const { args, span } = call;
  const name = call.callee.kind === 'name' || call.callee.kind === 'field' ? call.callee.name : '';
  if (name !== 'reduce' || args.length < 2 || args.length > 3) return null;
  if (args.some((arg) => arg.name !== null || arg.spread)) return null;
  const [func, source, start] = args.map(({ value }) => value) as [Expr, Expr, Expr?];
  const step = func.kind === 'lambda' ? stepOf(func) : null;
  if (step === null) return null;
  // What has a name is run over by it; anything else is made once, before.
  const isNamed = source.kind === 'name' || source.kind === 'field';
  const items = isNamed ? source : nameOf('<items>', span);
  const body: Stmt[] = [
    assign(step.result, start === undefined ? firstOf(items) : nameOf('<start>', span), span),
    {
      kind: 'forEach',
      target: nameOf(step.element, span),
      iterable: items,
      body: [assign(step.result, step.value, step.value.span)],
      otherwise: [],
      headerSpan: span,
      span,
    },
    { kind: 'return', value: nameOf(step.result, span), span },
  ];
  const given = [...(isNamed ? [] : ['<items>']), ...(start === undefined ? [] : ['<start>'])];
  const locals = [...given, step.result, step.element];
  const params = given.map((name) => plainParam(name, span));
  const callee = lambda({ headerSpan: span, params, body, generator: false, locals, span });
  return { ...call, callee, args: args.slice(isNamed ? 2 : 1) };
}

const firstOf = (items: Expr): Expr => {
  const { span } = items;
  return { kind: 'index', object: items, index: { kind: 'number', value: 0, float: false, span }, span };
};

interface Step {
  readonly result: string;
  readonly element: string;
  readonly value: Expr;
}

/** `lambda acc, x: value` */
function stepOf({ func }: Lambda): Step | null {
  const [only] = func.body;
  const [result, element, ...others] = func.params;
  if (result === undefined || element === undefined || others.length > 0) return null;
  if (only?.kind !== 'return' || only.value === null || func.generator) return null;
  return { result: result.name, element: element.name, value: only.value };
}

const nameOf = (name: string, span: Span): Expr => ({ kind: 'name', name, span });

const assign = (name: string, value: Expr, span: Span): Stmt => ({
  kind: 'assign',
  targets: [nameOf(name, span)],
  op: null,
  value,
  declared: null,
  span,
});
