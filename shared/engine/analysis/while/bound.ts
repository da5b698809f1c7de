/** The number of turns of a `while`: the strongest reasoning that applies, and which it is. */
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, compare, isLessAlike, isOne, isWhole, log, plus } from '../../cost/cost.ts';
import type { Call, Compare, CompareOp, Expr, Logical, Stmt, While } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import { subjectOf } from '../../ir/roles.ts';
import { type Frame, lookup } from '../frame.ts';
import type { Start } from '../loops/moved.ts';
import { inAll } from '../levels.ts';
import { consecutiveTurns } from '../loops/consecutive.ts';
import { type LoopBound } from '../loops/open.ts';
import { measuredInAll } from '../loops/measured.ts';
import { partsBound } from '../loops/parts.ts';
import { valueOfPath } from '../loops/paths.ts';
import { rebuiltMeasured } from '../loops/rebuilt.ts';
import { isTestCases, isUntilEnd, testCases } from '../loops/test-cases.ts';
import { type Machine, assume, settle } from '../machine.ts';
import { type Change, changesIn, DIVISIONS, isDivision, pathOf } from '../progress.ts';
import { byArrayWorklist } from './array-worklist.ts';
import { askedBy } from './asked.ts';
import { byBothDivided } from './both-divided.ts';
import { cellsWalked } from './cells-walked.ts';
import { byCursor, byFollow } from './cursor.ts';
import { byDescent } from './descent.ts';
import { digitsTried } from './digits-tried.ts';
import { byDrain, byLowering } from './drain.ts';
import { byExits, byFlag, byIndex, byMark, byRun, bySearch, indexBound, partsIndexed } from './exits.ts';
import { lastingChanges } from './last-turn.ts';
import { motion, movesEachTurn, takeTurns, waitsFor } from './motion.ts';
import { byFrontier } from './frontier.ts';
import { byInterval, byNewton } from './halving.ts';
import { byOdometer } from './odometer.ts';
import { byExchanges, byPlacing } from './placing.ts';
import { quietly } from '../quiet.ts';
import { NEGATED } from '../../ir/negation.ts';
import { type HeapObject, type Num, type Value, find } from '../value.ts';
import { byScaledLength } from './lengths-by-factor.ts';
import { byCountdown, byDivision, byOrder } from './order.ts';
import { type Query, limitOf, pathsIn, placesIn, progressFrom, whileBody } from './query.ts';
import { byReduction } from './reductions.ts';
import { byContraction } from './contractions.ts';
import { countedBefore } from './counted-before.ts';
import { byShortening } from './shortening.ts';
import { byReadingOnwards } from './read-onwards.ts';
import { byResidue } from './residues.ts';
import { bySearchOnwards } from './searches.ts';
import { byAnyPops, byPops, byWorklist } from './worklist.ts';

export function whileBound(m: Machine, frame: Frame, node: While, starts: readonly Start[]): LoopBound {
  const body = whileBody(node);
  const q: Query = { m, frame, node, body, changes: lastingChanges(changesIn(body, m.index), node), starts };
  if (leavesAtOnce(node.body))
    return {
      count: ONE,
      from: m.levels.length,
      rule: 'leaves',
      reason: 'every turn ends by leaving the loop',
    };
  if (isCasesLoop(q) || isUntilEnd(m, node.test, body)) return testCases(m.levels.length);
  const found =
    bySpecialForm(q) ??
    lessByIndex(
      q,
      stronger(
        stronger(byTest(q, askedBy(node.test, m.index), true), byPops(q)),
        byLowering(m, frame, node.body),
      ),
    ) ??
    byDescent(q) ??
    byAnyPops(q) ??
    byExits(q) ??
    byExchanges(q) ??
    byInterval(q) ??
    byNewton(q) ??
    byIndex(q) ??
    byShortening(q) ??
    byFlag(q);
  if (found !== null) return countedBefore(q, overParts(q, behindEachOther(q, digitsTried(q, found))));
  const carried = byOdometer(q) ?? byOutlivingStep(q);
  if (carried !== null) return carried;
  assume(
    m,
    `while:${node.span.start}`,
    'no bound was found for a while loop: it is taken to turn once for each element of the input',
    node.headerSpan,
  );
  return {
    count: cellsWalked(q) ?? m.inputSize,
    from: m.levels.length,
    rule: 'assumed',
    reason: 'no variable was found that moves towards the end of the loop',
  };
}

