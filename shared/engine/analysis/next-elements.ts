/** What a loop reads at an index that goes on through its own worklist (`while/read-onwards.ts`, `loops/numbered-worklists.ts`). */
import { distinctParts } from './distinct.ts';
import type { Level } from './levels.ts';
import type { Machine } from './machine.ts';
import { type HeapObject, type Value, find } from './value.ts';

/** It is another element in each turn, where none is put in twice. */
export function readNext({ levels }: Machine, list: HeapObject, index: Value, value: Value): Value {
  const level = index.kind === 'num' ? index.distinct : null;
  if (level?.source == null || find(level.source) !== list || !readsOnwards(level)) return value;
  const isOnce = level.fed !== null || (list.guarded && !list.unguarded);
  return isOnce && levels.includes(level) ? distinctParts(value, level, level.fed === null ? 1 : 3) : value;
}

const readsOnwards = ({ node }: Level): boolean =>
  node?.kind === 'while' || (node?.kind === 'forEach' && node.iterable.kind === 'range');
