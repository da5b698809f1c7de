/**
 * `stream.collect(Collectors.groupingBy(f, counting()))` as the function that it stands for: a loop over the stream that
 * puts each element where the collector says. So the functions that a collector is made of are called, and paid.
 */
import type { Expr, Param, Span, Stmt } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Context,
  type Typed,
  makeFunction,
  partsOf,
  spanOfNode,
  textOf,
  typed,
} from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { fieldExpr, nameExpr } from './lower-names.ts';
import { type JavaType, UNKNOWN, typeNamed } from './java-types.ts';

/** What is collected: it is made once, and told how an item is put into it. */
interface Collector {
  readonly made: Expr;
  /** What puts an item into it, where it is a container; otherwise the number or item that is added to it. */
  readonly put: (into: Expr, item: Expr) => readonly Stmt[];
  readonly added: ((item: Expr) => Expr) | null;
  readonly finish: (out: Expr) => Expr;
  readonly type: JavaType;
}

/** What the parts of one collector share. */
interface Builder {
  readonly ctx: Context;
  readonly span: Span;
  /** The parameters of the function, and what they are given: the stream, and the functions of the collectors. */
  readonly params: { readonly name: string; readonly value: Expr }[];
}

/** The call of a function in the place of `stream.collect(...)`; null where its collector is none that is known. */
export function lowerCollect(ctx: Context, node: SyntaxNode, stream: Typed): Typed | null {
  const [only, second] = partsOf(childOf(node, 'arguments') ?? node);
  if (only === undefined || second !== undefined) return null;
  const span = spanOfNode(ctx, node);
  const builder: Builder = { ctx, span, params: [{ name: '<stream>', value: stream.expr }] };
  const collector = collectorOf(builder, only);
  if (collector === null) return null;
  const [out, item, source] = ['<out>', '<item>', '<stream>'].map((name) => nameExpr(name, span));
  const put =
    collector.added === null
      ? collector.put(out!, item!)
      : [assign(builder, out!, collector.added(item!), '+')];
  const loop: Stmt = {
    kind: 'forEach',
    target: item!,
    iterable: source!,
    body: put,
    otherwise: [],
    headerSpan: span,
    span,
  };
  const body: Stmt[] = [
    assign(builder, out!, collector.made),
    loop,
    { kind: 'return', value: collector.finish(out!), span },
  ];
  const call: Expr = {
    kind: 'call',
    callee: functionOf(
      builder,
      builder.params.map(({ name }) => name),
      body,
      ['<out>', '<item>'],
    ),
    args: builder.params.map(({ value }) => ({ value, name: null, spread: false })),
    style: 'call',
    span,
  };
  return typed(call, collector.type);
}

function collectorOf(b: Builder, node: SyntaxNode): Collector | null {
  if (node.type !== 'method_invocation') return null;
  const object = childOf(node, 'object');
  if (object !== null && textOf(b.ctx, object) !== 'Collectors') return null;
  const nameNode = childOf(node, 'name');
  const args = partsOf(childOf(node, 'arguments') ?? node);
  return nameNode === null ? null : collectorNamed(b, textOf(b.ctx, nameNode), args);
}

function collectorNamed(b: Builder, name: string, args: readonly SyntaxNode[]): Collector | null {
  const [first, second, third, fourth] = args;
  switch (name) {
    case 'toList':
    case 'toUnmodifiableList':
      return holding(b, 'ArrayList', 'List');
    case 'toSet':
    case 'toUnmodifiableSet':
      return holding(b, 'HashSet', 'Set');
    case 'toCollection':
      return first === undefined ? null : into(b, apply(b, given(b, first), []), 'add', UNKNOWN);
    case 'joining':
      return joined(b);
    case 'counting':
      return summed(b, () => number(b, 1));
    case 'summingInt':
    case 'summingLong':
      return first === undefined ? null : summed(b, called(b, first));
    case 'mapping':
      return first === undefined || second === undefined ? null : mapped(b, first, second);
    case 'filtering':
      return first === undefined || second === undefined ? null : filtered(b, first, second);
    case 'collectingAndThen':
      return first === undefined || second === undefined ? null : finished(b, first, second);
    case 'partitioningBy':
      return first === undefined ? null : grouped(b, first, null, second ?? null);
    case 'groupingBy':
      if (first === undefined) return null;
      return third === undefined
        ? grouped(b, first, null, second ?? null)
        : grouped(b, first, second!, third);
    case 'toMap':
      if (first === undefined || second === undefined) return null;
      return keyed(b, [first, second], third ?? null, fourth ?? null);
    default:
      return null;
  }
}

// ---------------------------------------------------------------- collectors

const same = (out: Expr): Expr => out;

const into = (b: Builder, made: Expr, method: string, type: JavaType): Collector => ({
  made,
  put: (container, item) => [statement(b, send(b, container, method, [item]))],
  added: null,
  finish: same,
  type,
});

const holding = (b: Builder, className: string, type: string): Collector =>
  into(b, newOf(b, className), 'add', typeNamed(type));

const joined = (b: Builder): Collector => ({
  ...into(b, newOf(b, 'StringBuilder'), 'append', typeNamed('String')),
  finish: (out) => send(b, out, 'toString', []),
});

const summed = (b: Builder, added: (item: Expr) => Expr): Collector => ({
  made: number(b, 0),
  put: () => [],
  added,
  finish: same,
  type: typeNamed('int'),
});

