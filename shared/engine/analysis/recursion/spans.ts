/** Recursive calls in a loop, each on a span that begins behind the span before: `f(s[start:i])`, then `start = i + 1`. */
import type { Expr, Slice } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import { countedBy } from '../../ir/roles.ts';
import { baseOf, statementsAfter } from '../loops/resumed.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import { loopTargets } from './arguments.ts';
import type { Query } from './query.ts';
import { type LoopNode, type SelfCall, definitionsOf } from './self-calls.ts';

/** Whether the spans of a parameter on which a loop makes the call have no element in common. */
export function isOnSpans(q: Query, { call, target, around }: SelfCall): boolean {
  const [loop, ...more] = around;
  if (loop === undefined || more.length > 0 || loop.kind === 'comprehension' || target !== q.func)
    return false;
  const changes = changesIn(loop.body, q.m.index);
  const following = statementsAfter(loop.body, call);
  if (following === null) return false;
  const later = changesIn(following, q.m.index);
  return call.args.some(({ value }) => {
    const span = spanOf(q, value);
    const [start, end] = span === null ? [null, null] : [baseIn(span.start), baseIn(span.end)];
    if (start === null || end === null || !movesOn(q, loop, changes, end)) return false;
    const meets = (change: Change): boolean => change.kind === 'copy' && change.from === end;
    return changes.get(start)?.every(meets) === true && later.get(start)?.some(meets) === true;
  });
}

/** The slice of a parameter that an argument is, or a name for one. */
function spanOf({ func }: Query, value: Expr): Slice | null {
  const named = value.kind === 'name' ? (definitionsOf(func).get(value.name) ?? value) : value;
  if (named.kind !== 'slice') return null;
  return func.params.some(({ name }) => name === pathOf(named.object)) ? named : null;
}

const baseIn = (end: Expr | null): string | null => (end === null ? null : baseOf(end));

/** The variable goes on with every turn: the loop counts it up, or only steps forward change it. */
function movesOn(q: Query, loop: LoopNode, changes: Changes, name: string): boolean {
  const list = changes.get(name) ?? [];
  const isForward = list.every((change) => change.kind === 'step' && change.sign === 1);
  if (loop.kind === 'while') return list.length > 0 && isForward;
  return (
    list.length === 0 && loopTargets(loop).some(({ target, iterable }) => counts(q, target, iterable, name))
  );
}

/** `for i in range(n)`, `for i, c in enumerate(s)`. */
function counts({ m }: Query, target: Expr, iterable: Expr, name: string): boolean {
  if (iterable.kind === 'range') return pathOf(target) === name && iterable.step === null;
  const [first] = leafNames(target);
  return first === name && countedBy(m.index.roles, iterable) !== null;
}
