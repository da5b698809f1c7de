/** Removals under loops: no element is taken out more often than it was put in, nor put in more often than it is taken out. */
import { ONE, compare, isOne, isZero } from '../../cost/cost.ts';
import { inAll } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { reached } from '../loops/paths.ts';
import { pathOf } from '../progress.ts';
import { find } from '../value.ts';
import type { Query } from './query.ts';

/**
 * How often all calls of a removal take an element out of a list, where that is less than turn for turn. A removal by
 * place takes one out or fails; one by value may search for what is not there.
 */
export function removalsInAll({ m, row, operands, args }: Query): LoopBound | null {
  const { effect } = row;
  if (effect === undefined || !('pop' in effect) || effect.from !== undefined) return null;
  const self = operands.get('self');
  const [first] = args;
  if (self?.kind !== 'ref' || (first !== undefined && first.value.kind !== 'num')) return null;
  const object = find(self.object);
  if (object.type !== 'list' && object.type !== 'array') return null;
  const from = Math.min(object.origin === 'input' ? 0 : object.born, m.levels.length);
  const count = reached(m, object);
  if (isZero(count) || compare(inAll(m.levels.slice(from), ONE), count) !== 'greater') return null;
  return { count, from, rule: 'amortised', reason: 'every element is taken out at most once' };
}

/**
 * How many elements are put into a worklist in all, a few in each turn of the loop that runs until it is empty: as many as
 * its turns take out.
 */
export function additionsInAll({ m, row, operands }: Query): LoopBound | null {
  const self = operands.get('self');
  if (row.effect === undefined || !('extend' in row.effect) || self?.kind !== 'ref') return null;
  const at = m.levels.findLastIndex(({ kind, count }) => kind === 'loop' && !isOne(count));
  const level = m.levels[at];
  if (level?.node?.kind !== 'while' || pathOf(level.node.test) === null || level.source === null) return null;
  if (find(level.source) !== find(self.object)) return null;
  return {
    count: level.count,
    from: Math.min(level.from, at),
    rule: 'amortised',
    reason: 'every element that is put in is taken out in a turn of its own',
  };
}
