/** Containers that a branch makes anew: the other branch finds them as they were, and so does what follows both. */
import type { HeapObject } from './value.ts';
import type { Machine } from './machine.ts';

/** A container that was made anew at a depth, and what was known of it before. */
export interface Remake {
  readonly object: HeapObject;
  readonly before: number | null;
}

/** Containers by the depth at which one branch made them anew. */
export type Remade = ReadonlyMap<HeapObject, number>;

const NOTHING: Remade = new Map();

/** Takes back what has been made anew since a point, and says what that was. */
export function takeBackRemakes(m: Machine, since: number): Remade {
  if (m.remakes.length === since) return NOTHING;
  const made = new Map<HeapObject, number>();
  for (const { object, before } of m.remakes.splice(since).reverse()) {
    if (!made.has(object) && object.remade !== null) made.set(object, object.remade);
    object.remade = before;
  }
  return made;
}

/** What holds after a branch that was the only one to go on. */
export function redo(m: Machine, made: Remade): void {
  for (const [object, depth] of made) {
    m.remakes.push({ object, before: object.remade });
    object.remade = depth;
  }
}

/** What both branches have made anew is new behind them. */
export function redoBoth(m: Machine, a: Remade, b: Remade): void {
  const both = new Map<HeapObject, number>();
  for (const [object, depth] of a) {
    const other = b.get(object);
    if (other !== undefined) both.set(object, Math.min(depth, other));
  }
  redo(m, both);
}
