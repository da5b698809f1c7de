/** Spans that go on where the last one ended: `s[start:i]` and then `start = i + 1`. All together they are the whole. */
import { type Cost, ONE, compare, isOne, max, times } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import { contains } from '../../ir/standing.ts';
import { someCode, someStmtIn } from '../../ir/walk.ts';
import { type Frame, lookup } from '../frame.ts';
import { type Level, innermost } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { continues, endsEarly } from '../../ir/normal-forms.ts';
import { type HeapObject, type Value, find } from '../value.ts';
import { type LoopBound, type Scan, madeUnder, recordScan } from './open.ts';
import { consecutiveSpan } from './consecutive.ts';
import { passedSpan } from './passed.ts';
import { reached, valueOfPath } from './paths.ts';

/**
 * The sum of `high - low` over the turns of the loop around, where the turn sets one end to the other after `node`, or a
 * count that its turns bring up by one back to a number. Null for other spans; `low` is null for a count.
 */
export function resumedSpan(
  m: Machine,
  frame: Frame,
  node: Stmt | Expr,
  low: Expr | null,
  high: Expr,
): LoopBound | null {
  const scope = scopeOf(m, frame, node);
  if (scope === null) return null;
  const found =
    low === null || low.kind === 'number'
      ? (spentCount(scope, high) ?? poppedCount(scope, high))
      : metSpan(scope, low, high);
  return found === null ? null : { ...found, from: m.levels.indexOf(scope.around), rule: 'amortised' };
}

/** The loop of the function around, and what follows the place in it; null outside of loops. */
export function scopeOf(m: Machine, frame: Frame, node: Stmt | Expr): Scope | null {
  const around = m.levels[innermost(m.levels)];
  const loop = around?.frame === frame && around.kind === 'loop' ? around.node : null;
  if (loop?.kind !== 'while' && loop?.kind !== 'forEach') return null;
  const following = statementsAfter(loop.body, node);
  if (following === null) return null;
  const at = loop.body.findIndex((stmt) => contains(stmt, node));
  const before = loop.body.slice(0, at).some(continues) ? [] : loop.body.slice(0, at);
  return { m, frame, around: around!, changes: changesIn(around!.body, m.index), following, before };
}

/**
 * How often all scans of a text turn together that the loop around extends, once a turn at most, and that is set back
 * to a literal after each use: as often as it was extended. Null for any other text.
 */
export function spentText(m: Machine, frame: Frame, text: Expr): LoopBound | null {
  const path = pathOf(text);
  const scope = path === null ? null : scopeOf(m, frame, text);
  const list = scope?.changes.get(path!);
  if (path === null || scope === null || list === undefined) return null;
  const { around } = scope;
  let longest: Cost = ONE;
  for (const change of list) {
    if (isLiteral(change) || isTurned(change, path)) continue;
    const piece = isTop(around, change) ? extension(change, path) : null;
    const value = piece === null ? null : quietly(m, frame, piece);
    if (value?.kind !== 'str' && value?.kind !== 'num') return null;
    longest = max(longest, valueSize(m, value));
  }
  return assignedAfter(scope, path).some(isLiteral)
    ? {
        count: times(around.count, longest),
        from: m.levels.indexOf(around),
        rule: 'amortised',
        reason: `${path} is set back after each use: every piece is read once`,
      }
    : null;
}

/** A text that is begun anew once it was used holds, over all the times, what was ever added to it. */
export function spentValue(m: Machine, frame: Frame, value: Value, text: Expr | null): Value {
  if (value.kind !== 'str' || text === null || isOne(value.size)) return value;
  const all = spentText(m, frame, text);
  if (all === null) return value;
  return { ...value, made: madeUnder(m, all) };
}

const isLiteral = (change: Change): boolean => change.kind === 'set' && change.value?.kind === 'string';

