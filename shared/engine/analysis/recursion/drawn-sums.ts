/** Sums of which every call adds the next element of a container: `walk(i + 1, total + nums[i])`. */
import type { Cost } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import { settle, type Machine } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { type Value, find } from '../value.ts';
import { loopTargets } from './arguments.ts';
import { type ArgChange, type SelfCall, definitionsOf } from './self-calls.ts';

/** The container's sum, where no call adds an element that a call before it has added; null for any other amount. */
export function drawnSum(m: Machine, calls: readonly SelfCall[], amount: Expr, drawn: Value): Cost | null {
  const sum = drawn.kind === 'num' && drawn.drawnFrom !== null ? find(drawn.drawnFrom).sum : null;
  if (sum === null) return null;
  const [first] = calls;
  const expr = amount.kind === 'name' ? definitionsOf(first?.target ?? null).get(amount.name) : amount;
  const place = expr?.kind === 'index' ? pathOf(expr.index) : null;
  if (place === null || first === undefined) return null;
  const isCounted = (name: string): boolean =>
    isOneWay(calls.flatMap((call) => call.changes.get(name) ?? [])) &&
    calls.every((call) => isNext(call.changes.get(name), name, place));
  return first.target.params.some(({ name }) => isCounted(name)) ? settle(m, sum) : null;
}

/** All of them up, or all of them down. */
function isOneWay(changes: readonly ArgChange[]): boolean {
  const signs = new Set(changes.map((c) => (c.kind === 'step' ? Math.sign(c.by) : 1)));
  return changes.length > 0 && signs.size === 1 && !signs.has(0);
}

/** The call goes on behind the place: a step from the parameter, or behind the variable of a loop that starts at it. */
function isNext(change: ArgChange | undefined, name: string, place: string): boolean {
  if (change?.kind === 'step') return place === name;
  if (change?.kind !== 'loop' || change.offset < 1) return false;
  return loopTargets(change.loop).some(
    ({ target, iterable }) =>
      leafNames(target).includes(place) &&
      iterable.kind === 'range' &&
      iterable.start !== null &&
      pathOf(iterable.start) === name,
  );
}
