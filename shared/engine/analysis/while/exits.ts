/** Loops whose end is not in their test: exits in the body, marks, searches, indexes, flags. */
import { type Cost, ONE, compare, isOne, isZero, log, times } from '../../cost/cost.ts';
import type { Compare, CompareOp, Expr, Stmt } from '../../ir/ir.ts';
import { childExprs, indexesIn, operandsOf, someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { lookup } from '../frame.ts';
import { inAll } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { putInAll } from '../loops/paths.ts';
import { type Machine, assume, settle } from '../machine.ts';
import { type MarkBound, type Unmarked, markBound, marks, unmarkedBy } from '../marks.ts';
import { unmarks } from '../unmark.ts';
import { isDivision, pathOf } from '../progress.ts';
import type { Ref } from '../value.ts';
import { quietly } from '../quiet.ts';
import { byTest, isConstantTest, stronger } from './bound.ts';
import { byFollow } from './cursor.ts';
import { drained } from './drain.ts';
import { motion } from './motion.ts';
import { anyMotion } from './order.ts';
import { byMarkedRuns } from './marked-runs.ts';
import { byRunStart } from './run-starts.ts';
import { type Query, linear, pathsIn, progressFrom } from './query.ts';

/** `while not seen[x]: seen[x] = True; x = next[x]`: once for each mark. */
export function byMark(q: Query): LoopBound | null {
  const { roles } = q.m.index;
  if (drained(q) !== null) return null;
  for (const { fact, body } of [...askedByTest(q), ...askedAtFirst(q)]) {
    if (fact.form === 'relax' || !marks(roles, body, fact) || unmarks(roles, q.node.body, fact)) continue;
    const found = markBound(q.m, q.frame, fact);
    const bound = found !== null && fact.keys.length === 1 ? ofAllMade(q.m, fact, found) : found;
    if (bound !== null)
      return {
        ...bound,
        count: times(bound.count, quotientsOf(q, fact)),
        rule: 'visited',
        reason: 'each turn marks something that was not marked before',
      };
  }
  return null;
}

/** What is not marked yet where a turn goes on, and what it runs then. */
interface Asked {
  readonly fact: Unmarked;
  readonly body: readonly Stmt[];
}

const askedByTest = ({ m, node: { test, body } }: Query): Asked[] =>
  unmarkedBy(m.index.roles, test, true).map((fact) => ({ fact, body }));

/** `if x in seen: break` at the beginning of the turn; before it only other names may be set. */
function askedAtFirst({ m, node: { body } }: Query): Asked[] {
  const found: Asked[] = [];
  const set = new Set<string>();
  const isSet = (node: Stmt | Expr): boolean => node.kind === 'name' && set.has(node.name);
  for (const [i, stmt] of body.entries()) {
    if (stmt.kind === 'assign' && stmt.targets.every(({ kind }) => kind === 'name')) {
      for (const target of stmt.targets) if (target.kind === 'name') set.add(target.name);
      continue;
    }
    if (stmt.kind !== 'if' || stmt.otherwise.length > 0 || !leaves(stmt.then)) break;
    if (set.size > 0 && someCode(stmt.test, isSet)) break;
    const rest = body.slice(i + 1);
    for (const fact of unmarkedBy(m.index.roles, stmt.test, false)) found.push({ fact, body: rest });
  }
  return found;
}

/** The cells of what the turns of the loops around make anew are together as many as are made, or put in, in all. */
function ofAllMade(m: Machine, { form }: Unmarked, bound: MarkBound): MarkBound {
  const { made, type } = bound.object;
  if (form !== 'cell' || type === 'map' || bound.from === 0) return bound;
  const all = putInAll(m, bound.object);
  const isOpen = made !== null && (made.within === null || m.levels.includes(made.within));
  const { count, from } = isOpen ? made : { count: all, from: 0 };
  if (count === null || from >= bound.from || isZero(count)) return bound;
  const inTurns = inAll(m.levels.slice(0, bound.from), bound.count);
  const isLess = compare(inAll(m.levels.slice(0, from), count), inTurns) === 'less';
  return isLess ? { ...bound, count, from } : bound;
}

/** How many numbers the turns make of each that a loop begins with, by dividing: `while x not in seen: seen.add(x); x //= 10`. */
function quotientsOf(q: Query, { form, keys }: Unmarked): Cost {
  const path = form === 'member' ? pathOf(keys[0]!) : null;
  const value = path === null ? undefined : lookup(q.frame, path);
  if (value?.kind !== 'num' || isOne(value.max)) return ONE;
  return q.changes.get(path!)?.every(isDivision) === true ? log(settle(q.m, value.max)) : ONE;
}

/** `while x in seen: x += 1`. */
export function bySearch(q: Query, test: Compare): LoopBound | null {
  const plain = test.left.kind === 'binary' ? [test.left.left, test.left.right] : [test.left];
  const moved = plain.flatMap((part) => pathOf(part) ?? []).find((path) => motion(q, path) !== null);
  if (moved === undefined) return null;
  if (isSquared(q, moved))
    return {
      count: ONE,
      from: q.m.levels.length,
      rule: 'geometric',
      reason: `${moved} is squared each turn: after six turns it is beyond all numbers of a machine word`,
    };
  const fromStart = byRunStart(q, test, moved) ?? byMarkedRuns(q, test, moved);
  if (fromStart !== null) return fromStart;
  const container = quietly(q.m, q.frame, test.right);
  const count =
    container.kind === 'ref' || container.kind === 'str' ? valueSize(q.m, container) : q.m.inputSize;
  return linear(q, count, progressFrom(q, moved), `${moved} visits different elements`, moved);
}

/** `x *= x`, and nothing else. */
const isSquared = ({ changes }: Query, path: string): boolean =>
  (changes.get(path) ?? []).every(
    (change) => change.kind === 'scale' && change.op === '*' && pathOf(change.by) === path,
  );

/** `while nums[i] == nums[i - 1]`: the index that moves. */
export function byRun(q: Query, test: Compare): LoopBound | null {
  return byFollow(q, test) ?? indexBound(q, [test]);
}

/** The tests of `if ...: break` and `if ...: return` in the body. */
export function byExits(q: Query): LoopBound | null {
  return exitBound(q, q.node.body) ?? byException(q);
}

function exitBound(q: Query, stmts: readonly Stmt[]): LoopBound | null {
  let best: LoopBound | null = null;
  for (const stmt of stmts) {
    if (stmt.kind !== 'if') continue;
    if (ends(q, stmt.then)) best = stronger(best, byTest(q, stmt.test, false));
    if (ends(q, stmt.otherwise)) best = stronger(best, byTest(q, stmt.test, true));
    best = stronger(best, exitBound(q, stmt.otherwise));
  }
  return best;
}

/** The block is run in the last turn only: it leaves, or sets a flag so that the loop's test fails. */
const ends = (q: Query, block: readonly Stmt[]): boolean =>
  leaves(block) || block.some((stmt) => lowersFlag(q.node.test, stmt, false));

/** `done = True` under `while not done`: what the statement sets makes the test `value`. */
function lowersFlag(test: Expr, stmt: Stmt, value: boolean): boolean {
  if (test.kind === 'unary') return test.op === 'not' && lowersFlag(test.operand, stmt, !value);
  if (test.kind === 'compare' && test.right.kind === 'constant')
    return SAME.has(test.op) && lowersFlag(test.left, stmt, (test.right.value === true) === value);
  if (test.kind === 'logical')
    return (
      (test.op === 'and') !== value && operandsOf(test, test.op).some((one) => lowersFlag(one, stmt, value))
    );
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.value.kind !== 'constant') return false;
  const path = pathOf(test);
  return (
    path !== null && stmt.value.value === value && stmt.targets.every((target) => pathOf(target) === path)
  );
}

