/** Loops that empty an array which serves as a stack or queue: `while head < tail: x = queue[head++]`. */
import { ONE, isZero } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { type Code, eachChild } from '../../ir/walk.ts';
import { contentsOf, filledBy } from '../array-contents.ts';
import { type Filled, readAt } from '../filled-arrays.ts';
import type { LoopBound } from '../loops/open.ts';
import { reached } from '../loops/paths.ts';
import { changesIn, pathOf } from '../progress.ts';
import { type CellStep, cellSteps, withCellSteps } from './cells.ts';
import { everyTurn, movesEachTurn } from './motion.ts';
import { type Query, objectOf } from './query.ts';

/** As many turns as elements were put in, over all the loops since the array was made. */
export function byArrayWorklist(q: Query, small: Expr, large: Expr): LoopBound | null {
  const fill = pathOf(large);
  if (fill === null || !q.changes.has(fill)) return null;
  const take = small.kind === 'number' || small.kind === 'unary' ? fill : pathOf(small);
  const steps = take === null ? null : stepsBetween(q, take);
  if (take === null || steps === null) return null;
  const array = arrayOf(q, { fill, take });
  const object = array === null ? null : objectOf(q, array);
  if (object === null || object.origin === 'input') return null;
  const contents = contentsOf(q.m, object);
  if (contents.unguarded || contents.refilled) return null;
  const count = reached(q.m, contents);
  return withCellSteps(q, steps, {
    count: isZero(count) ? ONE : count,
    from: contents.born,
    rule: contents.born < q.m.levels.length ? 'amortised' : 'worklist',
    source: contents,
    reason: 'each turn takes an element out, and every element was put in once',
  });
}

/** The cells that the turns count up which leave the counter as it is; null where a turn may do neither. */
function stepsBetween(q: Query, take: string): readonly CellStep[] | null {
  if (movesEachTurn(q, take)) return [];
  const steps = cellSteps(q.node);
  const moves = (stmt: Stmt): boolean =>
    changesIn([stmt], q.m.index).has(take) || steps.some(({ node }) => contains(stmt, node));
  return steps.length > 0 && everyTurn([...q.node.body, ...q.node.update], moves) ? steps : null;
}

/** The array that the loop reads at the counter. */
function arrayOf(q: Query, { fill, take }: Filled): Expr | null {
  const arrays: Expr[] = [];
  const visit = (node: Code): void => {
    if (node.kind === 'index' && readAt(node.index) === take) arrays.push(node.object);
    eachChild(node, visit);
  };
  q.body.forEach(visit);
  const isFilled = (array: Expr): boolean => {
    const filled = filledBy(q.m, q.frame, array);
    return filled?.fill === fill && filled.take === take;
  };
  return arrays.find(isFilled) ?? null;
}
