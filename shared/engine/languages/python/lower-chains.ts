/**
 * `chain.from_iterable(parts)`, `chain(*parts)` and `set().union(*parts)` run over the elements of all parts: comprehensions
 * of two loops. `set(x for ...)` and `list(x for ...)` are comprehensions too.
 */
import type { Call, Clause, Comprehension, Expr, Span } from '../../ir/ir.ts';
import type { Context } from './lower-context.ts';

/** The comprehension that a call stands for; null for any other call. */
export function chainedParts(ctx: Context, call: Call): Comprehension | null {
  const { callee, args, span } = call;
  const [only] = args;
  if (only === undefined || args.length !== 1 || only.name !== null) return null;
  if (callee.kind === 'field' && callee.name === 'from_iterable' && !only.spread)
    return elementsOf(only.value, 'generator', span);
  if (only.spread && isChain(ctx, callee)) return elementsOf(only.value, 'generator', span);
  if (only.spread && isUnionOfNone(callee)) return elementsOf(only.value, 'set', span);
  return null;
}

/** `set(x for ...)`, `list(x for ...)` */
export function gathered({ callee, args, span }: Call): Comprehension | null {
  const [only] = args;
  if (callee.kind !== 'name' || args.length !== 1 || only!.spread || only!.name !== null) return null;
  const { value } = only!;
  if (value.kind !== 'comprehension' || value.shape !== 'generator') return null;
  return callee.name === 'set' || callee.name === 'list' ? { ...value, shape: callee.name, span } : null;
}

/** `chain`, `itertools.chain` */
function isChain({ imports }: Context, callee: Expr): boolean {
  if (callee.kind === 'field')
    return callee.name === 'chain' && callee.object.kind === 'name' && callee.object.name === 'itertools';
  return (
    callee.kind === 'name' &&
    imports.some(
      ({ local, module, member }) =>
        module === 'itertools' &&
        (member === '*' ? callee.name === 'chain' : isNamed(member, local, callee.name)),
    )
  );
}

const isNamed = (member: string | null, local: string, name: string): boolean =>
  member === 'chain' && local === name;

/** `set().union` */
const isUnionOfNone = (callee: Expr): boolean =>
  callee.kind === 'field' &&
  callee.name === 'union' &&
  callee.object.kind === 'call' &&
  callee.object.args.length === 0 &&
  callee.object.callee.kind === 'name' &&
  callee.object.callee.name === 'set';

/** The elements of all parts, one after the other. */
function elementsOf(parts: Expr, shape: 'generator' | 'set', span: Span): Comprehension {
  const loop = (name: string, iterable: Expr): Clause => ({
    kind: 'for',
    target: { kind: 'name', name, span },
    iterable,
    span,
  });
  const isMade = parts.kind === 'comprehension' && (parts.shape === 'generator' || parts.shape === 'list');
  const clauses = isMade
    ? [...parts.clauses, loop(ITEM, parts.element)]
    : [loop(PART, parts), loop(ITEM, { kind: 'name', name: PART, span })];
  return {
    kind: 'comprehension',
    shape,
    clauses,
    key: null,
    element: { kind: 'name', name: ITEM, span },
    span,
  };
}

/** No program can write these names. */
const PART = '<part>';
const ITEM = '<item>';
