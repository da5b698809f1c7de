/** Loops that make a sequence shorter in every turn: `s = s[1:]`, `while part in s: s = s.replace(part, "")`. */
import type { Expr } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import type { LoopBound } from '../loops/open.ts';
import { lookup } from '../frame.ts';
import { pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { settle } from '../machine.ts';
import { movesEachTurn } from './motion.ts';
import type { Query } from './query.ts';

/** As many turns as the sequence has elements before the first one. */
export function byShortening(q: Query): LoopBound | null {
  for (const [path, list] of q.changes) {
    const isShorter = list.every(
      (change) => change.kind === 'set' && change.value !== null && shortens(q, path, change.value),
    );
    if (!isShorter || !movesEachTurn(q, path)) continue;
    const value = lookup(q.frame, path);
    if (value?.kind !== 'str' && value?.kind !== 'ref') continue;
    return {
      count: settle(q.m, valueSize(q.m, value)),
      from: q.m.levels.length,
      rule: 'progress',
      reason: `${path} gets shorter each turn`,
    };
  }
  return null;
}

function shortens(q: Query, path: string, value: Expr): boolean {
  if (value.kind === 'slice')
    return (
      pathOf(value.object) === path && value.end === null && value.start !== null && isBehind(value.start)
    );
  if (value.kind !== 'call' || value.callee.kind !== 'field' || pathOf(value.callee.object) !== path)
    return false;
  const [part, other] = value.args;
  const { test } = q.node;
  return (
    other?.value.kind === 'string' &&
    other.value.value === '' &&
    q.m.index.roles.is(value, 'replaces') &&
    test.kind === 'compare' &&
    test.op === 'in' &&
    pathOf(test.right) === path &&
    sameText(test.left, part!.value)
  );
}

/** A place behind the first: `1`, `at + 1`. */
const isBehind = (start: Expr): boolean =>
  start.kind === 'number'
    ? start.value > 0
    : start.kind === 'binary' && start.op === '+' && isBehind(start.right);
