/**
 * Numbers that every turn divides, or multiplies up to what the test compares them with: all that they are in the turns
 * adds up to no more than the largest. Within a turn such a number is a distance of its level.
 */
import { type Cost, isOne } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { lookup, ownerOf, setVariable } from '../frame.ts';
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Level, addSpan } from '../levels.ts';
import { below } from '../loops/tested.ts';
import { newSymbol, settle } from '../machine.ts';
import { type Change, pathOf } from '../progress.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, limitOf } from './query.ts';

/** Gives symbols to such variables; to be called with the level open, before its body is run. */
export function noteSeries(q: Query, level: Level): void {
  for (const [name, changes] of q.changes) {
    const value = scalesBy(changes) === null ? undefined : lookup(q.frame, name);
    if (value?.kind !== 'num' || value.float || !movesEachTurn(q, name)) continue;
    const total = scalesBy(changes) === 'less' ? value.max : limitFor(q, name);
    if (total === null || isOne(total)) continue;
    const symbol = newSymbol(q.m);
    addSpan(level, symbol, { total: settle(q.m, total), from: q.m.levels.lastIndexOf(level) });
    const exact = affine.symbol(symbol);
    setVariable(ownerOf(q.frame, name), name, { ...value, exact, max: affineToCost(exact) });
  }
}

/** Whether all changes make a number less by a factor, or more. */
function scalesBy(changes: readonly Change[]): 'less' | 'more' | null {
  if (changes.length > 0 && changes.every(divides)) return 'less';
  return changes.length > 0 && changes.every(multiplies) ? 'more' : null;
}

const isFactor = (expr: Expr): boolean => expr.kind === 'number' && expr.value >= 2;
const isShift = (expr: Expr): boolean => expr.kind === 'number' && expr.value >= 1;

const divides = (change: Change): boolean =>
  change.kind === 'scale' &&
  (change.op === '>>' ? isShift(change.by) : /^\/\/?$/.test(change.op) && isFactor(change.by));

const multiplies = (change: Change): boolean =>
  change.kind === 'scale' &&
  (change.op === '<<' ? isShift(change.by) : change.op === '*' && isFactor(change.by));

/** What the test compares the variable with as it is: it is less in every turn. */
function limitFor(q: Query, name: string): Cost | null {
  const limits = below(q.node.test).flatMap(([small, large]) => (pathOf(small) === name ? [large] : []));
  return limits.length === 0 ? null : limitOf(q, limits[0]!);
}