/** `mapping(f, collector)` */
function mapped(b: Builder, by: SyntaxNode, below: SyntaxNode): Collector | null {
  const f = called(b, by);
  const inner = collectorOf(b, below);
  if (inner === null) return null;
  const { added } = inner;
  return {
    ...inner,
    put: (container, item) => inner.put(container, f(item)),
    added: added === null ? null : (item) => added(f(item)),
  };
}

/** `filtering(test, collector)` */
function filtered(b: Builder, by: SyntaxNode, below: SyntaxNode): Collector | null {
  const test = called(b, by);
  const inner = collectorOf(b, below);
  if (inner?.added !== null) return null;
  const put = (container: Expr, item: Expr): Stmt[] => [
    { kind: 'if', test: test(item), then: inner.put(container, item), otherwise: [], span: b.span },
  ];
  return { ...inner, put };
}

/** `collectingAndThen(collector, f)` */
function finished(b: Builder, below: SyntaxNode, by: SyntaxNode): Collector | null {
  const inner = collectorOf(b, below);
  const f = called(b, by);
  return inner === null ? null : { ...inner, finish: (out) => f(inner.finish(out)), type: UNKNOWN };
}

/** `groupingBy(f)`, `groupingBy(f, collector)`, `groupingBy(f, TreeMap::new, collector)` */
function grouped(
  b: Builder,
  by: SyntaxNode,
  maker: SyntaxNode | null,
  below: SyntaxNode | null,
): Collector | null {
  const key = called(b, by);
  const made = maker === null ? newOf(b, 'HashMap') : apply(b, given(b, maker), []);
  const inner = below === null ? holding(b, 'ArrayList', 'List') : collectorOf(b, below);
  if (inner === null) return null;
  const { added } = inner;
  const put = (map: Expr, item: Expr): Stmt[] => {
    if (added !== null) return [statement(b, send(b, map, 'merge', [key(item), added(item), sumOf(b)]))];
    const make = functionOf(b, ['<key>'], [{ kind: 'return', value: inner.made, span: b.span }], []);
    return [...inner.put(send(b, map, 'computeIfAbsent', [key(item), make]), item)];
  };
  return { made, put, added: null, finish: same, type: typeNamed('Map') };
}

/** `toMap(key, value)`, with a function that merges and one that makes the map. */
function keyed(
  b: Builder,
  [key, value]: readonly [SyntaxNode, SyntaxNode],
  merge: SyntaxNode | null,
  maker: SyntaxNode | null,
): Collector {
  const [k, v] = [called(b, key), called(b, value)];
  const by = merge === null ? null : given(b, merge);
  const made = maker === null ? newOf(b, 'HashMap') : apply(b, given(b, maker), []);
  const put = (map: Expr, item: Expr): Stmt[] => [
    statement(
      b,
      by === null ? send(b, map, 'put', [k(item), v(item)]) : send(b, map, 'merge', [k(item), v(item), by]),
    ),
  ];
  return { made, put, added: null, finish: same, type: typeNamed('Map') };
}

// ---------------------------------------------------------------- pieces

/** A function or value of the call, as a parameter: it is made where the call stands, once. */
function given(b: Builder, node: SyntaxNode): Expr {
  const name = `<given ${b.params.length}>`;
  b.params.push({ name, value: lowerExpr(b.ctx, node).expr });
  return nameExpr(name, b.span);
}

/** What calls the function that a node is; `Function.identity()` gives the item itself. */
function called(b: Builder, node: SyntaxNode): (item: Expr) => Expr {
  if (/^(?:Function|UnaryOperator)\.(?:<\w+>)?identity\(\)$/.test(textOf(b.ctx, node))) return same;
  const f = given(b, node);
  return (item) => apply(b, f, [item]);
}

function apply({ span }: Builder, callee: Expr, args: readonly Expr[], style: 'call' | 'new' = 'call'): Expr {
  return {
    kind: 'call',
    callee,
    args: args.map((value) => ({ value, name: null, spread: false })),
    style,
    span,
  };
}

const send = (b: Builder, object: Expr, name: string, args: readonly Expr[]): Expr =>
  apply(b, fieldExpr(object, name, b.span, b.span), args);

const newOf = (b: Builder, className: string): Expr => apply(b, nameExpr(className, b.span), [], 'new');

const number = ({ span }: Builder, value: number): Expr => ({ kind: 'number', value, float: false, span });

const statement = ({ span }: Builder, expr: Expr): Stmt => ({ kind: 'expr', expr, span });

const assign = ({ span }: Builder, target: Expr, value: Expr, op: '+' | null = null): Stmt => ({
  kind: 'assign',
  targets: [target],
  op,
  value,
  declared: null,
  span,
});

/** `(a, b) -> a + b` */
function sumOf(b: Builder): Expr {
  const [left, right] = [nameExpr('<a>', b.span), nameExpr('<b>', b.span)];
  const value: Expr = { kind: 'binary', op: '+', left, right, span: b.span };
  return functionOf(b, ['<a>', '<b>'], [{ kind: 'return', value, span: b.span }], []);
}

function functionOf(
  { span }: Builder,
  names: readonly string[],
  body: readonly Stmt[],
  locals: readonly string[],
): Expr {
  const params = names.map((name): Param => {
    return { name, type: { kind: 'unknown' }, defaultValue: null, role: 'plain', span };
  });
  const parts = { name: '<lambda>', nameSpan: null, headerSpan: span, params, body, span };
  return { kind: 'lambda', func: makeFunction({ ...parts, locals: [...names, ...locals] }), span };
}