const SAME: ReadonlySet<CompareOp> = new Set(['==', 'is']);

/** The block ends by leaving the loop. */
export function leaves(block: readonly Stmt[]): boolean {
  const last = block[block.length - 1];
  return last !== undefined && (last.kind === 'break' || last.kind === 'return' || last.kind === 'throw');
}

/** `while True: try: line = input()`: until the input ends, a test case in every turn; bounds are per test case. */
function byException(q: Query): LoopBound | null {
  const tried = q.node.body.some((stmt) => stmt.kind === 'try');
  return tried && q.m.isScript && isConstantTest(q.node.test)
    ? {
        count: ONE,
        from: q.m.levels.length,
        rule: 'test-cases',
        reason: 'one turn for each test case of the input',
      }
    : null;
}

/** An index that only moves one way and reads a container in the loop cannot turn more often than the container is long. */
export function byIndex(q: Query): LoopBound | null {
  return indexBound(q, q.body) ?? byRing(q) ?? anyMotion(q);
}

/** `nums[left % n]` with a place that outlives the loops around: taken to go round a few times only, as the other end of a window does. */
function byRing(q: Query): LoopBound | null {
  for (const { object, index } of q.body.flatMap(indexesIn)) {
    const path = index.kind === 'binary' && index.op === '%' ? pathOf(index.left) : null;
    if (path === null || motion(q, path) !== 'up') continue;
    const from = progressFrom(q, path);
    const ring = from >= q.m.levels.length ? null : quietly(q.m, q.frame, object);
    if (ring?.kind !== 'ref' && ring?.kind !== 'str') continue;
    assume(
      q.m,
      `while:${q.node.span.start}`,
      `${path} is taken to go round a constant number of times`,
      q.node.headerSpan,
    );
    return linear(q, valueSize(q.m, ring), from, `${path} only grows`, path);
  }
  return null;
}

