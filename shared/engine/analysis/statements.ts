/** Statements: control flow over abstract values. */
import { forgetSpent } from './spent-names.ts';
import { ONE } from '../cost/cost.ts';
import type { Expr, ForEach, Slice, Stmt, While } from '../ir/ir.ts';
import { assertNever } from '../ir/never.ts';
import { continues, endsEarly } from '../ir/normal-forms.ts';
import { assignTo, execAssign } from './assign.ts';
import { isPassedOn } from './recursion/returned.ts';
import { type Snapshot, execIf, leavesTo, mergeFrames, snapshot } from './branches.ts';
import { evaluate, evaluateTest } from './evaluate.ts';
import { type Frame, setVariable } from './frame.ts';
import { sizeOf } from './heap.ts';
import { join } from './join.ts';
import { type Level, newLevel } from './levels.ts';
import { measureLengths, settleLengths } from './lengths.ts';
import { lengthTested, noteSpread } from './spread.ts';
import { loopEnd, loopHead } from './loop-state.ts';
import { iterated } from './loops/iterated.ts';
import { enterIteration, leaveLevel, openLevel } from './loops/open.ts';
import { operand, operatorCost } from './library/operators.ts';
import { type Machine, STEP_LIMIT, assume, charge, leaveFrom, pushLevel } from './machine.ts';
import { type Mark, enterMark, leaveMark } from './marks.ts';
import { noteGap, noteLengthLimits } from './containers/balance.ts';
import { capByExit, capWindow } from './containers/cap.ts';
import { enterNthTurns } from './nth-turns.ts';
import { notePresent, notePresentKeys } from './present.ts';
import { changesIn } from './progress.ts';
import { noteRow, noteUnread } from './read-lines.ts';
import { recordCall } from './record.ts';
import { refine } from './refine.ts';
import { fixShort } from './short-inputs.ts';
import { find } from './value.ts';
import { moveOn, startsOf } from './loops/moved.ts';
import { whileBound } from './while/bound.ts';
import { whileBody } from './while/query.ts';
import { noteReturnedText } from './recursion/returned-text.ts';
import { beginRounds, endRounds } from './while/relaxation.ts';
import { noteScaledLength } from './while/lengths-by-factor.ts';
import { noteSeries } from './while/series.ts';
import { noteSteps } from './while/steps.ts';

/** How a block ends: whether the statements after it can be reached from its end. */
export type Flow = 'next' | 'left';

/**
 * Runs a block. What follows `if seen: continue` runs under the negated test, as its else branch would.
 * @param leaves the outermost level that the end of the block leaves: what always goes on to there runs once in it
 */
export function execBlock(
  m: Machine,
  frame: Frame,
  stmts: readonly Stmt[],
  leaves: number | null = null,
): Flow {
  const marks: Mark[] = [];
  const known = m.present.length;
  const passed = m.passed.length;
  const once = leaves === null ? stmts.length : stmts.findLastIndex(continues) + 1;
  let guard: Level | null = null;
  let nth: Level | null = null;
  let flow: Flow = 'next';
  for (let i = 0; i < stmts.length; i++) {
    const stmt = stmts[i]!;
    if (m.steps++ > STEP_LIMIT) break;
    if (i === once && leaves !== null) {
      guard = newLevel({ kind: 'guard', count: ONE, from: leaves, node: stmt, frame });
      pushLevel(m, guard);
    }
    flow = exec(m, frame, stmt);
    if (flow === 'left') break;
    if (stmt.kind === 'if' && stmt.otherwise.length === 0 && endsEarly(stmt.then)) {
      capByExit(m, frame, stmt, stmts.slice(0, i));
      refine(m, frame, stmt.test, false);
      m.passed.push(stmt);
      fixShort(m, frame, stmt);
      notePresent(m, stmt.test, false, stmts, i + 1);
      const mark = enterMark(m, frame, stmt.test, false, stmts.slice(i + 1), stmt);
      if (mark !== null) marks.push(mark);
      nth ??= enterNthTurns(m, frame, stmt.test, false, stmt);
    }
  }
  m.present.length = known;
  m.passed.length = passed;
  for (const mark of marks.reverse()) leaveMark(m, mark);
  if (guard !== null) leaveFrom(m, guard);
  if (nth !== null) leaveFrom(m, nth);
  forgetSpent(m, frame, stmts);
  return flow;
}

function exec(m: Machine, frame: Frame, stmt: Stmt): Flow {
  switch (stmt.kind) {
    case 'assign':
      execAssign(m, frame, stmt);
      return 'next';
    case 'expr':
      noteUnread(m, evaluate(m, frame, stmt.expr));
      if (stmt.expr.kind === 'call') noteRow(m, frame, stmt.expr);
      return 'next';
    case 'if':
      return execIf(m, frame, stmt);
    case 'forEach':
      return execForEach(m, frame, stmt);
    case 'while':
      return execWhile(m, frame, stmt);
    case 'return':
      execReturn(m, frame, stmt.value);
      return 'left';
    case 'break':
    case 'continue':
      m.jumps.push({ kind: stmt.kind, saved: snapshot(frame) });
      return 'left';
    case 'throw':
      if (stmt.value !== null) evaluate(m, frame, stmt.value);
      return 'left';
    case 'try': {
      const flow = execBlock(m, frame, stmt.body);
      for (const handler of stmt.handlers) execBlock(m, frame, handler);
      execBlock(m, frame, stmt.finalizer);
      return stmt.handlers.length === 0 ? flow : 'next';
    }
    case 'delete':
      execDelete(m, frame, stmt.target);
      return 'next';
    case 'function': {
      setVariable(frame, stmt.func.name, { kind: 'closure', func: stmt.func, frame, self: frame.self });
      frame.boundAt.set(stmt.func.name, m.levels.length);
      return 'next';
    }
    case 'class':
      setVariable(frame, stmt.cls.name, { kind: 'class', cls: stmt.cls, frame });
      return 'next';
    case 'unsupported':
      for (const part of stmt.parts) evaluate(m, frame, part);
      assume(m, `unsupported:${stmt.reason}`, `not modelled: ${stmt.reason}`, stmt.span);
      return 'next';
    default:
      return assertNever(stmt);
  }
}

