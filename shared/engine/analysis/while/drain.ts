/** Counts that a loop takes down one by one: `while count[c] > 0: count[c] -= 1`. */
import type { Assign, Expr, Index } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { settle } from '../machine.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import { find } from '../value.ts';
import { type Query, pathsIn } from './query.ts';

/** All the turns together are as many as the counts add up to, whatever loops are around. */
export function byDrain(q: Query): LoopBound | null {
  const cell = drained(q);
  const value = cell === null ? null : quietly(q.m, q.frame, cell);
  if (value?.kind !== 'num' || value.drawnFrom === null) return null;
  const container = find(value.drawnFrom);
  if (container.sum === null) return null;
  return {
    count: settle(q.m, container.sum),
    from: Math.min(container.born, q.m.levels.length),
    rule: 'sum-of-parts',
    reason: 'every turn takes one from a count, and the counts add up to their sum',
  };
}

/** The element that the loop asks for, always the same one, and that every turn lowers by a number. */
export function drained(q: Query): Index | null {
  const cell = askedCell(q.node.test);
  if (cell === null || pathsIn(cell.index).some((path) => q.changes.has(path))) return null;
  return q.node.body.some((stmt) => stmt.kind === 'assign' && lowers(stmt, cell)) ? cell : null;
}

function lowers({ targets, op, value }: Assign, cell: Index): boolean {
  const [target] = targets;
  return (
    op === '-' && value.kind === 'number' && value.value > 0 && target !== undefined && sameText(target, cell)
  );
}

/** `count[c]`, `count[c] > 0`, `count[c] != 0` */
function askedCell(test: Expr): Index | null {
  if (test.kind === 'index') return test;
  const isCount = test.kind === 'compare' && test.left.kind === 'index' && test.right.kind === 'number';
  return isCount && /^(?:>=?|!=)$/.test(test.op) ? test.left : null;
}
