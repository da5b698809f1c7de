/** Many cursors in one list: `while at[i] < limit: at[i] += 1`. None is ever set back, so each comes to the limit once. */
import { times } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { someStmtIn } from '../../ir/walk.ts';
import { sizeOf } from '../heap.ts';
import type { LoopBound } from '../loops/open.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { nonZero } from '../value.ts';
import { type Query, limitOf, linear, objectOf } from './query.ts';

export function byCells(q: Query, small: Expr, large: Expr): LoopBound | null {
  if (small.kind !== 'index') return null;
  const path = pathOf(small.object);
  const object = objectOf(q, small.object);
  const moves = (node: Stmt | Expr): boolean => isStep(node) && sameText(node.targets[0]!, small);
  if (path === null || object === null || object.origin === 'input' || !q.node.body.some(moves)) return null;
  const from = Math.min(object.born, q.m.levels.length);
  const setsBack = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' &&
    !isStep(node) &&
    node.targets.some((target) => target.kind === 'index' && pathOf(target.object) === path);
  const isSetBack = (body: readonly (Stmt | Expr)[]): boolean =>
    body.some((node) => someStmtIn(node, setsBack));
  if (isSetBack(q.body)) return null;
  if (q.m.levels.slice(from).some(({ body }) => isSetBack(body)))
    return linear(q, limitOf(q, large), q.m.levels.length, `an element of ${path} only grows`, path);
  return {
    count: settle(q.m, times(nonZero(sizeOf(q.m, object)), limitOf(q, large))),
    from,
    rule: 'amortised',
    reason: `the elements of ${path} only grow, each up to the limit`,
  };
}

const isStep = (node: Stmt | Expr): node is Stmt & { kind: 'assign' } =>
  node.kind === 'assign' && node.op === '+' && node.value.kind === 'number' && node.value.value > 0;