/** Of what starts anew in each turn of the loop around, but where that goes on behind it, all turns go through it once. */
function behindEachOther(q: Query, found: LoopBound): LoopBound {
  const { length } = q.m.levels;
  if (length === 0 || found.from < length || isOne(found.count)) return found;
  return consecutiveTurns(q) ?? found;
}

/** What certain forms of loops do in all, whatever they ask. */
const bySpecialForm = (q: Query): LoopBound | null =>
  byContraction(q) ??
  byReduction(q) ??
  bySearchOnwards(q) ??
  byDrain(q) ??
  byMark(q) ??
  byPlacing(q) ??
  byFrontier(q) ??
  byScaledLength(q);

/**
 * By an index where that says less in all: of what is divided in every turn, `while product >= k: product //= nums[left];
 * left += 1`, and of what counts, where the index is never set, `while size > 0: queue[head]; head += 1; size -= 1`.
 */
function lessByIndex(q: Query, found: LoopBound | null): LoopBound | null {
  const { levels } = q.m;
  if (found === null || levels.length === 0 || found.from < levels.length || isOne(found.count)) return found;
  const indexed = indexBound(
    q,
    q.body,
    (path) => movesEachTurn(q, path) && (found.rule === 'geometric' || isNeverSet(q, path)),
  );
  if (indexed === null || indexed.from >= levels.length) return found;
  const all = inAll(levels.slice(0, indexed.from), indexed.count);
  return compare(all, inAll(levels, found.count)) === 'less' ? indexed : found;
}

/** The loops around only move the variable on: a place that it is set to may lie behind. */
const isNeverSet = ({ m }: Query, path: string): boolean =>
  m.levels.every((level) =>
    (changesIn(level.body, m.index).get(path) ?? []).every(({ kind }) => kind === 'step'),
  );

/** Counts test cases one by one: a search that asks for input in each turn moves in another way. */
function isCasesLoop({ m, frame, node, body, changes }: Query): boolean {
  const paths = pathsIn(node.test);
  const stepped = paths.every((path) => (changes.get(path) ?? []).every(({ kind }) => kind === 'step'));
  return stepped && placesIn(node.test).some((place) => countsCases(m, quietly(m, frame, place), body));
}

/** A loop that goes as far as something is long of which there is another in every turn of a loop around. */
function overParts(q: Query, found: LoopBound): LoopBound {
  if (isOne(found.count) || found.from === 0 || found.rule === 'sum-of-parts') return found;
  const here = Math.min(found.from, q.m.levels.length);
  const isAsLong = (size: Cost): boolean => compare(settle(q.m, size), found.count) === 'equal';
  for (const size of [...sizesIn(q, q.node.test), ...startsIn(q)]) {
    const all = isAsLong(size.max) ? measuredInAll(q.m, size, found.count, here) : null;
    if (all !== null) return all;
  }
  for (const { size, part } of partsIndexed(q, q.node.test)) {
    if (part === null || !isAsLong(size)) continue;
    const parts = partsBound(q.m, find(part.container), part.level, found.count, here);
    if (parts !== null) return parts;
  }
  return overLayers(q, found);
}

/** A loop that goes as far as a container is long that a loop around makes anew in every turn. */
function overLayers({ m, frame, node }: Query, found: LoopBound): LoopBound {
  if (found.from < m.levels.length || found.rule !== 'progress' || node.test.kind !== 'compare') return found;
  const { left, right } = node.test;
  const limit = [left, right].find(({ kind }) => kind === 'call') ?? right;
  return rebuiltMeasured(m, frame, limit, m.levels.length) ?? found;
}

