/** Counts that are the length of something: what is looped over so adds up like scans of it. */
import type { Cost } from '../../cost/cost.ts';
import { madeByLoop, madeTogether } from '../library/scans.ts';
import type { Machine } from '../machine.ts';
import { type HeapObject, type Num, find, ref } from '../value.ts';
import type { LoopBound } from './open.ts';
import { partsBound } from './parts.ts';
import { freshEachTurn } from './rebuilt.ts';

/**
 * How often all turns together are, of a loop that is as long as a number says; null where each loop is as long again.
 * `whole` is the container that it measures, give or take a constant.
 */
export function measuredInAll(
  m: Machine,
  { lengthPart, lengthMade, lengthOf }: Num,
  count: Cost,
  here: number,
  whole: HeapObject | null = lengthOf,
): LoopBound | null {
  const parts =
    lengthPart === null ? null : partsBound(m, find(lengthPart.container), lengthPart.level, count, here);
  const made = parts ?? madeTogether(m, lengthMade);
  if (made !== null || whole === null) return made;
  const object = find(whole);
  return freshEachTurn(m, object, here) ?? (object.grows ? null : madeByLoop(m, ref(object)));
}
