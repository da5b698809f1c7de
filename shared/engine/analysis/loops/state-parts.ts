/**
 * Loops over parts of a container that a parameter of states names, `for v in adj[u]` in a memoised `walk(u, steps)`: each
 * part comes once for each of the values that the other parameters take.
 */
import { ONE, compare, isZero, max, times } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { Frame } from '../frame.ts';
import { totalOf } from '../heap.ts';
import { closeOver, inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { changesIn } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { neighbourTable } from '../recursion/arguments.ts';
import { find } from '../value.ts';
import type { LoopBound } from './open.ts';

/** What the loop turns over all states, where that is less than turn for turn. */
export function overStates(
  m: Machine,
  frame: Frame,
  iterable: Expr | null,
  plain: LoopBound,
): LoopBound | null {
  const here = m.levels.length;
  if (frame.states === null || iterable === null || plain.from < here) return null;
  const { level } = frame.states;
  const at = m.levels.indexOf(level);
  if (at < 0) return null;
  for (const [param, often] of frame.states.often) {
    const table = neighbourTable(iterable, param);
    const value = table === null || isSet(m, frame, param) ? null : quietly(m, frame, table);
    const total = value?.kind === 'ref' ? totalOf(m, find(value.object)) : null;
    if (total === null || isZero(total)) continue;
    // Each part, in each state of the others, and in each turn of the loops between.
    const visits = times(often, settle(m, inAll(m.levels, ONE, at + 1)));
    const count = closeOver(m.levels, max(times(total, visits), level.count), level.from, m.levels.length);
    if (compare(count, inAll(m.levels, plain.count, level.from)) !== 'less') continue;
    return {
      ...plain,
      count,
      from: level.from,
      rule: 'sum-of-parts',
      reason: 'the parts add up to the whole, for each value of the other parameters',
    };
  }
  return null;
}

const isSet = (m: Machine, { func }: Frame, name: string): boolean =>
  func === null || changesIn(func.body, m.index).has(name);