/** `text = text[::-1]` is as long as before. */
const isTurned = (change: Change, path: string): boolean => {
  const value = change.kind === 'set' ? change.value : null;
  return (
    value?.kind === 'slice' && value.start === null && value.end === null && pathOf(value.object) === path
  );
};

/** What `text += e`, `text = text + e` and `text = e + text` add. */
function extension(change: Change, path: string): Expr | null {
  if (change.kind === 'step' && change.sign === 1) return change.amount;
  const value = change.kind === 'set' ? change.value : null;
  if (value?.kind !== 'binary' || value.op !== '+') return null;
  return pathOf(value.left) === path ? value.right : pathOf(value.right) === path ? value.left : null;
}

/** Charges a library cost as large as a span, once over all the spans that add up; says what these hold together. */
export function chargeSpan(
  m: Machine,
  frame: Frame,
  scan: Scan,
  size: Cost,
  [low, high]: readonly [Expr | null, Expr],
  whole: Expr | null = null,
): HeapObject['made'] {
  const bound = isOne(size)
    ? null
    : (resumedSpan(m, frame, scan.node, low, high) ??
      (low === null ? null : passedSpan(m, frame, scan.node, low, high)) ??
      (low === null || whole === null ? null : consecutiveSpan(m, frame, scan.node, [low, high], whole)));
  recordScan(m, frame, scan, size, bound);
  return bound === null ? null : madeUnder(m, bound);
}

export interface Scope {
  readonly m: Machine;
  readonly frame: Frame;
  readonly around: Level;
  readonly changes: Changes;
  /** What runs after the span in every turn that has it. */
  readonly following: readonly Stmt[];
  /** What runs before it in every turn. */
  readonly before: readonly Stmt[];
}

type Found = Pick<LoopBound, 'count' | 'reason'>;

/** A count goes up by one in a turn and is set back once it was used. */
function spentCount(scope: Scope, high: Expr): Found | null {
  const { around, changes } = scope;
  const path = baseOf(high, /^(?:[+-]|\/\/|>>)$/);
  const list = path === null ? undefined : changes.get(path);
  if (path === null || list === undefined) return null;
  const isNumber = (change: Change): boolean => change.kind === 'set' && change.value?.kind === 'number';
  const byOne = (change: Change): boolean =>
    change.kind === 'step' && change.sign === 1 && change.amount.kind === 'number' && isTop(around, change);
  if (!list.every((change) => isNumber(change) || byOne(change))) return null;
  return assignedAfter(scope, path).some(isNumber)
    ? { count: around.count, reason: `${path} grows by one a turn and is set back after each use` }
    : null;
}

/** The length of a queue of which a loop that follows takes out as many: all together they are what was put in. */
function poppedCount({ m, frame, following }: Scope, high: Expr): Found | null {
  const value = high.kind === 'name' ? lookup(frame, high.name) : undefined;
  if (high.kind !== 'name' || value?.kind !== 'num' || value.lengthOf === null) return null;
  const queue = find(value.lengthOf);
  const takesOut = (stmt: Stmt): boolean =>
    stmt.kind === 'forEach' &&
    stmt.iterable.kind === 'range' &&
    stmt.iterable.end.kind === 'name' &&
    stmt.iterable.end.name === high.name &&
    !someStmtIn(stmt, ({ kind }) => kind === 'break') &&
    [...changesIn(stmt.body, m.index)].some(
      ([path, list]) => list.some(({ kind }) => kind === 'pop') && valueOfPath(m, path) === queue,
    );
  return following.some(takesOut)
    ? { count: reached(m, queue), reason: `as many as ${high.name} are taken out after it` }
    : null;
}

/** One end is set to the other, which only moves on. */
function metSpan(scope: Scope, low: Expr, high: Expr): Found | null {
  const { changes } = scope;
  const ends = [baseOf(low), baseOf(high)] as const;
  for (const [kept, moving] of [ends, [ends[1], ends[0]] as const]) {
    if (kept === null || moving === null || kept === moving) continue;
    const meets = (change: Change): boolean => change.kind === 'copy' && change.from === moving;
    const list = changes.get(kept);
    const isMet = list?.every(meets) === true && assignedAfter(scope, kept).some(meets);
    const limit = isMet ? movesOn(scope, moving, kept) : leapsOver(scope, kept, moving);
    if (limit !== null)
      return { count: limit, reason: `${kept} goes on where ${moving} was: the spans add up to the whole` };
  }
  return null;
}

