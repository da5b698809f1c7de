/** What is in the arrays that serve as stacks and queues: their elements are put in and taken out like those of lists. */
import { ZERO } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import { push } from './containers/grow.ts';
import { counterOf, type Filled, filledArrays } from './filled-arrays.ts';
import { type Frame, ownerOf } from './frame.ts';
import { allocate } from './heap.ts';
import type { Machine } from './machine.ts';
import { pathOf, rootOf } from './progress.ts';
import { distinctParts } from './distinct.ts';
import { type HeapObject, type Value, find } from './value.ts';

/** How the array that an expression names is filled and emptied; null where it is used in another way. */
export function filledBy(m: Machine, frame: Frame, array: Expr): Filled | null {
  const path = pathOf(array);
  if (path === null) return null;
  const owner = ownerOf(frame, rootOf(path)).func;
  const all = filledArrays(m.program, m.index);
  return all.get(owner)?.get(path) ?? all.get(null)?.get(path) ?? null;
}

/** What the array holds: an object that is filled and emptied with it, and has no memory of its own. */
export function contentsOf(m: Machine, array: HeapObject): HeapObject {
  const { objects } = m.calls[0]!.context;
  const known = objects.get(array);
  if (known?.pass === m.pass) return known;
  const made = allocate(m, m.calls[0]!.context, array, 'iterator', ZERO);
  made.born = Math.min(array.born, m.levels.length);
  return made;
}

/** `stack[top++] = x`: puts the element in. */
export function noteStored(m: Machine, frame: Frame, array: Expr, object: HeapObject, value: Value): void {
  if (value.kind !== 'num' || object.origin === 'input' || filledBy(m, frame, array) === null) return;
  push(m, contentsOf(m, object), value);
}

/** `x = queue[head++]`: another in each turn of the loop that takes them out, where none was put in twice. */
export function takenOut(m: Machine, frame: Frame, array: Expr, index: Expr, result: Value): Value {
  if (result.kind !== 'num' || result.drawnFrom === null) return result;
  const contents = m.calls[0]!.context.objects.get(find(result.drawnFrom));
  const level =
    contents === undefined
      ? undefined
      : m.levels.findLast(({ source }) => source !== null && find(source) === contents);
  if (level === undefined || contents!.unguarded || contents!.refilled) return result;
  const isTaken = filledBy(m, frame, array)?.take === counterOf(index);
  return isTaken ? distinctParts(result, level, 1) : result;
}
