/** Statements: control flow over abstract values. */
import { affine } from '../cost/affine.ts';
import { ONE, isOne, min, plus } from '../cost/cost.ts';
import { assertNever } from '../ir/never.ts';
import type { Expr, ForEach, If, Stmt, While } from '../ir/ir.ts';
import { assignTo, execAssign } from './assign.ts';
import { evaluate } from './evaluate.ts';
import { type Frame } from './frame.ts';
import { join, joinVars } from './join.ts';
import { inAll, type Level } from './levels.ts';
import { enterIteration, leaveLevel, openLevel } from './loops.ts';
import { STEP_LIMIT, assume, charge, settle, type Machine } from './machine.ts';
import { enterMark, leaveMark, type Mark } from './marks.ts';
import { changesIn, pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { refine } from './refine.ts';
import { find, num, type Value } from './value.ts';
import { whileBody, whileBound } from './while.ts';

/** How a block ends: whether the statements after it can be reached from its end. */
export type Flow = 'next' | 'left';

/** Runs a block. What follows `if seen: continue` runs under the negated test, as its else branch would. */
export function execBlock(m: Machine, frame: Frame, stmts: readonly Stmt[]): Flow {
  const marks: Mark[] = [];
  let flow: Flow = 'next';
  for (let i = 0; i < stmts.length; i++) {
    const stmt = stmts[i]!;
    if (m.steps++ > STEP_LIMIT) break;
    flow = exec(m, frame, stmt);
    if (flow === 'left') break;
    if (stmt.kind === 'if' && stmt.otherwise.length === 0 && endsEarly(stmt.then)) {
      refine(m, frame, stmt.test, false);
      const mark = enterMark(m, frame, stmt.test, false, stmts.slice(i + 1), stmt);
      if (mark !== null) marks.push(mark);
    }
  }
  for (const mark of marks.reverse()) leaveMark(m, mark);
  return flow;
}

export function endsEarly(block: readonly Stmt[]): boolean {
  const last = block[block.length - 1];
  return (
    last !== undefined &&
    (last.kind === 'continue' || last.kind === 'return' || last.kind === 'break' || last.kind === 'throw')
  );
}

function exec(m: Machine, frame: Frame, stmt: Stmt): Flow {
  switch (stmt.kind) {
    case 'assign':
      execAssign(m, frame, stmt);
      return 'next';
    case 'expr':
      evaluate(m, frame, stmt.expr);
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
      frame.vars.set(stmt.func.name, { kind: 'closure', func: stmt.func, frame, self: frame.self });
      frame.boundAt.set(stmt.func.name, m.levels.length);
      return 'next';
    }
    case 'class':
      frame.vars.set(stmt.cls.name, { kind: 'class', cls: stmt.cls, frame });
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
  if (target.kind !== 'index') return;
  const object = evaluate(m, frame, target.object);
  evaluate(m, frame, target.index);
  if (object.kind !== 'ref') return;
  const container = find(object.object);
  if (container.type === 'list') charge(m, container.size);
}

function execReturn(m: Machine, frame: Frame, value: Expr | null): void {
  if (value === null) return;
  const result = evaluate(m, frame, value);
  frame.returned = frame.returned === null ? result : join(frame.returned, result);
  if (value.kind === 'name') frame.returnedNames.add(value.name);
}

// ---------------------------------------------------------------- branches

function execIf(m: Machine, frame: Frame, stmt: If): Flow {
  evaluate(m, frame, stmt.test);
  capSize(m, frame, stmt);
  const before = snapshot(frame);
  const mark = enterMark(m, frame, stmt.test, true, stmt.then, stmt);
  refine(m, frame, stmt.test, true);
  const then = execLeaving(m, frame, stmt.then, stmt);
  if (mark !== null) leaveMark(m, mark);
  const afterThen = snapshot(frame);
  restore(frame, before);
  const other = enterMark(m, frame, stmt.test, false, stmt.otherwise, stmt);
  refine(m, frame, stmt.test, false);
  const otherwise = execLeaving(m, frame, stmt.otherwise, stmt);
  if (other !== null) leaveMark(m, other);
  if (otherwise === 'left' && then === 'left') {
    mergeFrames(frame, afterThen);
    return 'left';
  }
  if (otherwise === 'left') restore(frame, afterThen);
  else if (then === 'next') mergeFrames(frame, afterThen);
  return 'next';
}

/** A branch that ends by leaving the loop, or the function, runs once at most while that runs. */
function execLeaving(m: Machine, frame: Frame, block: readonly Stmt[], node: If): Flow {
  const from = leavesTo(m, frame, block);
  if (from === null || from >= m.levels.length) return execBlock(m, frame, block);
  const level: Level = {
    kind: 'guard',
    count: ONE,
    from,
    variable: null,
    solve: null,
    node,
    body: [],
    frame,
    source: null,
  };
  m.levels.push(level);
  m.open.push(m.open[m.open.length - 1] ?? -1);
  const flow = execBlock(m, frame, block);
  m.levels.pop();
  m.open.pop();
  return flow;
}

/** The depth of the outermost level that the end of the block leaves; null when it goes on. */
function leavesTo(m: Machine, frame: Frame, block: readonly Stmt[]): number | null {
  const last = block[block.length - 1];
  if (last === undefined || (block.length === 1 && last.kind !== 'return')) return null;
  if (last.kind === 'return' || last.kind === 'throw') {
    let from = frame.base;
    while (from < m.levels.length && m.levels[from]!.kind === 'recursion') from++;
    return from;
  }
  if (last.kind !== 'break') return null;
  for (let at = m.levels.length - 1; at >= frame.base; at--) if (m.levels[at]!.kind === 'loop') return at;
  return null;
}

type Snapshot = readonly { readonly frame: Frame; readonly vars: Map<string, Value> }[];

/** The variables that a branch can change: of this frame and of those around it. */
function snapshot(frame: Frame): Snapshot {
  const out: { frame: Frame; vars: Map<string, Value> }[] = [];
  for (let at: Frame | null = frame; at !== null; at = at.parent)
    out.push({ frame: at, vars: new Map(at.vars) });
  return out;
}

function restore(_frame: Frame, saved: Snapshot): void {
  for (const { frame, vars } of saved) {
    frame.vars.clear();
    for (const [name, value] of vars) frame.vars.set(name, value);
  }
}

function mergeFrames(_frame: Frame, saved: Snapshot): void {
  for (const { frame, vars } of saved) joinVars(frame.vars, vars);
}

/** `if len(heap) > k: heappop(heap)` keeps the size at k. */
function capSize(m: Machine, frame: Frame, stmt: If): void {
  const { test } = stmt;
  if (test.kind !== 'compare' || !['>', '>=', '==', '<'].includes(test.op)) return;
  const [large, small, block] =
    test.op === '<' ? [test.right, test.left, stmt.then] : [test.left, test.right, stmt.then];
  const length = quietly(m, frame, large);
  if (length.kind !== 'num' || length.lengthOf === null) return;
  const object = find(length.lengthOf);
  if (object.origin === 'input') return;
  const changes = changesIn(block, m.index.resolve);
  const target = large.kind === 'call' ? large.args[0]?.value : undefined;
  const path = target === undefined ? null : pathOf(target);
  if (
    path === null ||
    !(changes.get(path) ?? []).some((change) => change.kind === 'pop' || change.kind === 'clear')
  )
    return;
  const limit = quietly(m, frame, small);
  if (limit.kind !== 'num' || limit.lengthOf === object) return;
  const cap = settle(m, limit.max);
  object.cap = object.cap === null ? cap : min(object.cap, cap);
}

// ---------------------------------------------------------------- loops

/** Variables at the head of a loop: on entry, or at the end of a turn as the pass before saw it. */
function loopHead(m: Machine, frame: Frame, node: Stmt): void {
  const carried = frame.context.carried.get(node);
  if (carried === undefined) return;
  for (const [name, value] of carried) {
    const owner = ownerFrame(frame, name);
    const now = owner?.vars.get(name);
    if (owner !== null && now !== undefined) owner.vars.set(name, anonymous(m, join(now, closedValue(m, value))));
  }
}

/** A number that a loop carries on has a symbol of its own within a turn, so that differences with it cancel. */
function anonymous(m: Machine, value: Value): Value {
  if (value.kind !== 'num' || value.exact !== null || value.float || isOne(value.max)) return value;
  const name = `@@${String(m.nextId++)}`;
  m.closed.set(name, settle(m, value.max));
  return { ...value, exact: affine.symbol(name) };
}

function closedValue(m: Machine, value: Value): Value {
  if (value.kind === 'num')
    return num(settle(m, value.max), {
      float: value.float,
      domain: value.domain === null ? null : settle(m, value.domain),
      lengthOf: value.lengthOf,
    });
  if (value.kind === 'str') return { ...value, size: settle(m, value.size), exact: null, distinct: null };
  if (value.kind === 'tuple')
    return { ...value, parts: value.parts.map((part) => closedValue(m, part)), distinct: null };
  return value.kind === 'ref' ? { ...value, part: null, distinct: null } : value;
}

function ownerFrame(frame: Frame, name: string): Frame | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent) if (at.vars.has(name)) return at;
  return null;
}