function execDelete(m: Machine, frame: Frame, target: Expr): void {
  if (target.kind === 'slice') return deleteSlice(m, frame, target);
  if (target.kind !== 'index') return;
  const object = evaluate(m, frame, target.object);
  const value = evaluate(m, frame, target.index);
  if (object.kind !== 'ref') return;
  noteGap(m, find(object.object));
  const name = m.index.roles.method('deletes');
  if (name === null) return;
  const method = { kind: 'library', on: '?', name, self: object } as const;
  charge(m, operatorCost(m, frame, method, [operand(value, target.index)], target));
}

/** `del items[i:j]` moves what is behind; what is cut off at the end was put in before. */
function deleteSlice(m: Machine, frame: Frame, target: Slice): void {
  const { object, start, end, step } = target;
  const whole = evaluate(m, frame, object);
  for (const part of [start, end, step]) if (part !== null) evaluate(m, frame, part);
  if (whole.kind !== 'ref') return;
  noteGap(m, find(whole.object));
  if (end === null) charge(m, ONE);
  else recordCall(m, target, 'del', sizeOf(m, whole.object), 'moves the elements behind the place');
}

function execReturn(m: Machine, frame: Frame, value: Expr | null): void {
  if (value === null) return;
  const result = evaluate(m, frame, value);
  noteReturnedText(m, frame, result);
  if (isPassedOn(frame, result)) return;
  frame.returned = frame.returned === null ? result : join(frame.returned, result);
}

function execForEach(m: Machine, frame: Frame, node: ForEach): Flow {
  const over = iterated(m, frame, node);
  const starts = startsOf(m, frame, node.body);
  const measured = measureLengths(m, frame, node);
  loopHead(m, frame, node, node.body);
  const before = snapshot(frame);
  const place = { node, span: node.headerSpan, iterableExpr: over.expr, body: node.body, label: 'for' };
  const open = enterIteration(m, frame, place, over.value);
  assignTo(m, frame, node.target, over.given(open), null);
  const known = notePresentKeys(m, frame, node, over.value, node.body);
  const jumps = m.jumps.length;
  execBlock(m, frame, node.body, leavesTo(m, frame, node.body));
  m.present.length = known;
  const broken = goOn(m, jumps);
  loopEnd(m, frame, node, node.body, before);
  settleLengths(m, measured, open.exact);
  noteSpread(m, frame, node.body, open.exact);
  leaveLevel(m, open);
  mergeFrames(before);
  broken.forEach(mergeFrames);
  moveOn(m, frame, starts, open.level);
  execBlock(m, frame, node.otherwise);
  return 'next';
}

/** Joins what the turns that end early leave for the next one; what the loop is left with is returned. */
function goOn({ jumps }: Machine, start: number): Snapshot[] {
  if (jumps.length === start) return [];
  const taken = jumps.splice(start);
  for (const { kind, saved } of taken) if (kind === 'continue') mergeFrames(saved);
  return taken.flatMap(({ kind, saved }) => (kind === 'break' ? [saved] : []));
}

function execWhile(m: Machine, frame: Frame, node: While): Flow {
  const body = whileBody(node);
  const starts = startsOf(m, frame, body);
  loopHead(m, frame, node, body);
  const before = snapshot(frame);
  capWindow(m, frame, node);
  const bound = whileBound(m, frame, node, starts);
  const place = { node, span: node.headerSpan, iterableExpr: null, body, label: 'while' };
  const rounds = beginRounds(m, frame, node);
  const length = m.pass === 1 ? lengthTested(m, frame, node.test) : null;
  const open = openLevel(m, frame, place, bound);
  const query = { m, frame, node, body, changes: changesIn(body, m.index), starts };
  noteSteps(query, open.level);
  noteSeries(query, open.level);
  noteScaledLength(query, open.level);
  evaluateTest(m, frame, node.test);
  refine(m, frame, node.test, true);
  const mark = enterMark(m, frame, node.test, true, node.body, node);
  const known = notePresent(m, node.test, true, node.body);
  const limits = noteLengthLimits(m, frame, node);
  const jumps = m.jumps.length;
  execBlock(m, frame, node.body, leavesTo(m, frame, node.body));
  m.present.length = known;
  m.lengthLimits.length = limits;
  if (mark !== null) leaveMark(m, mark);
  const broken = goOn(m, jumps);
  execBlock(m, frame, node.update);
  loopEnd(m, frame, node, body, before);
  noteSpread(m, frame, node.body, length);
  leaveLevel(m, open);
  if (rounds !== null) endRounds(m, rounds, open.level.count);
  mergeFrames(before);
  broken.forEach(mergeFrames);
  moveOn(m, frame, starts, open.level);
  refine(m, frame, node.test, false);

  charge(m, ONE);
  execBlock(m, frame, node.otherwise);
  return 'next';
}
