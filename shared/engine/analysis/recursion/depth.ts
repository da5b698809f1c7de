/** How deep a recursion goes. */
import { type Cost, ONE, compare, isOne, isZero, log, max, plus } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { eachChild, mentions } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { settle } from '../machine.ts';
import { type Unmarked, markBound } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { endsEarly } from '../../ir/normal-forms.ts';
import type { ArgChange, SelfCall } from './self-calls.ts';
import { loopTargets } from './arguments.ts';
import { swaps, usedMarks } from './branching.ts';
import { boundOverCalls } from './memo.ts';
import { type Query, changesFor } from './query.ts';

/** How deep the calls go: the least range of what shrinks or grows in every call. */
export function depthOf(q: Query): Cost | null {
  const back = marksTakenBack(q);
  const ranges = q.func.params
    .filter((param) => !back.names.has(param.name))
    .flatMap((param) => rangeOfEveryCall(q, param.name));
  if (ranges.length === 0 && back.capacity !== null) return back.capacity;
  if (ranges.length === 0) return bitsGained(q) ?? stateDepth(q);
  return ranges.reduce((best, range) => (compare(range, best) === 'less' ? range : best));
}

/** The range of a parameter that every call changes; empty for any other. */
function rangeOfEveryCall(q: Query, name: string): Cost[] {
  const changes = changesFor(q, name);
  if (changes.length === 0 || !q.calls.every((call) => !call.changes.has(name) || moves(call, name)))
    return [];
  const { value } = q.ranges.get(name)!;
  const grows = changes.some((c) => c.kind === 'grow' || (c.kind === 'vary' && value.kind !== 'num'));
  const range = grows
    ? (lengthLimit(q, name) ?? q.m.inputSize)
    : value.kind === 'num'
      ? value.max
      : valueSize(q.m, value);
  return [settle(q.m, isZero(range) ? ONE : range)];
}

const MOVES: ReadonlySet<ArgChange['kind']> = new Set(['vary', 'grow', 'without', 'halve', 'inner']);

/** The call brings the parameter nearer to where the recursion ends. */
function moves(call: SelfCall, name: string): boolean {
  const change = call.changes.get(name);
  if (change === undefined) return false;
  return change.kind === 'step' ? change.by !== 0 : MOVES.has(change.kind) || isAhead(call, name);
}

/** The variable of a loop that starts or ends at the parameter or runs over a part of it. */
export function isBoundByItself({ changes }: SelfCall, name: string): boolean {
  const change = changes.get(name);
  return change?.kind === 'loop' && loopTargets(change.loop).some(({ iterable }) => mentions(iterable, name));
}

/** Such a variable, or one of a loop that is all that moves at all. */
export function isAhead(call: SelfCall, name: string): boolean {
  if (call.changes.get(name)?.kind !== 'loop') return false;
  return (
    isBoundByItself(call, name) ||
    [...call.changes].every(([other, c]) => other === name || c.kind === 'same' || c.kind === 'constant')
  );
}

/** Parameters that are the key of a mark which is taken back, and how many things can be marked at one time. */
function marksTakenBack(q: Query): { names: ReadonlySet<string>; capacity: Cost | null } {
  const names = new Set<string>();
  let capacity: Cost | null = null;
  for (const fact of usedMarks(q)) {
    const own = paramsOf(q, fact.keys);
    own.forEach((name) => names.add(name));
    if (own.length > 0) capacity ??= capacityOf(q, fact);
  }
  return { names, capacity };
}

/** How many things can be marked: by what the first call is given, or where that is a constant, by what all calls are. */
function capacityOf(q: Query, fact: Unmarked): Cost | null {
  const first = markBound(q.m, q.frame, fact)?.count ?? null;
  return first !== null && isOne(first) ? (boundOverCalls(q, fact)?.count ?? null) : first;
}