/** What an index grows with: not `i` of `i % k`, `i & mask`, `cells[i]` or `f(i)`, which say nothing about how far i goes. */
function indexPaths(index: Expr): string[] {
  const path = pathOf(index);
  if (path !== null) return [path];
  if (index.kind === 'assignExpr') return indexPaths(index.target);
  const isScaled = index.kind === 'binary' && /^(?:[+*-]|\/\/|>>)$/.test(index.op);
  if (isScaled) return [index.left, index.right].flatMap(indexPaths);
  return index.kind === 'unary' || index.kind === 'slice' ? childExprs(index).flatMap(indexPaths) : [];
}

/** The most that an index can move that only moves one way and reads a container. */
export function indexBound(
  q: Query,
  nodes: readonly (Stmt | Expr)[],
  isCounted: (path: string) => boolean = () => true,
): LoopBound | null {
  let found: LoopBound | null = null;
  for (const { object, index } of nodes.flatMap(indexesIn)) {
    for (const path of indexPaths(index)) {
      const move = motion(q, path);
      if ((move !== 'up' && move !== 'down') || !isCounted(path)) continue;
      const container = quietly(q.m, q.frame, object);
      if (container.kind !== 'ref' && container.kind !== 'str') continue;
      const reason = `${path} only ${move === 'up' ? 'grows' : 'falls'}`;
      found = stronger(found, linear(q, valueSize(q.m, container), progressFrom(q, path), reason, path));
    }
  }
  return found;
}

/** The parts of containers that a test reads by an index that only moves one way: it goes as far as each of them is long. */
export function partsIndexed(q: Query, test: Expr): { size: Cost; part: Ref['part'] }[] {
  const inside = childExprs(test).flatMap((child) => partsIndexed(q, child));
  if (test.kind !== 'index') return inside;
  const isMoved = indexPaths(test.index).some((path) => ['up', 'down'].includes(motion(q, path) ?? ''));
  const container = isMoved ? quietly(q.m, q.frame, test.object) : null;
  return container?.kind === 'ref'
    ? [...inside, { size: valueSize(q.m, container), part: container.part }]
    : inside;
}

/** `while changed:` repeats until a round changes nothing. */
export function byFlag(q: Query): LoopBound | null {
  const paths = pathsIn(q.node.test);
  const flag = paths.find((path) =>
    (q.changes.get(path) ?? []).some((c) => c.kind === 'set' && c.value?.kind === 'constant'),
  );
  if (flag === undefined) return null;
  assume(
    q.m,
    `flag:${q.node.span.start}`,
    `the loop over the flag ${flag} is taken to need a round for each element`,
    q.node.headerSpan,
  );
  return {
    count: q.m.inputSize,
    from: q.m.levels.length,
    rule: 'assumed',
    reason: `rounds until ${flag} stays unchanged`,
  };
}
