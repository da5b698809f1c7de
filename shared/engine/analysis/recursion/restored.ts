/**
 * What the calls of a recursion make longer, or larger, and leave as they found it: over all calls it grows along one
 * path of open calls.
 */
import { type Cost, isOne, times } from '../../cost/cost.ts';
import { measuredBy } from '../../ir/roles.ts';
import type { Expr, FunctionNode, Slice, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { blocksOf } from '../../ir/tree.ts';
import { someCode } from '../../ir/walk.ts';
import { type Frame, ownerOf } from '../frame.ts';
import { closeOver, inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type Callees, type Change, changesIn, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { callsIn } from './enter.ts';
import { argumentOf, definitionsOf } from './self-calls.ts';

/** What makes a variable longer or larger at one place. */
interface Growth {
  readonly place: Stmt | Expr;
  readonly target: Expr;
  /** What is put to it, and how much that is each time. */
  readonly by: Expr;
  readonly added: Cost;
  /** The depth of the levels at which the variable was set. */
  readonly since: number;
}

/**
 * What the update of a variable adds over all calls of the recursion around it, where each call has a variable of its own
 * or takes back what it added; null where nothing tells that.
 */
export function addedOnPath(m: Machine, frame: Frame, growth: Growth): Cost | null {
  if (m.recursions.size === 0) return null;
  const at = m.levels.findLastIndex(({ kind }) => kind === 'recursion');
  const level = m.levels[at];
  const { func } = frame;
  const path = pathOf(growth.target);
  if (level === undefined || at < growth.since || func === null || path === null) return null;
  const first = level.frame.func;
  const depth = first === null ? undefined : m.recursions.get(first)?.depth;
  if (depth === undefined || (first !== func && m.index.cycles.get(first!)?.has(func) !== true)) return null;
  const changes = changesIn(func.body, m.index).get(path) ?? [];
  const ways = { func, path, callees: m.index, isConstant: isOne(growth.added) };
  const added = closeOver(m.levels, growth.added, 0, m.levels.length);
  if (isTakenBack(ways, changes, growth)) return settle(m, times(depth, added));
  if (!isOwn(m, frame, path, ways, changes)) return null;
  return settle(m, times(depth, inAll(m.levels, growth.added, at + 1)));
}

/** Every call has its own, which goes into the calls that it makes and comes back from none. */
function isOwn(m: Machine, frame: Frame, path: string, ways: Ways, changes: readonly Change[]): boolean {
  const { func } = ways;
  const at = func.params.findIndex(({ name }) => name === path);
  if (at < 0 || ownerOf(frame, path) !== frame) return false;
  if (!changes.every((change) => lengthens(change) || shortens(ways, change))) return false;
  const calls = callsIn(func, m.index);
  const isCall = (node: Stmt | Expr): boolean => calls.some(({ call }) => call === node);
  return calls.every((call) => {
    const given = argumentOf(call, call.target.params[at]?.name ?? path);
    return given === null || !someCode(given, isCall);
  });
}

/** The variable of a function that is asked about. */
interface Ways {
  readonly func: FunctionNode;
  readonly path: string;
  readonly callees: Callees;
  /** What is put to it is of constant size. */
  readonly isConstant: boolean;
}

const lengthens = (change: Change): boolean =>
  change.kind === 'push' || (change.kind === 'step' && change.sign === 1);

/** The changes that leave of the variable what was there before something was put to it. */
export const shortenings = (ways: Ways, changes: readonly Change[], by: Expr | null = null): Change[] =>
  changes.filter((change) => shortens(ways, change, by));

/** It leaves of the variable what was there before something was put to it. */
const shortens = (ways: Ways, change: Change, by: Expr | null = null): boolean =>
  change.kind === 'pop' ||
  (change.kind === 'step' && change.sign === -1 && (by === null || sameText(change.amount, by))) ||
  (change.kind === 'copy' && change.offset === 0 && isSaved(ways, change.from)) ||
  (change.kind === 'set' && change.value?.kind === 'slice' && isCut(ways, change.value, by));

/** The function takes back what it puts to the variable by another name for what was there: that one is not lost meanwhile. */
export function isHeldMeanwhile(m: Machine, { func }: Frame, target: Expr): boolean {
  const path = pathOf(target);
  if (m.recursions.size === 0 || func === null || path === null) return false;
  const ways = { func, path, callees: m.index, isConstant: true };
  const changes = changesIn(func.body, m.index).get(path) ?? [];
  return changes.some((change) => change.kind === 'copy' && shortens(ways, change));
}

/** `saved` of `saved = path`. */
function isSaved({ func, path }: Ways, name: string): boolean {
  const saved = definitionsOf(func).get(name);
  return saved != null && pathOf(saved) === path;
}

/** `path[:-1]`, `path[:-len(by)]`, `path[:len(path) - 1]`, `path[:length]` behind `length = len(path)`, `path[1:]`. */
function isCut(ways: Ways, { object, start, end, step }: Slice, by: Expr | null): boolean {
  if (pathOf(object) !== ways.path || step !== null) return false;
  if (start !== null && !(start.kind === 'number' && start.value === 0))
    return end === null && isLengthOf(ways, start, by);
  if (end?.kind === 'unary') return end.op === '-' && isLengthOf(ways, end.operand, by);
  if (end?.kind === 'binary')
    return end.op === '-' && isLength(ways, end.left) && isLengthOf(ways, end.right, by);
  const length = end?.kind === 'name' ? definitionsOf(ways.func).get(end.name) : null;
  return length != null && isLength(ways, length);
}

const isLength = ({ callees, path }: Ways, expr: Expr): boolean => {
  const measured = measuredBy(callees.roles, expr);
  return measured !== null && pathOf(measured) === path;
};

/** The length of what was put to it, or at least as many as a constant number of elements can be. */
function isLengthOf({ callees, isConstant }: Ways, length: Expr, by: Expr | null): boolean {
  if (by === null) return true;
  if (length.kind === 'number') return isConstant && length.value >= (writtenLength(by) ?? 1);
  const measured = measuredBy(callees.roles, length);
  return measured !== null && sameText(measured, by);
}

function writtenLength(by: Expr): number | null {
  if (by.kind === 'string') return by.value.length;
  return by.kind === 'collection' ? by.elements.length : null;
}

/** What is put to the variable is taken back further down in the block that puts it there. */
function isTakenBack(ways: Ways, changes: readonly Change[], { place, by }: Growth): boolean {
  const own = changes.find((change) => lengthens(change) && contains(change.node, place));
  return own !== undefined && isBalanced(ways.func.body, own, shortenings(ways, changes, by));
}

/** One of the other changes follows further down in the block of the first. */
export function isBalanced(block: readonly Stmt[], change: Change, back: readonly Change[]): boolean {
  const has = (stmt: Stmt, { node }: Change): boolean => contains(stmt, node);
  const at = block.findIndex((stmt) => has(stmt, change));
  if (at < 0) return false;
  const inner = blocksOf(block[at]!).find((part) => part.some((stmt) => has(stmt, change)));
  if (inner !== undefined) return isBalanced(inner, change, back);
  return block
    .slice(at + 1)
    .some((stmt) => blocksOf(stmt).length === 0 && back.some((other) => has(stmt, other)));
}
