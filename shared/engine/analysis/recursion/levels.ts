/** Recursions of a fixed number of levels: `choose(3, 0)` that calls `choose(k - 1, i + 1)` while `k > 0`. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { LOOPS, someCode } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { knownInt } from '../value.ts';
import { blocksWithoutCalls } from './paths.ts';
import { type Query, changesFor } from './query.ts';

/**
 * How many levels of loops over all choices there are from the first call on, where a parameter that goes on by a
 * constant starts at a number that is known and is tested against one; null where none does.
 */
export function knownLevels(q: Query): number | null {
  const found = q.func.params.flatMap(({ name }) => levelsOf(q, name) ?? []);
  if (found.length === 0) return null;
  // The calls of the last level are turns of the loops above it, unless there is more to do in them.
  const isWorkBelow = [...blocksWithoutCalls(q.func, q.calls)].some((block) =>
    block.some((stmt) => someCode(stmt, (node) => LOOPS.has(node.kind))),
  );
  return Math.min(...found) - (isWorkBelow ? 0 : 1);
}

function levelsOf(q: Query, name: string): number | null {
  const steps = changesFor(q, name).map((change) => (change.kind === 'step' ? change.by : 0));
  const [by] = steps;
  const value = q.frame.vars.get(name);
  const first = value === undefined ? null : knownInt(value);
  if (by === undefined || by === 0 || first === null || steps.some((step) => step !== by)) return null;
  const levels = tested(q.func.body, name).map((stop) => Math.ceil((stop - first) / by));
  const most = Math.max(...levels);
  return levels.length > 0 && most > 0 ? most : null;
}

/** The numbers that a name is compared with. */
function tested(body: readonly Stmt[], name: string): number[] {
  const stops: number[] = [];
  const note = (side: Expr, other: Expr): void => {
    if (pathOf(side) === name && other.kind === 'number') stops.push(other.value);
  };
  for (const stmt of body)
    someCode(stmt, (node) => {
      if (node.kind === 'compare') {
        note(node.left, node.right);
        note(node.right, node.left);
      }
      return false;
    });
  return stops;
}
