/** What helpers of a recursion make for themselves: they are done before the recursion goes on, so no open call holds it. */
import type { Expr } from '../../ir/ir.ts';
import { givenName } from '../../ir/standing.ts';
import type { Arg } from '../calls.ts';
import type { Machine } from '../machine.ts';
import { type HeapObject, type Value, find } from '../value.ts';

/** Where a call begins: how many objects there are, and the outermost open function that is called again. */
export interface Begin {
  readonly objects: number;
  readonly outermost: number;
}

/** Notes the begin of a call inside of a recursion. */
export function beginHelper(m: Machine): Begin {
  const begin = { objects: m.objects.length, outermost: m.outermostRepeat };
  m.outermostRepeat = Infinity;
  return begin;
}

/** At its end, releases what was made for the call alone: unless a function that was open before it was called again. */
export function endHelper(m: Machine, begin: Begin, result: Value): void {
  const goesOn = m.outermostRepeat < m.calls.length;
  m.outermostRepeat = Math.min(m.outermostRepeat, begin.outermost);
  if (goesOn) return;
  const kept = new Set<HeapObject>();
  keep(result, kept);
  for (let i = begin.objects; i < m.objects.length; i++) {
    const object = m.objects[i]!;
    if (object.frames === m.frameDepth && !kept.has(find(object))) object.frames = null;
  }
}

/** What was made for a call of the library that only measures it is gone before the recursion goes on. */
export function releaseOperands(m: Machine, args: readonly Arg[]): void {
  for (const { value, expr } of args) {
    if (value.kind !== 'ref' || expr === null || !MADE.has(expr.kind) || givenName(expr) !== null) continue;
    const object = find(value.object);
    if (object.frames === m.frameDepth && object.holder === null) object.frames = null;
  }
}

/** Expressions whose value nothing else has. */
const MADE: ReadonlySet<Expr['kind']> = new Set(['slice', 'comprehension', 'collection', 'map']);

function keep(value: Value, kept: Set<HeapObject>): void {
  if (value.kind === 'tuple') for (const part of value.parts) keep(part, kept);
  if (value.kind !== 'ref') return;
  const object = find(value.object);
  if (kept.has(object)) return;
  kept.add(object);
  for (const inner of [object.elem, object.key, ...(object.fields?.values() ?? [])])
    if (inner !== null) keep(inner, kept);
}
