/** Loops that count down what another loop has counted up: `while node and count < k: count += 1` and then `while count > 0: count -= 1`. */
import type { While } from '../../ir/ir.ts';
import { isOne } from '../../cost/cost.ts';
import type { LoopBound } from '../loops/open.ts';
import { type Change, changesIn, isByOne } from '../progress.ts';
import { whileBound } from './bound.ts';
import { type Query, pathsIn } from './query.ts';

/** As often as the other loop turns, where that is known over the loops and recursions around. */
export function countedBefore(q: Query, found: LoopBound): LoopBound {
  const { m, frame } = q;
  const { length } = m.levels;
  const { func } = frame;
  if (length === 0 || func === null || found.from < length || found.rule !== 'progress' || isOne(found.count))
    return found;
  const [path, ...others] = pathsIn(q.node.test);
  if (path === undefined || others.length > 0 || q.changes.get(path)?.every(isDown) !== true) return found;
  const counting = func.body.filter(
    (stmt): stmt is While =>
      stmt.kind === 'while' && stmt.span.end <= q.node.span.start && counts(q, stmt, path),
  );
  const [only] = counting;
  const all = changesIn(func.body, m.index).get(path) ?? [];
  const isKnown = ({ kind, node }: Change): boolean => kind === 'step' || node.kind === 'assign';
  if (only === undefined || counting.length > 1 || !all.every(isKnown)) return found;
  const before = whileBound(m, frame, only, []);
  return before.from < length
    ? { ...before, reason: `${path} was counted up by a loop before: ${before.reason}` }
    : found;
}

const isDown = (change: Change): boolean => isByOne(change) && change.sign < 0;

/** Nothing but a step by one in each turn. */
function counts({ m }: Query, loop: While, path: string): boolean {
  const [step, ...others] = changesIn([loop], m.index).get(path) ?? [];
  return step !== undefined && others.length === 0 && isByOne(step) && step.sign > 0;
}
