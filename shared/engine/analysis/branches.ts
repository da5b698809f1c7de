/** Branches: what each leaves behind, what a test bounds, and branches that leave. */
import { leaves } from './while/exits.ts';
import type { If, Stmt } from '../ir/ir.ts';
import { isGrowing } from './capacities/ended.ts';
import { enterRegrowth, leaveRegrowth } from './capacities/enter.ts';
import { noteLengthLimitsOf } from './containers/balance.ts';
import { capSize } from './containers/cap.ts';
import { evaluateTest } from './evaluate.ts';
import { type Frame, keptVariables, setVariable } from './frame.ts';
import { leftByHash } from './hashes.ts';
import { join } from './join.ts';
import { type Machine, leaveFrom } from './machine.ts';
import { enterMark, leaveMark } from './marks.ts';
import { enterNthTurns } from './nth-turns.ts';
import { notePresent } from './present.ts';
import { joinRebound, takeRebound } from './rebound.ts';
import { enterImprovement } from './records-kept.ts';
import { enterCalling } from './recursion/calling-turns.ts';
import { refine } from './refine.ts';
import { redo, redoBoth, takeBackRemakes } from './remakes.ts';
import { type Flow, execBlock } from './statements.ts';
import { truthOf } from './switches.ts';
import type { Value } from './value.ts';

export function execIf(m: Machine, frame: Frame, stmt: If): Flow {
  const verified = leftByHash(m, frame, stmt);
  evaluateTest(m, frame, stmt.test, verified);
  const known = isGrowing(m, stmt) ? false : truthOf(m.program, stmt.test);
  if (known !== null) {
    const taken = known ? stmt.then : stmt.otherwise;
    return execBlock(m, frame, taken, leavesTo(m, frame, taken));
  }
  return execOpenIf(m, frame, stmt, verified);
}

/** Both branches of a test that may hold or not. */
function execOpenIf(m: Machine, frame: Frame, stmt: If, verified: number | null): Flow {
  capSize(m, frame, stmt.test, stmt.then);
  const before = snapshot(frame);
  const mark = enterMark(m, frame, stmt.test, true, stmt.then, stmt);
  const nth = enterNthTurns(m, frame, stmt.test, true, stmt);
  const record = enterImprovement(m, frame, stmt.test, stmt.then, stmt);
  const regrowth = enterRegrowth(m, frame, stmt);
  refine(m, frame, stmt.test, true);
  const { arm } = m;
  m.arm = { node: stmt, then: true, outer: arm };
  let known = notePresent(m, stmt.test, true, stmt.then);
  const limits = noteLengthLimitsOf(m, frame, stmt.test, true);
  const start = m.rebound.length;
  const remakes = m.remakes.length;
  const calling = enterCalling(m, frame, stmt.then);
  const then = execBlock(m, frame, stmt.then, leavesTo(m, frame, stmt.then) ?? verified);
  if (calling !== null) leaveFrom(m, calling);
  m.present.length = known;
  m.lengthLimits.length = limits;
  if (regrowth !== null) leaveRegrowth(m, regrowth);
  for (const level of [record, nth]) if (level !== null) leaveFrom(m, level);
  if (mark !== null) leaveMark(m, mark);
  const setThen = takeRebound(m, start);
  const afterThen = snapshot(frame);
  const remadeThen = takeBackRemakes(m, remakes);
  restore(before);
  const other = enterMark(m, frame, stmt.test, false, stmt.otherwise, stmt);
  const others = enterNthTurns(m, frame, stmt.test, false, stmt);
  refine(m, frame, stmt.test, false);
  m.arm = { node: stmt, then: false, outer: arm };
  known = notePresent(m, stmt.test, false, stmt.otherwise);
  noteLengthLimitsOf(m, frame, stmt.test, false);
  const callingToo = enterCalling(m, frame, stmt.otherwise);
  const otherwise = execBlock(m, frame, stmt.otherwise, leavesTo(m, frame, stmt.otherwise));
  if (callingToo !== null) leaveFrom(m, callingToo);
  m.present.length = known;
  m.lengthLimits.length = limits;
  if (others !== null) leaveFrom(m, others);
  if (other !== null) leaveMark(m, other);
  const setOtherwise = takeRebound(m, start);
  m.arm = arm;
  const remadeOtherwise = takeBackRemakes(m, remakes);
  if (otherwise === 'left' || then === 'left') redo(m, then === 'left' ? remadeOtherwise : remadeThen);
  else redoBoth(m, remadeThen, remadeOtherwise);
  const haveLeft = otherwise === 'left' && then === 'left';
  if (haveLeft || (otherwise === 'next' && then === 'next')) mergeFrames(afterThen);
  else if (otherwise === 'left') restore(afterThen);
  joinRebound(
    m,
    [setThen, setOtherwise].filter((_, i) => !leaves(i === 0 ? stmt.then : stmt.otherwise)),
  );
  return haveLeft ? 'left' : 'next';
}

/**
 * The depth of the outermost level that the end of a block leaves; null when it goes on. What leads there without going
 * on to another turn runs once at most while that level runs.
 */
export function leavesTo(m: Machine, frame: Frame, block: readonly Stmt[]): number | null {
  const last = block[block.length - 1];
  if (last === undefined) return null;
  const isLast = m.levels[frame.base]?.lastBlocks?.has(block) === true;
  if (!isLast && block.length === 1 && last.kind !== 'return') return null;
  const from = isLast ? frame.base : depthLeft(m, frame, last);
  return from === null || from >= m.levels.length ? null : from;
}

function depthLeft(m: Machine, frame: Frame, last: Stmt): number | null {
  if (last.kind === 'return' || last.kind === 'throw') {
    let from = frame.base;
    while (from < m.levels.length && m.levels[from]!.kind === 'recursion') from++;
    return from;
  }
  if (last.kind !== 'break') return null;
  for (let at = m.levels.length - 1; at >= frame.base; at--) if (m.levels[at]!.kind === 'loop') return at;
  return null;
}

export type Snapshot = readonly { readonly frame: Frame; readonly vars: ReadonlyMap<string, Value> }[];

/** The variables that a branch can change: of this frame and of those around it. */
export function snapshot(frame: Frame): Snapshot {
  const out: { frame: Frame; vars: ReadonlyMap<string, Value> }[] = [];
  for (let at: Frame | null = frame; at !== null; at = at.parent)
    out.push({ frame: at, vars: keptVariables(at) });
  return out;
}

function restore(saved: Snapshot): void {
  for (const { frame, vars } of saved) {
    frame.vars = vars;
    frame.kept = true;
  }
}

export function mergeFrames(saved: Snapshot): void {
  for (const { frame, vars } of saved) {
    if (frame.vars === vars) continue;
    for (const [name, value] of vars) {
      const mine = frame.vars.get(name);
      if (mine === undefined) setVariable(frame, name, value);
      else if (mine !== value) setVariable(frame, name, join(mine, value));
    }
  }
}