function loopEnd(
  m: Machine,
  frame: Frame,
  node: Stmt,
  body: readonly (Stmt | Expr)[],
  before: Snapshot,
): void {
  const carried = new Map<string, Value>();
  for (const path of changesIn(body, m.index.resolve).keys()) {
    const root = path.split(/[.[]/, 1)[0]!;
    const value = ownerFrame(frame, root)?.vars.get(root);
    if (value === undefined) continue;
    carried.set(root, value);
    for (const saved of before) lengthen(m, saved.vars.get(root), value);
  }
  frame.context.carried.set(node, carried);
}

/** A container that every turn replaces by a longer one is in the end as long as there were turns. */
function lengthen(m: Machine, head: Value | undefined, end: Value): void {
  if (head?.kind !== 'ref' || end.kind !== 'ref') return;
  const from = find(head.object);
  const to = find(end.object);
  if (from === to || from.exact === null || to.exact === null) return;
  const more = affine.plus(to.exact, affine.scale(from.exact, -1));
  if (!affine.isConstant(more) || more.constant <= 0) return;
  to.size = plus(to.size, settle(m, inAll(m.levels, ONE, Math.min(from.born, m.levels.length))));
  to.exact = null;
}

function execForEach(m: Machine, frame: Frame, node: ForEach): Flow {
  const iterable = evaluate(m, frame, node.iterable);
  loopHead(m, frame, node);
  const before = snapshot(frame);
  const place = { node, span: node.headerSpan, iterableExpr: node.iterable, body: node.body, label: 'for' };
  const open = enterIteration(m, frame, place, iterable);
  assignTo(m, frame, node.target, open.elem, null);
  execBlock(m, frame, node.body);
  loopEnd(m, frame, node, node.body, before);
  leaveLevel(m, open);
  mergeFrames(frame, before);
  execBlock(m, frame, node.otherwise);
  return 'next';
}

function execWhile(m: Machine, frame: Frame, node: While): Flow {
  loopHead(m, frame, node);
  const before = snapshot(frame);
  const body = whileBody(node);
  const bound = whileBound(m, frame, node);
  const place = { node, span: node.headerSpan, iterableExpr: null, body, label: 'while' };
  const open = openLevel(m, frame, place, bound);
  evaluate(m, frame, node.test);
  refine(m, frame, node.test, true);
  const mark = enterMark(m, frame, node.test, true, node.body, node);
  const flow = execBlock(m, frame, node.body);
  if (mark !== null) leaveMark(m, mark);
  execBlock(m, frame, node.update);
  loopEnd(m, frame, node, body, before);
  leaveLevel(m, open);
  mergeFrames(frame, before);
  refine(m, frame, node.test, false);
  void flow;
  charge(m, ONE);
  execBlock(m, frame, node.otherwise);
  return 'next';
}