/** The sizes that a test compares with. */
function sizesIn(q: Query, test: Expr): Num[] {
  if (test.kind === 'logical') return [test.left, test.right].flatMap((side) => sizesIn(q, side));
  const sides = test.kind === 'compare' ? [test.left, test.right] : [];
  return sides.map((side) => quietly(q.m, q.frame, side)).filter((value) => value.kind === 'num');
}

/** Where those stood before that it moves: `right = word.length() - 1`. */
function startsIn({ node, starts }: Query): Num[] {
  const asked = pathsIn(node.test);
  return starts.flatMap(({ name, value }) => (asked.includes(name) ? [value] : []));
}

/** The number of test cases, counted up to or down from. */
function countsCases(m: Machine, value: Value, body: readonly (Stmt | Expr)[]): boolean {
  if (value.kind !== 'num' || m.firstRead === null) return false;
  const first = affine.symbol(m.firstRead);
  const isWhole = compare(settle(m, value.max), affineToCost(first)) === 'equal';
  return isTestCases(m, isWhole ? first : (value.exact ?? affine.constant(0)), body);
}

/** A variable that moves one way in every turn and is never set back: as often as the input is long, over all the loops. */
function byOutlivingStep(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    if (stmt.kind !== 'assign') continue;
    const path = stmt.targets.length === 1 ? pathOf(stmt.targets[0]!) : null;
    if (path === null || motion(q, path) === null) continue;
    const from = progressFrom(q, path);
    if (from >= q.m.levels.length) continue;
    assume(
      q.m,
      `while:${q.node.span.start}`,
      `${path} is taken to stay within the size of the input`,
      q.node.headerSpan,
    );
    return {
      count: q.m.inputSize,
      from,
      rule: 'amortised',
      reason: `${path} moves one way and is not reset in the outer loop`,
    };
  }
  return null;
}

/** The last statement always leaves, and nothing goes on to the next turn. */
function leavesAtOnce(body: readonly Stmt[]): boolean {
  const last = body[body.length - 1];
  return last !== undefined && (last.kind === 'return' || last.kind === 'break') && !body.some(continues);
}

/** The bound that a test gives while it is `holds`. */
export function byTest(q: Query, test: Expr, holds: boolean): LoopBound | null {
  switch (test.kind) {
    case 'unary':
      if (test.op === 'not') return byTest(q, test.operand, !holds);
      break;
    case 'logical':
      return byLogical(q, test, holds);
    case 'compare':
      return byCompare(q, test, holds ? test.op : NEGATED[test.op]);
    case 'assignExpr':
      return byTest(q, test.target, holds);
    case 'call': {
      const found = bySizeCall(q, test, holds);
      if (found !== null) return found;
      break;
    }
    default:
  }
  return holds
    ? (byResidue(q, test, false) ?? byWorklist(q, test) ?? byCursor(q, test) ?? byCountdown(q, test))
    : null;
}

/** Of two tests that both hold the stronger bound counts, of two that may hold in turn the sum. */
function byLogical(q: Query, test: Logical, holds: boolean): LoopBound | null {
  const left = byTest(q, test.left, holds);
  const right = byTest(q, test.right, holds);
  if ((test.op === 'and') === holds) {
    const both = left !== null && right !== null && left.from === right.from && takeTurns(q, test);
    if (both) return { ...left, count: plus(left.count, right.count) };
    if (left !== null && right !== null && waitsFor(q, test.left, test.right)) return right;
    if (left !== null && right !== null && waitsFor(q, test.right, test.left)) return left;
    return lessFed(q, left, right) ?? stronger(left, right);
  }
  if (left === null) return isConstantTest(test.left) ? right : null;
  if (right === null) return withCarry(q, left, test.right);
  return { ...left, count: plus(left.count, right.count), from: Math.max(left.from, right.from) };
}

/**
 * Of two worklists that are emptied side by side, the one that the turns don't fill: what they put into the other is not
 * known before the turns are. Of two that they fill, the one that is known to hold more. Null for anything else.
 */