/** The parameters that a key is made of, before the call or in it: `if grid[r][c] > 0: search(r, c)`. */
function paramsOf({ func, calls }: Query, keys: readonly Expr[]): string[] {
  const named = (expr: Expr | undefined): boolean =>
    expr?.kind === 'name' && keys.some((key) => key.kind === 'name' && key.name === expr.name);
  return func.params.flatMap(({ name }, i) =>
    keys.some((key) => key.kind === 'name' && key.name === name) ||
    calls.some(({ call }) => named(call.args[i]?.value))
      ? [name]
      : [],
  );
}

/** A set of bits that every call adds to, `f(taken | bit)`: as deep as there are bits. */
function bitsGained(q: Query): Cost | null {
  for (const [i, { name }] of q.func.params.entries()) {
    const value = q.ranges.get(name)?.value;
    if (value?.kind !== 'num' || isOne(value.max)) continue;
    const adds = q.calls.every(({ call, changes }) => {
      const arg = call.args[i]?.value;
      return changes.get(name)?.kind === 'bit' && arg?.kind === 'binary' && arg.op === '|';
    });
    if (adds) return settle(q.m, log(value.max));
  }
  return null;
}

/** Some parameter moves in only some of the calls, or the depth is that of a list that is pushed and popped. */
function stateDepth(q: Query): Cost | null {
  let sum: Cost = ONE;
  let found = false;
  for (const param of q.func.params) {
    if (!q.calls.some((call) => moves(call, param.name))) continue;
    const range = q.ranges.get(param.name)!;
    sum = plus(sum, range.value.kind === 'num' ? settle(q.m, range.value.max) : valueSize(q.m, range.value));
    found = true;
  }
  if (found && q.calls.some(handsItselfOn)) return null;
  if (found && q.calls.every((call) => [...call.changes.keys()].some((name) => moves(call, name))))
    return sum;
  const limit = lengthLimit(q, null);
  return limit ?? (found ? sum : usedMarks(q).length > 0 || swaps(q.func) ? q.m.inputSize : null);
}

/** `f(m - 1, f(m, n - 1))`: an argument is what another call gives, and may be as large as that makes it. */
function handsItselfOn(call: SelfCall): boolean {
  return [...call.changes.values()].some(
    (change) =>
      change.kind === 'other' &&
      change.value.kind === 'call' &&
      pathOf(change.value.callee) === pathOf(call.call.callee),
  );
}

/** How long the list is that the first call gets, in the place of which the others get shorter ones. */
function begunWith(q: Query, list: Expr): Cost {
  const name = pathOf(list);
  const range = name === null ? undefined : q.ranges.get(name);
  const isAnother = range?.changes.some(({ kind }) => kind === 'other') === true;
  return isAnother ? settle(q.m, valueSize(q.m, range.value)) : ONE;
}

/** The limit in a test of a list's length: `len(path) == k`; a constant one has to end the call. */
function lengthLimit(q: Query, name: string | null): Cost | null {
  let found: Cost | null = null;
  const note = (test: Expr, ends: boolean): void => {
    if (test.kind === 'logical') {
      note(test.left, ends && test.op === 'or');
      note(test.right, ends && test.op === 'or');
    }
    if (test.kind !== 'compare') return;
    for (const [length, limit] of [
      [test.left, test.right],
      [test.right, test.left],
    ] as const) {
      const of = measuredBy(q.m.index.roles, length);
      if (of === null || (name !== null && pathOf(of) !== name)) continue;
      const value = quietly(q.m, q.frame, limit);
      const stops = ends && limit.kind === 'number' && test.op !== '<' && test.op !== '<=';
      if (value.kind !== 'num' || (!stops && isOne(value.max))) continue;
      found = name === null ? max(settle(q.m, value.max), begunWith(q, of)) : settle(q.m, value.max);
    }
  };
  const visit = (node: Stmt | Expr, ends: boolean): void => {
    if (node.kind === 'if') note(node.test, endsEarly(node.then));
    else if (node.kind === 'compare') note(node, ends);
    eachChild(node, (child) => visit(child, false));
  };
  q.func.body.forEach((stmt) => visit(stmt, false));
  return found;
}