/** How far a variable comes that the turns of the loop move one way; null for any other. */
function movesOn(
  { m, frame, around, changes }: Scope,
  path: string,
  kept: string,
): LoopBound['count'] | null {
  const value = lookup(frame, path);
  if (value?.kind !== 'num') return null;
  const limit = settle(m, value.max);
  const counted = around.variable !== null && value.exact?.terms.has(around.variable.name) === true;
  const numbered = value.distinct === around && compare(limit, around.count) === 'equal';
  if (counted || numbered) return limit;
  const list = changes.get(path) ?? [];
  const onwards = list.every(
    (change) =>
      (change.kind === 'step' && change.sign === 1) ||
      (change.kind === 'copy' && change.from === kept && change.offset >= 0),
  );
  return list.length > 0 && onwards ? limit : null;
}

/** On its way to the place every turn sets the one end to the other, which is then set to where the first has run on to. */
function leapsOver(scope: Scope, kept: string, moving: string): LoopBound['count'] | null {
  const value = lookup(scope.frame, kept);
  const runsFrom = (path: string, from: string): boolean =>
    (scope.changes.get(path) ?? []).every(
      (change) =>
        (change.kind === 'step' && change.sign === 1) ||
        (change.kind === 'copy' && change.from === from && change.offset >= 0),
    );
  const isSet = assignedBefore(scope, kept).some(
    (change) => change.kind === 'copy' && change.from === moving,
  );
  return isSet && value?.kind === 'num' && runsFrom(kept, moving) && runsFrom(moving, kept)
    ? settle(scope.m, value.max)
    : null;
}

/** `i` of `i`, `i + 1` and `i - 1`, or after other operators by a number. */
export function baseOf(expr: Expr, operators = /^[+-]$/): string | null {
  const plain =
    expr.kind === 'binary' && operators.test(expr.op) && expr.right.kind === 'number' ? expr.left : expr;
  return plain.kind === 'name' ? plain.name : null;
}

/** The changes of a variable that every turn makes behind the place. */
const assignedAfter = ({ changes, following }: Scope, path: string): readonly Change[] =>
  (changes.get(path) ?? []).filter(({ node }) => node.kind === 'assign' && following.includes(node));

/** The changes of a variable that every turn makes on its way to the place. */
const assignedBefore = ({ changes, before }: Scope, path: string): readonly Change[] =>
  (changes.get(path) ?? []).filter(({ node }) => node.kind === 'assign' && before.includes(node));

/** The change stands in no loop inside the level. */
function isTop({ body }: Level, { node }: Change): boolean {
  const inLoop = (code: Stmt | Expr): boolean =>
    (code.kind === 'while' || code.kind === 'forEach') && contains(code, node);
  return !body.some((code) => someCode(code, inLoop));
}

/** The statements that run after the one with `node` in it, in every turn that reaches it; null when it is not there. */
export function statementsAfter(block: readonly Stmt[], node: Stmt | Expr): readonly Stmt[] | null {
  const at = block.findIndex((stmt) => contains(stmt, node));
  const stmt = block[at];
  if (stmt === undefined) return null;
  const rest = block.slice(stmt.kind === 'assign' ? at : at + 1);
  const end = rest.findIndex(continues);
  const following = end < 0 ? rest : rest.slice(0, end);
  for (const inner of stmt.kind === 'if' ? [stmt.then, stmt.otherwise] : []) {
    const more = statementsAfter(inner, node);
    if (more !== null) return endsEarly(inner) ? more : [...more, ...following];
  }
  return following;
}