function lessFed(q: Query, left: LoopBound | null, right: LoopBound | null): LoopBound | null {
  if (left?.source == null || right?.source == null) return null;
  const [leftFed, rightFed] = [left.source, right.source].map((source) => isFilled(q, find(source)));
  if (leftFed !== rightFed) return leftFed === true ? right : left;
  if (leftFed !== true) return null;
  return compare(left.count, right.count) === 'less' ? right : left;
}

const isFilled = (q: Query, object: HeapObject): boolean =>
  [...q.changes].some(([path, list]) => {
    const value = list.some(({ kind }) => kind === 'push') ? valueOfPath(q.m, path) : null;
    return value !== null && find(value) === object;
  });

/** `while a or b or carry`: a number that every turn divides is used up soon after the rest. */
function withCarry(q: Query, rest: LoopBound, test: Expr): LoopBound | null {
  const carry = test.kind === 'compare' && test.right.kind === 'number' ? test.left : test;
  const isDivided = (change: Change): boolean =>
    isDivision(change) ||
    (change.kind === 'set' && change.node.kind === 'assign' && divides(change.node.value));
  if (carry.kind !== 'name' || lookup(q.frame, carry.name)?.kind !== 'num') return null;
  if (!(q.changes.get(carry.name) ?? []).some(isDivided)) return null;
  return { ...rest, count: plus(rest.count, log(limitOf(q, carry))) };
}

function divides(value: Expr): boolean {
  return value.kind === 'binary'
    ? DIVISIONS.has(value.op)
    : value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'divmod';
}

/** `while not queue.empty()`, `while len(queue)`. */
function bySizeCall(q: Query, test: Call, holds: boolean): LoopBound | null {
  const subject = subjectOf(test);
  if (subject === null) return null;
  return q.m.index.roles.is(test, holds ? 'size' : 'empty') ? byWorklist(q, subject) : null;
}

export function isConstantTest(test: Expr): boolean {
  return test.kind === 'constant' || test.kind === 'number';
}

/** Of two bounds that both hold the smaller one; amortised ones first. */
export function stronger(a: LoopBound | null, b: LoopBound | null): LoopBound | null {
  if (a === null) return b;
  if (b === null) return a;
  if (a.from !== b.from) return a.from < b.from ? (costlier(a, b) ? b : a) : costlier(b, a) ? a : b;
  const order = compare(b.count, a.count);
  if (order !== 'incomparable') return order === 'less' ? b : a;
  // Where neither is known to be less: the one that is if all sizes are alike.
  return isWhole(a.count) && isWhole(b.count) && isLessAlike(b.count, a.count) ? b : a;
}

/** An amortised bound that is asymptotically larger than even the plain one is no gain. */
function costlier(wide: LoopBound, narrow: LoopBound): boolean {
  return isOne(narrow.count) && !isOne(wide.count);
}

/** `i++ < n` asks about i. */
const asked = (side: Expr): Expr => (side.kind === 'assignExpr' && side.op !== null ? side.target : side);

function byCompare(q: Query, test: Compare, op: CompareOp): LoopBound | null {
  const [left, right] = [asked(test.left), asked(test.right)];
  const residue = byResidue(q, left, op === '==');
  if (residue !== null) return residue;
  switch (op) {
    case '<':
    case '<=':
      return byArrayWorklist(q, left, right) ?? byReadingOnwards(q, left, right) ?? byOrder(q, left, right);
    case '>':
    case '>=':
      return byArrayWorklist(q, right, left) ?? byReadingOnwards(q, right, left) ?? byOrder(q, right, left);
    case '!=':
    case 'is not':
      return (
        byArrayWorklist(q, left, right) ??
        byArrayWorklist(q, right, left) ??
        byReadingOnwards(q, left, right) ??
        byReadingOnwards(q, right, left) ??
        byCursor(q, left) ??
        byCursor(q, right) ??
        byWorklist(q, left) ??
        byBothDivided(q, left, right) ??
        byOrder(q, left, right) ??
        byOrder(q, right, left)
      );
    case '==':
      return byDivision(q, test) ?? byRun(q, test);
    case 'in':
      return bySearch(q, test);
    default:
      return byFollow(q, test.left) ?? byRun(q, test);
  }
}
