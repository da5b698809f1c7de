/** Opens the level of a recursion: the body is then interpreted once, for all calls. */
import { type Cost, ONE } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { type Frame, setVariable } from '../frame.ts';
import { parentOf } from '../heap.ts';
import { type Level, newLevel } from '../levels.ts';
import { settle, type Machine } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { quietly } from '../quiet.ts';
import { classify } from './classify.ts';
import { type Recursion } from './query.ts';
import { type Rounds, beginCalls } from '../while/relaxation.ts';
import { blocksWithoutCalls, callsOnPath } from './paths.ts';
import { paramRanges } from './ranges.ts';
import { type SelfCall, definitionsOf, selfCallsOf } from './self-calls.ts';
import { type Closure, type Value } from '../value.ts';
import { openSite } from '../record.ts';
import { wholeNumbers } from './given-numbers.ts';
import { grownText } from './returned-text.ts';
import { widenOuterState } from './outer-state.ts';
import { closeReturned, openReturned } from './returned.ts';
import { withDistinct } from '../distinct.ts';

export interface OpenRecursion {
  readonly level: Level;
  readonly depth: Cost;
  /** Memory that it keeps beside the frames of its calls. */
  readonly table: Cost;
  /** The result of the first call, from that of one call. */
  readonly widen: (value: Value) => Value;
  readonly rounds: Rounds | null;
}

/** The calls that the functions of the cycle of a function make of one another. */
export const callsIn = remembered((func: FunctionNode, index: ProgramIndex): readonly SelfCall[] => {
  const cycle = index.cycles.get(func) ?? new Set([func]);
  return [...cycle].flatMap((member) => selfCallsOf(member, cycle, index));
});

/** Classifies the recursion of a function that is being entered from outside, and opens its level. */
export function enterRecursion(m: Machine, frame: Frame, closure: Closure): OpenRecursion {
  const { func } = closure;
  const calls = callsIn(func, m.index);
  bindConstants(m, frame, func, calls);
  const ranges = paramRanges(m, frame, func, calls);
  const recursion = classify(m, frame, closure, calls, ranges);
  frame.returning = openReturned(m, frame.context, recursion, calls);
  const level = newLevel({
    kind: 'recursion',
    count: settle(m, recursion.count),
    from: Math.min(recursion.from, m.levels.length),
    solve: recursion.solve,
    lastBlocks: chainBlocks(m, func, calls, recursion),
    returned: sizesOf(frame),
    node: func,
    body: func.body,
    frame,
  });
  widenOuterState(frame);
  for (const range of ranges.values()) setVariable(frame, range.name, range.value);
  for (const name of recursion.distinct) {
    const value = frame.vars.get(name);
    if (value !== undefined) setVariable(frame, name, inEveryCall(value, level));
  }
  const { often } = recursion;
  frame.states = often === undefined || often.size === 0 ? null : { level, often };
  const depth = settle(m, recursion.depth);
  const rounds = recursion.rule === 'structural' ? beginCalls(m, frame, func, calls) : null;
  m.recursions.set(func, { depth, countsAll: recursion.countsAll === true });
  openSite(m, level, {
    node: func,
    span: func.headerSpan,
    kind: 'recursion',
    label: func.name,
    reason: recursion.reason,
    rule: recursion.rule,
    allocates: recursion.depth,
    func,
  });
  const table = settle(m, recursion.table ?? ONE);
  const widen = (value: Value): Value => {
    if (value.kind === 'str') return grownText(m, frame, recursion, value);
    return wholeNumbers(m, func, recursion, closeReturned(m, frame, recursion, level, value));
  };
  return { level, depth, table, widen, rounds };
}

/** Another value in every call: of a list of children that of another node. */
function inEveryCall(value: Value, level: Level): Value {
  const container = value.kind === 'ref' ? parentOf(value.object) : null;
  const distinct = withDistinct(value, level);
  return distinct.kind === 'ref' && container !== null
    ? { ...distinct, part: { container, level } }
    : distinct;
}

/** What only the last call of a chain of calls runs; null where a call may make several. */
function chainBlocks(
  m: Machine,
  func: FunctionNode,
  calls: readonly SelfCall[],
  { solve, from }: Recursion,
): Level['lastBlocks'] {
  if (
    solve !== null ||
    from < m.levels.length ||
    (m.index.cycles.has(func) && m.index.cycles.get(func)!.size > 1)
  )
    return null;
  const { once, inLoop } = callsOnPath(func, calls);
  return once === 1 && !inLoop ? blocksWithoutCalls(func, calls) : null;
}

/** `n = len(grid)`: what a local is in every call, where it hangs on nothing that varies, is known before the body runs. */
function bindConstants(m: Machine, frame: Frame, func: FunctionNode, calls: readonly SelfCall[]): void {
  const definitions = definitionsOf(func);
  const moving = new Set(
    func.params.flatMap(({ name }) => (calls.every((call) => isSame(call, name)) ? [] : [name])),
  );
  const isOpen = (name: string): boolean =>
    moving.has(name) || (func.locals.includes(name) && !frame.vars.has(name));
  for (const stmt of func.body) {
    const target = stmt.kind === 'assign' && stmt.targets.length === 1 ? stmt.targets[0]! : null;
    if (stmt.kind !== 'assign' || stmt.op !== null || target?.kind !== 'name') continue;
    if (definitions.get(target.name) == null || frame.vars.has(target.name)) continue;
    if (someCode(stmt.value, (node) => node.kind === 'name' && isOpen(node.name))) continue;
    const value = quietly(m, frame, stmt.value);
    if (value.kind === 'num') setVariable(frame, target.name, value);
  }
}

function isSame(call: SelfCall, name: string): boolean {
  const change = call.changes.get(name);
  return change === undefined || change.kind === 'same';
}

/** The sizes of what the calls return, as the pass before found them. */
function sizesOf({ returning, context }: Frame): Level['returned'] {
  return returning === null ? null : { names: new Set(returning.names.values()), ...context.returnedSize! };
}
