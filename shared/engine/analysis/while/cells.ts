/**
 * Many cursors in one list: `while at[i] < limit: at[i] += 1`. None is ever set back, so each comes to its limit once; up
 * to the length of a part of its own, `at[i] < len(parts[i])`, all together go through all parts once.
 */
import { type Cost, ZERO, isZero, plus, times } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Expr, Index, Stmt, While } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { leavesOf, targetsOf } from '../../ir/targets.ts';
import { type Code, someAct } from '../../ir/walk.ts';
import { sizeOf, totalOf } from '../heap.ts';
import { inAll } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { below, testsBefore } from '../loops/tested.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import { find, nonZero } from '../value.ts';
import { type Query, limitOf, linear, objectOf } from './query.ts';

/** The cell that the test asks for, which turns count up: another one in each turn of the loops around, or the same again. */
export function byCells(q: Query, small: Expr, large: Expr): LoopBound | null {
  if (small.kind !== 'index') return null;
  const moves = (node: Stmt): boolean => isStep(node) && sameText(targetsOf(node)[0]!, small);
  const all = q.node.body.some(moves) ? cellsUpTo(q, small, large) : null;
  if (!all?.isSetBack) return all;
  const path = pathOf(small.object)!;
  return linear(q, limitOf(q, large), q.m.levels.length, `an element of ${path} only grows`, path);
}

/** A step of a cell where it is below its limit. */
export interface CellStep {
  readonly node: Code;
  readonly cell: Index;
  readonly limit: Expr;
}

/** Where turns of the loop count up cells that are below a limit. */
export const cellSteps = remembered((node: While): readonly CellStep[] => {
  const steps: CellStep[] = [];
  const visit = (at: Code): false => {
    const cell = at.kind === 'assign' ? at.targets[0]! : at.kind === 'assignExpr' ? at.target : null;
    if (cell?.kind !== 'index' || cell.index.kind === 'number' || !isStep(at)) return false;
    for (const test of testsBefore(node.body, at))
      for (const [small, limit] of below(test))
        if (sameText(small, cell)) steps.push({ node: at, cell, limit });
    return false;
  };
  for (const stmt of node.body) someAct(stmt, visit);
  return steps;
});

/** The turns that count up a cell come on top of the others; null where that is not bounded. */
export function withCellSteps(q: Query, steps: readonly CellStep[], others: LoopBound): LoopBound | null {
  let more: Cost = ZERO;
  for (const { cell, limit } of steps) {
    const bound = cellsUpTo(q, cell, limit);
    if (bound === null) return null;
    more = plus(more, inAll(q.m.levels.slice(0, bound.from), bound.count, Math.min(others.from, bound.from)));
  }
  return isZero(more)
    ? others
    : {
        ...others,
        count: plus(others.count, settle(q.m, more)),
        reason: `${others.reason}; the other turns count up a cell, each up to its limit`,
      };
}

/** How often cells are counted up to a limit in all, since the loops around have last set any back. */
function cellsUpTo(q: Query, cell: Index, large: Expr): (LoopBound & { readonly isSetBack: boolean }) | null {
  const path = pathOf(cell.object);
  const object = objectOf(q, cell.object);
  if (path === null || object === null || object.origin === 'input') return null;
  const setsBack = (node: Code): boolean =>
    writes(node) &&
    !isStep(node) &&
    targetsOf(node)
      .flatMap(leavesOf)
      .some((target) => isCellOf(target, path));
  const isSetBack = (body: readonly (Stmt | Expr)[]): boolean => body.some((node) => someAct(node, setsBack));
  if (isSetBack(q.body)) return null;
  const born = Math.min(object.born, q.m.levels.length);
  const back = q.m.levels.findLastIndex(({ body }, at) => at >= born && isSetBack(body));
  return {
    count: settle(q.m, ownParts(q, cell, large) ?? times(nonZero(sizeOf(q.m, object)), limitOf(q, large))),
    from: Math.max(born, back + 1),
    rule: 'amortised',
    reason: `the elements of ${path} only grow, each up to the limit`,
    isSetBack: back >= 0,
  };
}

/** What the parts hold together whose lengths the cells of the same places go up to. */
function ownParts(q: Query, { index }: Index, large: Expr): Cost | null {
  const part = measuredBy(q.m.index.roles, large);
  if (part?.kind !== 'index' || !sameText(part.index, index)) return null;
  const table = quietly(q.m, q.frame, part.object);
  return table.kind === 'ref' ? totalOf(q.m, find(table.object)) : null;
}

const isCellOf = (target: Expr, path: string): boolean =>
  target.kind === 'index' && pathOf(target.object) === path;

type Writing = Extract<Code, { readonly kind: 'assign' | 'assignExpr' }>;

const writes = (node: Code): node is Writing => node.kind === 'assign' || node.kind === 'assignExpr';

const isStep = (node: Code): node is Writing =>
  writes(node) && node.op === '+' && node.value.kind === 'number' && node.value.value > 0;
