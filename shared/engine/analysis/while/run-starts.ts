/**
 * Runs of numbers in a set, entered only at their starts:
 *
 *   for x in numbers:
 *       if x - 1 not in numbers:           # x starts a run
 *           while x + length in numbers: length += 1
 *
 * Every number is in one run, and every run has one start: all turns together are as many as the numbers.
 */
import type { Compare, Expr, Stmt } from '../../ir/ir.ts';
import { lookup } from '../frame.ts';
import { innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { changesIn, pathOf } from '../progress.ts';
import { askedBefore } from '../recursion/facts.ts';
import { type Query, pathsIn } from './query.ts';

/** The turns of a search for what follows `moved`, where the loop around goes on to it from the starts of runs alone. */
export function byRunStart(q: Query, test: Compare, moved: string): LoopBound | null {
  const at = innermost(q.m.levels);
  const around = q.m.levels[at];
  const set = pathOf(test.right);
  if (around?.kind !== 'loop' || around.frame !== q.frame || set === null) return null;
  const body = around.body.filter((node): node is Stmt => 'kind' in node);
  const changes = changesIn(around.body, q.m.index);
  const origins = pathsIn(test.left).flatMap((path) => [
    path,
    ...(changes.get(path) ?? []).flatMap((change) => (change.kind === 'copy' ? [change.from] : [])),
  ]);
  const isStart = askedBefore(q.m.index.roles, body, q.node).some(
    ({ form, container, keys }) =>
      form === 'member' &&
      pathOf(container) === set &&
      origins.some((origin) => precedes(q, keys[0]!, origin, moved) && isOther(q, origin, at)),
  );
  if (!isStart) return null;
  return {
    count: around.count,
    from: at,
    rule: 'amortised',
    reason: 'it starts where a run starts: every number is in one run',
  };
}

/** `x - 1`, where the loop moves on by 1. */
function precedes(q: Query, key: Expr, origin: string, moved: string): boolean {
  if (key.kind !== 'binary' || key.op !== '-' || pathOf(key.left) !== origin || key.right.kind !== 'number')
    return false;
  const step = key.right.value;
  return (q.changes.get(moved) ?? []).every(
    (change) =>
      change.kind === 'step' &&
      change.sign === 1 &&
      change.amount.kind === 'number' &&
      change.amount.value === step,
  );
}

/** Every turn of the loop around has another one. */
function isOther(q: Query, origin: string, at: number): boolean {
  const value = lookup(q.frame, origin);
  return value?.kind === 'num' && value.distinct === q.m.levels[at];
}
