/** How one argument of a recursive call differs from the parameter. */
import type { Binary, Call, Collection, Expr, FunctionNode, Index, Template, Unary } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { headsBehind } from '../chains.ts';
import { DIVISIONS, pathOf } from '../progress.ts';
import { isMidpoint } from '../while/halving.ts';
import { setsCells } from './changed-keys.ts';
import { changeOfCopy, filterChange, isFilled } from './filtered.ts';
import { linkAlong } from './list-cursors.ts';
import type { ArgChange, Definitions, LoopNode } from './self-calls.ts';

/** Where a recursive call stands, and how far its names are followed. */
export interface ArgumentScope {
  readonly func: FunctionNode;
  readonly definitions: Definitions;
  readonly loops: readonly LoopNode[];
  readonly roles: RoleIndex;
  readonly depth: number;
}

/** How an argument differs from the parameter named `param`. */
export function argChange(value: Expr, param: string, scope: ArgumentScope): ArgChange {
  const { definitions } = scope;
  if (pathOf(value) === param) return redefined(value, param, scope);
  switch (value.kind) {
    case 'number':
    case 'string':
    case 'constant':
      return { kind: 'constant' };
    case 'name':
      return nameChange(value, param, scope);
    case 'binary':
      return binaryChange(value, param, scope);
    case 'slice':
      return sliceChange(value, param, definitions);
    case 'field':
      return rootIs(value, param, definitions) || isOfChild(value.object, param, scope)
        ? { kind: 'child', field: value.name }
        : { kind: 'other', value };
    case 'index':
      if (rootIs(value, param, definitions)) return { kind: 'child', field: '[]' };
      return cellChange(value, param, scope);
    case 'conditional': {
      const then = argChange(value.then, param, scope);
      return then.kind === 'constant' || then.kind === 'other'
        ? argChange(value.otherwise, param, scope)
        : then;
    }
    case 'call':
      return scope.roles.is(value, 'keeps') ? keptChange(value, param, scope) : { kind: 'other', value };
    case 'comprehension':
      return filterChange(value, param);
    case 'collection': {
      const grows = value.elements.some(
        (element) => element.kind === 'spread' && pathOf(element.value) === param,
      );
      return grows ? { kind: 'grow', by: othersIn(value, param) } : { kind: 'other', value };
    }
    case 'template':
      return value.parts.some((part) => pathOf(part) === param)
        ? { kind: 'grow', by: othersIn(value, param) }
        : { kind: 'other', value };
    case 'unary':
      return unaryChange(value, param);
    default:
      return { kind: 'other', value };
  }
}

/** What a template or a collection has beside the parameter. */
function othersIn(value: Template | Collection, param: string): Expr {
  const isOther = (part: Expr): boolean => pathOf(part.kind === 'spread' ? part.value : part) !== param;
  return value.kind === 'template'
    ? { ...value, parts: value.parts.filter(isOther) }
    : { ...value, elements: value.elements.filter(isOther) };
}

/** `adj[param][i]`, or `to[e]` of the cells e of the list that begins at `head[param]`. */
function cellChange(value: Index, param: string, { func }: ArgumentScope): ArgChange {
  const { object } = value;
  if (object.kind === 'index' && pathOf(object.index) === param)
    return { kind: 'neighbour', table: object.object };
  const table = headsBehind(func, value.index, param);
  return table === null ? { kind: 'other', value } : { kind: 'neighbour', table };
}

/** `max(param, x)`, `min(param + 1, limit)`: what moves says how; the parameter itself only where nothing beside it varies. */
function keptChange(value: Call, param: string, scope: ArgumentScope): ArgChange {
  const { func } = scope;
  const changes = value.args.map((arg) => argChange(arg.value, param, scope));
  const moved = changes.find(({ kind }) => kind !== 'constant' && kind !== 'other' && kind !== 'same');
  if (moved !== undefined) return moved;
  const isFixed = (change: ArgChange): boolean =>
    change.kind !== 'other' || (change.value.kind === 'name' && !isOwn(func, change.value.name));
  return changes.some(({ kind }) => kind === 'same') && changes.every(isFixed)
    ? { kind: 'same' }
    : { kind: 'other', value };
}

const isOwn = (func: FunctionNode, name: string): boolean =>
  func.locals.includes(name) || func.params.some((param) => param.name === name);

