/**
 * Spans that a shared cursor has just passed: `start = self.pos`, the cursor runs on, and `s[start:self.pos]`. Each is
 * behind the one before, whichever function reads it, so all together they are what the cursor runs over.
 */
import { isOne } from '../../cost/cost.ts';
import type { Assign, Expr, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { progressFrom } from '../while/query.ts';
import type { LoopBound } from './open.ts';

/** How often all scans of such a span turn together; null for any other span. */
export function passedSpan(
  m: Machine,
  frame: Frame,
  node: Stmt | Expr,
  low: Expr,
  high: Expr,
): LoopBound | null {
  const [first, last] = [pathOf(low), pathOf(high)];
  const { func } = frame;
  if (func === null || first === null || last === null || m.levels.length === 0) return null;
  const changes = changesIn(func.body, m.index);
  const scope: Scope = { m, frame, node, block: blockOf(func.body, node), changes };
  const cursor = isBehind(scope, first, last) ? last : isAhead(scope, first, last) ? first : null;
  if (cursor === null) return null;
  const from = progressFrom(scope, cursor);
  const end = quietly(m, frame, high);
  if (from >= m.levels.length || end.kind !== 'num' || !movesOn(scope, cursor, from)) return null;
  const count = settle(m, end.max);
  return isOne(count)
    ? null
    : { count, from, rule: 'amortised', reason: `${cursor} has passed it, and passes nothing twice` };
}

interface Scope {
  readonly m: Machine;
  readonly frame: Frame;
  /** The span. */
  readonly node: Stmt | Expr;
  /** What the innermost loop around the span runs in a turn, or the function in a call, up to the span. */
  readonly block: Run;
  readonly changes: Changes;
}

export interface Run {
  readonly before: readonly Stmt[];
  readonly after: readonly Stmt[];
}

/** `start = pos` before it: the span lies between where the cursor was and where it is. */
function isBehind(scope: Scope, saved: string, cursor: string): boolean {
  const list = scope.changes.get(saved) ?? [];
  return list.length > 0 && list.every((c) => isCopy(c, cursor)) && savedBefore(scope, saved, cursor);
}

/** `end = pos` before it, end runs ahead, and `pos = end` behind it. */
function isAhead(scope: Scope, cursor: string, scout: string): boolean {
  const list = scope.changes.get(scout) ?? [];
  return (
    list.length > 0 &&
    list.every((c) => isCopy(c, cursor) || isStep(c)) &&
    savedBefore(scope, scout, cursor) &&
    scope.block.after.some((stmt) => assigns(scope.m, stmt, cursor, scout))
  );
}

const isCopy = (c: Change, from: string): boolean => c.kind === 'copy' && c.from === from && c.offset >= 0;
const isStep = (c: Change): boolean => c.kind === 'step' && c.sign === 1;

/** The copy was made in the same turn, and the recursion has not gone on since. */
function savedBefore({ m, frame, block }: Scope, saved: string, cursor: string): boolean {
  const at = block.before.findLastIndex((stmt) => assigns(m, stmt, saved, cursor));
  const cycle = frame.func === null ? undefined : m.index.cycles.get(frame.func);
  const goesOn = (code: Stmt | Expr): boolean => {
    const called = code.kind === 'call' ? m.index.resolve(code) : null;
    return called !== null && (called === frame.func || cycle?.has(called) === true);
  };
  return at >= 0 && !block.before.slice(at).some((stmt) => someCode(stmt, goesOn));
}

const assigns = (m: Machine, stmt: Stmt, path: string, from: string): stmt is Assign =>
  stmt.kind === 'assign' && (changesIn([stmt], m.index).get(path) ?? []).some((c) => isCopy(c, from));

/** In all levels that the count covers, and in the calls that they make, the cursor only moves on. */
function movesOn({ m, frame, changes }: Scope, cursor: string, from: number): boolean {
  const levels = m.levels.slice(from);
  const bodies = levels.map(({ body }) => changesIn(body, m.index));
  // Elsewhere the cursor may have another name.
  if (levels.some((level) => level.frame !== frame)) bodies.push(changes);
  return bodies.every((all) =>
    (all.get(cursor) ?? []).every(
      (c) => isStep(c) || (c.kind === 'copy' && followsBack(all, c.from, cursor)),
    ),
  );
}

/** The scout that the cursor catches up with started where the cursor was, and only ran ahead. */
const followsBack = (changes: Changes, scout: string, cursor: string): boolean =>
  (changes.get(scout) ?? []).every((c) => isCopy(c, cursor) || isStep(c));

/** What runs before and behind the place in the same turn of the innermost loop around it. */
export function blockOf(block: readonly Stmt[], node: Stmt | Expr): Run {
  const at = block.findIndex((stmt) => contains(stmt, node));
  const stmt = block[at];
  const isRepeated = (code: Stmt | Expr): boolean =>
    (code.kind === 'comprehension' || code.kind === 'lambda') && contains(code, node);
  if (stmt === undefined || someCode(stmt, isRepeated)) return { before: [], after: [] };
  const own: Run = { before: block.slice(0, at), after: block.slice(at + 1) };
  if (stmt === node) return own;
  if (stmt.kind === 'while' || stmt.kind === 'forEach') return blockOf(stmt.body, node);
  for (const arm of stmt.kind === 'if' ? [stmt.then, stmt.otherwise] : [])
    if (arm.some((inner) => contains(inner, node))) {
      const inner = blockOf(arm, node);
      return { before: [...own.before, ...inner.before], after: [...inner.after, ...own.after] };
    }
  return own;
}
