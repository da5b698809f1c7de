/**
 * Pushes that do not enlarge: into the place of what was taken out just before, or up to the length that a test asks
 * for.
 */
import type { Cost } from '../../cost/cost.ts';
import type { Expr, If } from '../../ir/ir.ts';
import type { Level } from '../levels.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find } from '../value.ts';

/** An arm of an `if` that is being interpreted. */
export interface Arm {
  readonly node: If;
  readonly then: boolean;
  readonly outer: Arm | null;
}

/** An element was taken out, and its place may be filled once on every path. */
export interface Gap {
  readonly object: HeapObject;
  /** The innermost loop or recursion in which it was taken out. */
  readonly level: Level | null;
  readonly arm: Arm | null;
  readonly filled: (Arm | null)[];
}

/** Remembers that an element is taken out at the current place. */
export function noteGap(m: Machine, object: HeapObject): void {
  m.gaps.push({ object, level: innermost(m), arm: m.arm, filled: [] });
}

/** Whether what is put in takes the place of an element that the same turn has taken out; the place is then filled. */
export function fillGap(m: Machine, object: HeapObject): boolean {
  const level = innermost(m);
  const gap = m.gaps.findLast(
    (open) =>
      find(open.object) === object &&
      open.level === level &&
      isWithin(m.arm, open.arm) &&
      open.filled.every((other) => excludes(other, m.arm)),
  );
  gap?.filled.push(m.arm);
  return gap !== undefined;
}

const innermost = (m: Machine): Level | null => m.levels.findLast((level) => level.kind !== 'guard') ?? null;

function isWithin(arm: Arm | null, outer: Arm | null): boolean {
  for (let at = arm; at !== null; at = at.outer) if (at === outer) return true;
  return outer === null;
}

/** Only one of the two arms is run: they belong to the same `if`. */
export function excludes(a: Arm | null, b: Arm | null): boolean {
  for (let x = a; x !== null; x = x.outer)
    for (let y = b; y !== null; y = y.outer)
      if (x.node === y.node && x.then !== y.then && x.outer === y.outer) return true;
  return false;
}

/** A loop runs only while a container is shorter than this. */
export interface LengthLimit {
  readonly object: HeapObject;
  readonly limit: Cost;
}

/** Notes what a test that holds says about the lengths of containers; returns how many limits were noted before. */
export function noteLengthLimits(m: Machine, frame: Frame, test: Expr): number {
  const before = m.lengthLimits.length;
  m.lengthLimits.push(...limitsBy(m, frame, test));
  return before;
}

function limitsBy(m: Machine, frame: Frame, test: Expr): LengthLimit[] {
  if (test.kind === 'logical' && test.op === 'and')
    return [...limitsBy(m, frame, test.left), ...limitsBy(m, frame, test.right)];
  if (test.kind !== 'compare') return [];
  const rising = test.op === '<' || test.op === '<=';
  if (!rising && test.op !== '>' && test.op !== '>=') return [];
  const length = quietly(m, frame, rising ? test.left : test.right);
  const limit = quietly(m, frame, rising ? test.right : test.left);
  if (length.kind !== 'num' || limit.kind !== 'num' || length.lengthOf === null) return [];
  const object = find(length.lengthOf);
  return object.origin === 'input' ? [] : [{ object, limit: settle(m, limit.max) }];
}

/** The length up to which the loops around fill a container; null where no test limits it. */
export function lengthLimit(m: Machine, object: HeapObject): Cost | null {
  return m.lengthLimits.findLast((open) => find(open.object) === object)?.limit ?? null;
}
