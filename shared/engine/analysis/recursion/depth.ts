/** How deep a recursion goes. */
import { type Cost, ONE, compare, isOne, isZero, plus } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import type { ArgChange } from './self-calls.ts';
import { swaps, usedMarks } from './branching.ts';
import { type Query, changesFor } from './query.ts';

/** How deep the calls go: the least range of what shrinks or grows in every call. */
export function depthOf(q: Query): Cost | null {
  const ranges = q.func.params.flatMap((param) => rangeOfEveryCall(q, param.name));
  if (ranges.length === 0) return stateDepth(q);
  return ranges.reduce((best, range) => (compare(range, best) === 'less' ? range : best));
}

/** The range of a parameter that every call changes; empty for any other. */
function rangeOfEveryCall(q: Query, name: string): Cost[] {
  const changes = changesFor(q, name);
  if (changes.length === 0 || !changes.every(moves)) return [];
  const { value } = q.ranges.get(name)!;
  const grows = changes.some((c) => c.kind === 'grow');
  const range = grows
    ? (lengthLimit(q, name) ?? q.m.inputSize)
    : value.kind === 'num'
      ? value.max
      : valueSize(q.m, value);
  return [settle(q.m, isZero(range) ? ONE : range)];
}

export function moves(change: ArgChange): boolean {
  return change.kind === 'step'
    ? change.by !== 0
    : change.kind === 'vary' ||
        change.kind === 'loop' ||
        change.kind === 'grow' ||
        change.kind === 'without' ||
        change.kind === 'halve' ||
        change.kind === 'inner';
}

/** Some parameter moves in only some of the calls, or the depth is that of a list that is pushed and popped. */
function stateDepth(q: Query): Cost | null {
  let sum: Cost = ONE;
  let found = false;
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (!changes.some(moves)) continue;
    const range = q.ranges.get(param.name)!;
    sum = plus(sum, range.value.kind === 'num' ? settle(q.m, range.value.max) : valueSize(q.m, range.value));
    found = true;
  }
  if (found && q.calls.every((call) => [...call.changes.values()].some(moves))) return sum;
  const limit = lengthLimit(q, null);
  return limit ?? (found ? sum : usedMarks(q) || swaps(q.func) ? q.m.inputSize : null);
}

/** The limit in a test of a list's length: `len(path) == k`. */
function lengthLimit(q: Query, name: string | null): Cost | null {
  let found: Cost | null = null;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'compare') {
      for (const [a, b] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const) {
        if (a.kind !== 'call' || a.callee.kind !== 'name' || a.callee.name !== 'len') continue;
        const target = a.args[0]?.value;
        if (target === undefined || (name !== null && pathOf(target) !== name)) continue;
        const value = quietly(q.m, q.frame, b);
        if (value.kind === 'num') found = isOne(value.max) ? found : settle(q.m, value.max);
      }
    }
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
  };
  q.func.body.forEach(visit);
  return found;
}
