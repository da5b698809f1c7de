/** Walks down a heap that lies in an array: each turn goes on to a child, `at = 2 * at + 1`. */
import type { LoopBound } from '../loops/open.ts';
import { isDoubled } from '../doubled.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, logarithmic } from './query.ts';

/** A variable that every turn sets to at least twice what it was, or leaves the loop. */
export function byDescent(q: Query): LoopBound | null {
  for (const [path, list] of q.changes) {
    const doubles = list.every(({ kind, node }) => {
      if ((kind !== 'copy' && kind !== 'set') || node.kind !== 'assign' || node.targets.length !== 1)
        return false;
      return node.op === null && isDoubled(q.body, node.value, path, q.m.index.resolve);
    });
    if (list.length > 0 && doubles && movesEachTurn(q, path))
      return logarithmic(q, q.m.inputSize, q.m.levels.length, path, 'goes on to a child in each turn');
  }
  return null;
}