/** `-param`, `not flag`, `-1`. */
function unaryChange(value: Unary, param: string): ArgChange {
  if (value.op === '-' && pathOf(value.operand) === param) return { kind: 'same' };
  const constant = value.op === 'not' || (value.op === '-' && value.operand.kind === 'number');
  return constant ? { kind: 'constant' } : { kind: 'other', value };
}

function rootIs(expr: Expr, param: string, definitions: Definitions | null = null, depth = 3): boolean {
  if (expr.kind === 'name') {
    if (expr.name === param) return true;
    const defined = definitions?.get(expr.name);
    return (
      defined != null &&
      depth > 0 &&
      (defined.kind === 'field' || defined.kind === 'index' || defined.kind === 'name') &&
      rootIs(defined, param, definitions, depth - 1)
    );
  }
  if (expr.kind === 'field') return rootIs(expr.object, param, definitions, depth);
  if (expr.kind === 'index') return rootIs(expr.object, param, definitions, depth);
  if (expr.kind === 'call' && expr.callee.kind === 'field')
    return rootIs(expr.callee.object, param, definitions, depth);
  return false;
}

/** `child` of `for child in param`. */
const isOfChild = (expr: Expr, param: string, scope: ArgumentScope): boolean =>
  expr.kind === 'name' && nameChange(expr, param, scope).kind === 'child';

function nameChange(value: Expr & { kind: 'name' }, param: string, scope: ArgumentScope): ArgChange {
  const { func, definitions, loops, depth } = scope;
  for (const loop of loops) {
    for (const { target, iterable } of loopTargets(loop)) {
      if (!leafNames(target).includes(value.name)) continue;
      const over = linksIn(iterable, scope.roles);
      if (rootIs(over, param)) return { kind: 'child', field: over.kind === 'field' ? over.name : '[]' };
      if (isOfLinks(iterable, target, value.name, param)) return { kind: 'child', field: '[]' };
      const table = neighbourTable(iterable, param);
      if (table !== null) return { kind: 'neighbour', table };
      return { kind: 'loop', loop, offset: 0 };
    }
  }
  // What a loop sets behind the call, its next turn finds.
  const link = linkAlong(func, value.name, param, loops.length === 0 ? value.span.start : Infinity);
  if (link !== null) return { kind: 'child', field: link };
  const defined = definitions.get(value.name);
  if (
    defined !== undefined &&
    defined !== null &&
    depth > 0 &&
    !func.params.some((p) => p.name === value.name)
  ) {
    const change = changeOfCopy(defined, value.name, param, scope);
    if (change !== null) return change;
    // A copy whose cells are set is another one.
    if ((defined.kind === 'slice' || defined.kind === 'call') && setsCells(func, value.name))
      return { kind: 'other', value };
    if (isMidpoint(defined)) return { kind: 'inner', at: value, midpoint: true };
    if (isFilled(defined, value.name, param, scope)) return { kind: 'part' };
    return argChange(defined, param, { ...scope, depth: depth - 1 });
  }
  return { kind: 'other', value };
}

/** `node.children` of `node.children[1:]`, `reversed(node.children)`. */
function linksIn(iterable: Expr, roles: ArgumentScope['roles']): Expr {
  if (iterable.kind === 'slice') return iterable.object.kind === 'field' ? iterable.object : iterable;
  const only = iterable.kind === 'call' && iterable.args.length === 1 ? iterable.args[0]!.value : null;
  return only?.kind === 'field' && iterable.kind === 'call' && roles.is(iterable, 'elements')
    ? only
    : iterable;
}

/** `for child in (node.left, node.right)`, `for child, depth in ((node.left, 1), (node.right, 2))` */
function isOfLinks(iterable: Expr, target: Expr, name: string, param: string): boolean {
  if (iterable.kind !== 'collection' || iterable.elements.length === 0) return false;
  const at = target.kind === 'collection' ? target.elements.findIndex((part) => pathOf(part) === name) : null;
  return iterable.elements.every((element) => {
    const link = at === null ? element : element.kind === 'collection' ? element.elements[at] : undefined;
    return link?.kind === 'field' && rootIs(link, param);
  });
}

/** `adj` of `adj[node]`, `adj.get(node)`, and of views and parts of these: `adj[node].items()`, `adj[node] - {parent}`. */
export function neighbourTable(iterable: Expr, param: string): Expr | null {
  if (iterable.kind === 'index') return pathOf(iterable.index) === param ? iterable.object : null;
  if (iterable.kind === 'binary') return iterable.op === '-' ? neighbourTable(iterable.left, param) : null;
  if (iterable.kind !== 'call') return null;
  const { callee, args } = iterable;
  const [first] = args;
  if (callee.kind === 'field')
    return first === undefined
      ? neighbourTable(callee.object, param)
      : pathOf(first.value) === param
        ? callee.object
        : null;
  return callee.kind === 'name' && first !== undefined && args.length === 1
    ? neighbourTable(first.value, param)
    : null;
}

