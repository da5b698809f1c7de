/** Numbers that every turn takes to the size of their logarithm, as the sum of the digits is. */
import { ONE, compare, isOne, log } from '../../cost/cost.ts';
import { lookup } from '../frame.ts';
import type { LoopBound } from '../loops/open.ts';
import { settle } from '../machine.ts';
import type { Change } from '../progress.ts';
import { type Query, pathsIn } from './query.ts';

/**
 * `while n not in seen: seen.add(n); n = sum of the digits of n`: log n, log log n and so on come down to a constant in
 * five turns for any number there is, and from there on only as many values are left. What a turn ends with is what the
 * pass before has seen.
 */
export function byContraction(q: Query): LoopBound | null {
  const path = contractedPath(q);
  return path === null
    ? null
    : {
        count: ONE,
        from: q.m.levels.length,
        rule: 'contraction',
        reason: `each turn takes ${path} to no more than its logarithm: it is soon below a constant`,
      };
}

function contractedPath(q: Query): string | null {
  const { carried, contracted } = q.frame.context;
  const known = contracted.get(q.node);
  const ends = carried.get(q.node);
  if (known !== undefined || ends === undefined) return known ?? null;
  for (const path of pathsIn(q.node.test)) {
    const [start, end] = [lookup(q.frame, path), ends.get(path)];
    if (start?.kind !== 'num' || end?.kind !== 'num' || isOne(end.max)) continue;
    const changes = q.changes.get(path) ?? [];
    if (!changes.some(({ kind }) => kind === 'set' || kind === 'copy') || changes.some(grows)) continue;
    if (compare(settle(q.m, end.max), log(settle(q.m, start.max))) !== 'equal') continue;
    contracted.set(q.node, path);
    return path;
  }
  return null;
}

const grows = (change: Change): boolean =>
  (change.kind === 'step' && change.sign > 0) ||
  (change.kind === 'scale' && /^(?:\*\*?|<<)$/.test(change.op)) ||
  change.kind === 'cursor' ||
  change.kind === 'follow';
