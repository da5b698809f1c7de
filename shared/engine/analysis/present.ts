/** Keys that a test has found: looking them up in a default dictionary makes nothing. */
import type { Compare, Expr, ForEach, Index, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { changesIn } from './progress.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import { type Value, find } from './value.ts';

/** A key that is in a container, as `block` finds it from its statement `from` on. */
export interface Present extends Pick<Compare, 'left' | 'right'> {
  readonly block: readonly Stmt[];
  readonly from: number;
}

/** Notes the keys that are there when the test is known to hold, or to fail; returns how many were noted before. */
export function notePresent(
  m: Machine,
  test: Expr,
  holds: boolean,
  block: readonly Stmt[],
  from = 0,
): number {
  const before = m.present.length;
  eachPresent(test, holds, ({ left, right }) => m.present.push({ left, right, block, from }));
  return before;
}

/** Calls `note` with every fact of the form "is a key" in a test. */
function eachPresent(test: Expr, holds: boolean, note: (fact: Compare) => void): void {
  if (test.kind === 'logical' && (test.op === 'and') === holds) {
    eachPresent(test.left, holds, note);
    eachPresent(test.right, holds, note);
  } else if (test.kind === 'unary' && test.op === 'not') eachPresent(test.operand, !holds, note);
  else if (test.kind === 'compare' && test.op === (holds ? 'in' : 'not in')) note(test);
}

/**
 * Notes that what a loop over a map takes for its target is a key of the map, as long as its body takes nothing else for
 * it; returns how many were noted before.
 */
export function notePresentKeys(
  m: Machine,
  frame: Frame,
  node: Pick<ForEach, 'target' | 'iterable' | 'span'>,
  iterable: Value,
  body: readonly Stmt[],
): number {
  const before = m.present.length;
  const right = mapRunOver(m, frame, node.iterable, iterable);
  const left = keyOf(node.target, iterable);
  if (right === null || left === undefined) return before;
  const changes = changesIn(body, m.index);
  const names = left.kind === 'collection' ? left.elements : [left];
  if (names.every((name) => name.kind === 'name' && !changes.has(name.name)))
    m.present.push({ left, right, block: body, from: 0 });
  return before;
}

/** The part of the target that is the key: all of it, `for x, y in cells`, where the loop runs over the map itself. */
function keyOf(target: Expr, iterable: Value): Expr | undefined {
  const isMap = iterable.kind === 'ref' && find(iterable.object).type === 'map';
  return target.kind === 'collection' && !isMap ? target.elements[0] : target;
}

/** The map itself, the map whose keys or entries an iterator gives, or the one that a list of those is made of: `sorted(map)`. */
function mapRunOver(m: Machine, frame: Frame, expr: Expr, value: Value): Expr | null {
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  if (object.type === 'map') return expr;
  if (expr.kind !== 'call') return null;
  const [first] = object.views ?? [];
  if (
    object.type === 'iterator' &&
    first != null &&
    find(first).type === 'map' &&
    expr.callee.kind === 'field'
  )
    return expr.callee.object;
  const { roles } = m.index;
  const source = expr.callee.kind === 'name' ? expr.args[0]?.value : undefined;
  if (source === undefined || !roles.is(expr, 'elements') || roles.is(expr, 'counted')) return null;
  return mapRunOver(m, frame, source, quietly(m, frame, source));
}

/** A test around this place has found the key of `container[key]`. */
export function isPresent(m: Machine, { object, index }: Pick<Index, 'object' | 'index'>): boolean {
  return m.present.some((test) => sameText(test.right, object) && sameText(test.left, index));
}

/** So it has, and what the key is made of stays as it is where the test holds. */
export function isStillPresent(m: Machine, { object, index }: Pick<Index, 'object' | 'index'>): boolean {
  return m.present.some(({ left, right, block, from }) => {
    if (!sameText(right, object) || !sameText(left, index)) return false;
    const changes = changesIn(from === 0 ? block : block.slice(from), m.index);
    return !someCode(index, (at) => at.kind === 'name' && changes.has(at.name));
  });
}