export interface LoopTarget {
  readonly target: Expr;
  readonly iterable: Expr;
}

/** The targets and iterables of a loop. */
export function loopTargets(loop: LoopNode): LoopTarget[] {
  if (loop.kind === 'forEach') return [{ target: loop.target, iterable: loop.iterable }];
  if (loop.kind === 'comprehension')
    return loop.clauses.flatMap((clause) =>
      clause.kind === 'for' ? [{ target: clause.target, iterable: unlessEmpty(clause.iterable) }] : [],
    );
  return [];
}

/** `node.children` of `node.children or [None]`. */
const unlessEmpty = (iterable: Expr): Expr =>
  iterable.kind === 'logical' && iterable.op === 'or' && iterable.right.kind === 'collection'
    ? iterable.left
    : iterable;

/** The parameter itself; it may have been set to another value before: `n //= 2`, `most = max(most, nums[i])`. */
function redefined(value: Expr, param: string, scope: ArgumentScope): ArgChange {
  const defined = scope.definitions.get(param);
  if (defined == null || defined.span.end > value.span.start) return { kind: 'same' };
  if (defined.kind === 'call')
    return scope.roles.is(defined, 'keeps') ? keptChange(defined, param, scope) : { kind: 'same' };
  if (defined.kind === 'slice') return sliceChange(defined, param, scope.definitions);
  return defined.kind === 'binary' ? binaryChange(defined, param, scope) : { kind: 'same' };
}

function binaryChange(value: Binary, param: string, scope: ArgumentScope): ArgChange {
  if (isMidpoint(value) && pathOf(value.left) !== param) return { kind: 'inner', at: value, midpoint: true };
  if (takesAway(value, param)) return { kind: 'without' };
  if (pathOf(value.left) === param)
    return value.op === '-' && isHalfAtMost(value.right, param, scope)
      ? { kind: 'halve' }
      : leftChange(value);
  if (pathOf(value.right) === param) {
    const change = rightChange(value);
    if (change !== null) return change;
  }
  if (DIVISIONS.has(value.op) && scope.depth > 0) {
    const inner = argChange(value.left, param, { ...scope, depth: scope.depth - 1 });
    if (inner.kind === 'step' || inner.kind === 'same' || inner.kind === 'vary') return { kind: 'halve' };
  }
  return (
    bitsChange(value, param, scope) ??
    sumChange(value, param, scope) ??
    offsetChange(value, param, scope) ?? { kind: 'other', value }
  );
}

/** `param[:i] + param[i + 1:]`, `param - {x}`. */
const takesAway = (value: Binary, param: string): boolean =>
  value.op === '-'
    ? pathOf(value.left) === param && value.right.kind === 'collection'
    : value.op === '+' && withoutOne(value, param);

/** `param | 1 << a | 1 << b`. */
function bitsChange(value: Binary, param: string, scope: ArgumentScope): ArgChange | null {
  if (value.op !== '|' || shiftOf(value.right) === null || scope.depth === 0) return null;
  const inner = argChange(value.left, param, { ...scope, depth: scope.depth - 1 });
  return inner.kind === 'bit' && inner.shift !== null ? inner : null;
}

/** `param // 2`, or `min(n, param // 2)`: a half, or all that is left of something else, which ends the recursion soon. */
function isHalfAtMost(amount: Expr, param: string, { definitions, roles }: ArgumentScope): boolean {
  const value = amount.kind === 'name' ? definitions.get(amount.name) : amount;
  if (value == null) return false;
  if (isPartOf(value, param)) return true;
  return (
    value.kind === 'call' &&
    roles.is(value, 'min') &&
    value.args.some(({ value: part }) => isPartOf(part, param))
  );
}

/** `param // 2`. */
const isPartOf = (expr: Expr, param: string): boolean =>
  expr.kind === 'binary' && DIVISIONS.has(expr.op) && pathOf(expr.left) === param;

