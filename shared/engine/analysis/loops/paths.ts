/** The objects behind the paths that a loop works on. */
import { type Cost, max } from '../../cost/cost.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, type Value, find } from '../value.ts';

/** The object that a path names in the innermost frame. */
export function valueOfPath(m: Machine, path: string): HeapObject | null {
  const frame = m.calls[m.calls.length - 1];
  return frame === undefined ? null : objectAt(frame, path);
}

/** The object that a path names in a frame. */
export function objectAt(frame: Frame, path: string): HeapObject | null {
  const parts = path.split('.');
  let value = lookupValue(frame, parts[0]!);
  for (const field of parts.slice(1)) {
    if (value?.kind !== 'ref') return null;
    value = find(value.object).fields?.get(field) ?? undefined;
  }
  return value?.kind === 'ref' ? find(value.object) : null;
}

function lookupValue(frame: Frame, name: string): Value | undefined {
  let at: Frame | null = frame;
  while (at !== null) {
    const value = at.vars.get(name);
    if (value !== undefined) return value;
    if (at.func !== null && at.func.receiver === name && at.self !== null) return at.self;
    at = at.parent;
  }
  return undefined;
}

/** The largest size of this pass and the one before: all that was ever put in. */
export function reached(m: Machine, object: HeapObject): Cost {
  const at = find(object);
  const all = max(at.pushed, at.size);
  return settle(m, at.settledPushed === null ? all : max(all, at.settledPushed));
}

/** All that is ever put into a container, over all the times that it is made; null where that is not known. */
export function putInAll(m: Machine, object: HeapObject): Cost | null {
  const { growth, settledGrowth, origin, unguarded, takesOver, selfGrowth } = find(object);
  if (origin === 'input' || unguarded || takesOver || selfGrowth) return null;
  const [now, before] = [growth?.[0], settledGrowth?.[0]];
  return now === undefined || before === undefined ? null : settle(m, max(now, before));
}

/** `xs` of `enumerate(xs)`. */
export function onlyView({ views }: HeapObject): HeapObject | null {
  const [only, more] = (views ?? []).filter((view) => view !== null);
  return more === undefined ? (only ?? null) : null;
}