/** `param op right`. */
function leftChange(value: Binary): ArgChange {
  const { right } = value;
  switch (value.op) {
    case '+':
      if (right.kind === 'number') return { kind: 'step', by: right.value };
      return right.kind === 'collection' || right.kind === 'string' || right.kind === 'template'
        ? { kind: 'grow', by: right }
        : { kind: 'vary', sign: 1, amount: right };
    case '-':
      return right.kind === 'number'
        ? { kind: 'step', by: -right.value }
        : { kind: 'vary', sign: -1, amount: right };
    case '/':
    case '//':
    case '>>':
    case '%':
      return { kind: 'halve' };
    case '|':
    case '^':
    case '&':
      return { kind: 'bit', by: right, shift: shiftOf(right) };
    default:
      return { kind: 'other', value };
  }
}

/** `left op param`. */
function rightChange(value: Binary): ArgChange | null {
  if (value.op === '+')
    return value.left.kind === 'number'
      ? { kind: 'step', by: value.left.value }
      : { kind: 'grow', by: value.left };
  if (value.op === '%') return { kind: 'halve' };
  return value.op === '|' || value.op === '^'
    ? { kind: 'bit', by: value.left, shift: shiftOf(value.left) }
    : null;
}

/** `param + a + b`. */
function sumChange(value: Binary, param: string, scope: ArgumentScope): ArgChange | null {
  if (value.op !== '+' || value.left.kind !== 'binary' || scope.depth === 0) return null;
  const inner = argChange(value.left, param, { ...scope, depth: scope.depth - 1 });
  if (inner.kind === 'step' && value.right.kind !== 'number')
    return { kind: 'vary', sign: 1, amount: value.right };
  if (inner.kind === 'grow') return { ...inner, by: inner.by && { ...value, left: inner.by } };
  if (inner.kind === 'vary' && inner.sign === 1)
    return { ...inner, amount: { ...value, left: inner.amount } };
  return inner.kind === 'step' || inner.kind === 'vary' ? inner : null;
}

/** `name + 1` of a local name. */
function offsetChange(value: Binary, param: string, scope: ArgumentScope): ArgChange | null {
  const { left, right, op } = value;
  if ((op !== '+' && op !== '-') || right.kind !== 'number' || left.kind !== 'name' || scope.depth === 0)
    return null;
  const inner = nameChange(left, param, { ...scope, depth: scope.depth - 1 });
  const by = op === '+' ? right.value : -right.value;
  if (inner.kind === 'loop') return { ...inner, offset: inner.offset + by };
  if (inner.kind === 'step') return { kind: 'step', by: inner.by + by };
  if (inner.kind === 'inner') return inner;
  return inner.kind === 'other' && inner.value.kind === 'name'
    ? { kind: 'inner', at: inner.value, midpoint: false }
    : null;
}

/** `1 << i` in `mask | (1 << i)`. */
function shiftOf(expr: Expr): Expr | null {
  if (expr.kind === 'binary' && expr.op === '<<') return expr.right;
  if (expr.kind === 'unary') return shiftOf(expr.operand);
  if (expr.kind === 'binary' && expr.op === '**') return expr.right;
  return null;
}

/** `xs[:i] + xs[i + 1:]`. */
function withoutOne(value: Expr & { kind: 'binary' }, param: string): boolean {
  const sides = [value.left, value.right];
  return sides.every(
    (side) =>
      (side.kind === 'slice' && pathOf(side.object) === param) ||
      (side.kind === 'binary' && side.op === '+' && withoutOne(side, param)) ||
      side.kind === 'collection',
  );
}

function sliceChange(value: Expr & { kind: 'slice' }, param: string, definitions: Definitions): ArgChange {
  if (pathOf(value.object) !== param) return { kind: 'other', value };
  const { start, end, step } = value;
  // `xs[::2]`, `xs[1::2]`: every second one.
  if (step?.kind === 'number' && step.value >= 2) return { kind: 'halve' };
  const middle = (e: Expr | null): boolean =>
    e !== null &&
    (isMidpoint(e) ||
      (e.kind === 'name' && definitions.get(e.name) != null && isHalfOf(definitions.get(e.name)!)) ||
      (e.kind === 'binary' && e.op === '+' && middle(e.left)));
  if (middle(start) || middle(end)) return { kind: 'halve' };
  if (end === null && start?.kind === 'number')
    return start.value === 0 ? { kind: 'same' } : { kind: 'step', by: -start.value };
  if (start === null && end?.kind === 'unary') return { kind: 'step', by: -1 };
  const cut = end ?? start;
  return cut === null ? { kind: 'same' } : { kind: 'inner', at: cut, midpoint: false };
}

function isHalfOf(expr: Expr): boolean {
  return isMidpoint(expr);
}
