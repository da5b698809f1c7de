/**
 * Capacities that are made larger by a factor whenever they are reached: `if size == capacity: capacity *= 2`. Read off
 * the code, once for each test.
 */
import { remembered } from '../../ir/facts.ts';
import type { Call, CompareOp, Expr, FunctionNode, If, Program, Stmt } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { eachChildExpr, eachChildStmt, operandsOf } from '../../ir/walk.ts';
import type { ProgramIndex } from '../program-index.ts';
import { pathOf } from '../progress.ts';
import {
  type Quantity,
  type Reading,
  isCapacity,
  isHalf,
  isMore,
  isSame,
  quantityOf,
  readingIn,
  setsTo,
} from './factors.ts';

export interface Regrowth {
  /** What is counted, and what it must not pass: a variable or field, or the length of one. */
  readonly held: Expr;
  readonly capacity: Expr;
  /**
   * What pays for the block: what made the capacity larger before; where it is also cut down, to a half of it when a third
   * or less is held, what was put in or taken out since; or nothing.
   */
  readonly paid: 'growth' | 'changes' | null;
}

/** The program that a test stands in, and the function; null at the top level. */
interface Around {
  readonly index: ProgramIndex;
  readonly program: Program;
  readonly func: FunctionNode | null;
}

/** What the block of a test multiplies or halves; null for other blocks. */
export const regrowthOf = remembered((node: If, { index, program, func }: Around): Regrowth | null => {
  for (const [held, capacity] of [...reached(index, node.test), ...sparse(index, node.test)]) {
    const quantity = quantityOf(index, capacity, func);
    if (quantity === null || quantityOf(index, held, func) === null) continue;
    const way = wayOf(index, quantity, func, node);
    if (way === null) continue;
    const ways = otherWays(index, program, quantity);
    return { held, capacity, paid: ways === null ? null : ways.has('cut') ? 'changes' : 'growth' };
  }
  return null;
});

/** The test asks whether the capacity is reached, and the block multiplies it; or for a third or less, and it takes a half. */
function wayOf(
  index: ProgramIndex,
  capacity: Quantity,
  func: FunctionNode | null,
  { test, then }: If,
): 'grown' | 'cut' | null {
  const fits = (pairs: readonly Pair[], isNext: typeof isMore): boolean =>
    pairs.some(([held, limit]) => {
      if (!isSame(quantityOf(index, limit, func), capacity)) return false;
      const reading = readingIn(index, capacity, quantityOf(index, held, func), func);
      return setsTo(then, reading, isNext);
    });
  if (fits(reached(index, test), isMore)) return 'grown';
  return fits(sparse(index, test), isHalf) ? 'cut' : null;
}

// ---------------------------------------------------------------- tests

/** What is held, and the capacity. */
type Pair = readonly [Expr, Expr];

/** `size == capacity`, `size + 1 > capacity`, `size > capacity * 0.75`, `size / capacity >= 0.75`. */
function reached(index: ProgramIndex, test: Expr): Pair[] {
  return comparisons(test).flatMap(([small, large]): Pair[] => {
    // The one that has become as large as the other stands on the right.
    const held = plain(index, large);
    if (held.kind === 'binary' && held.op === '/')
      return [[plain(index, held.left), plain(index, held.right)]];
    return plain(index, small) === held ? [] : [[held, plain(index, small)]];
  });
}

/** `size == capacity // 4`, `4 * size < capacity`. */
function sparse(index: ProgramIndex, test: Expr): Pair[] {
  return comparisons(test).flatMap(([small, large]): Pair[] => {
    if (isMultiple(small)) return [[plain(index, small), plain(index, large)]];
    const isPart = large.kind === 'binary' && (large.op === '/' || large.op === '//') && isThird(large.right);
    return isPart ? [[plain(index, small), plain(index, large.left)]] : [];
  });
}

const isThird = (expr: Expr): boolean => expr.kind === 'number' && expr.value >= 3;

const isMultiple = (expr: Expr): boolean =>
  expr.kind === 'binary' && expr.op === '*' && (isThird(expr.left) || isThird(expr.right));

/** Each comparison of a test that holds, the smaller side first; both ways where the sides are equal. */
function comparisons(test: Expr): Pair[] {
  return operandsOf(test, 'and').flatMap((part): Pair[] => {
    if (part.kind !== 'compare') return [];
    const { op, left, right } = part;
    const pairs: Pair[] = [];
    if (UPWARDS.has(op)) pairs.push([left, right]);
    if (DOWNWARDS.has(op)) pairs.push([right, left]);
    return pairs;
  });
}

const UPWARDS: ReadonlySet<CompareOp> = new Set(['<', '<=', '==']);
const DOWNWARDS: ReadonlySet<CompareOp> = new Set(['>', '>=', '==']);

/** Without what it is multiplied by and what is added. */
function plain(index: ProgramIndex, expr: Expr): Expr {
  if (expr.kind === 'call') return isCast(index, expr) ? plain(index, expr.args[0]!.value) : expr;
  if (expr.kind !== 'binary') return expr;
  const { op, left, right } = expr;
  if (op === '*') return plain(index, left.kind === 'number' ? right : left);
  const isNear = (op === '+' || op === '-') && right.kind === 'number';
  const isPart = op === '/' || op === '//' || op === '>>';
  return isNear || (isPart && right.kind === 'number') ? plain(index, left) : expr;
}

const isCast = (index: ProgramIndex, call: Call): boolean =>
  call.callee.kind === 'name' &&
  call.args.length === 1 &&
  measuredBy(index.roles, call) === null &&
  index.resolve(call) === null;

// ---------------------------------------------------------------- elsewhere

/** A change of the capacity, or a call of a function that may make one, with the tests around that hold there. */
interface Place {
  readonly func: FunctionNode | null;
  readonly tests: readonly If[];
  readonly looped: boolean;
  /** Null where it is a change. */
  readonly calls: FunctionNode | null;
}

/** How the capacity is changed wherever it is not set for the first time; null where it is set in other ways. */
function otherWays(index: ProgramIndex, program: Program, capacity: Quantity): ReadonlySet<string> | null {
  const tops = [...program.body, ...[...index.classes.values()].flatMap(({ fields }) => fields)];
  const places = [null, ...index.functions].flatMap((func) =>
    placesIn(index, capacity, func, func === null ? tops : func.body),
  );
  const ways = new Set<string>();
  const isAllowed = ({ func, tests, looped }: Place, depth: number): boolean => {
    const way = tests.map((node) => wayOf(index, capacity, func, node)).find((one) => one !== null);
    if (way != null) ways.add(way);
    if (way != null || (!looped && (func === null || func.special === 'construct'))) return true;
    const callers = func === null || depth === 0 ? [] : places.filter(({ calls }) => calls === func);
    return callers.length > 0 && callers.every((place) => isAllowed(place, depth - 1));
  };
  const others = places.filter((place) => place.calls === null && !isAllowed(place, 2));
  const isFirst = others.length === 1 && !capacity.path.includes('.');
  return others.length === 0 || isFirst ? ways : null;
}

function placesIn(
  index: ProgramIndex,
  capacity: Quantity,
  func: FunctionNode | null,
  body: readonly Stmt[],
): Place[] {
  const reading = readingIn(index, capacity, null, func);
  const places: Place[] = [];
  const visit = (node: Stmt | Expr, tests: readonly If[], looped: boolean): void => {
    if (node.kind === 'function' || node.kind === 'class') return;
    const calls = node.kind === 'call' ? index.resolve(node) : null;
    if (calls !== null || isChange(node, reading)) places.push({ func, tests, looped, calls });
    eachChildExpr(node, (child) => visit(child, tests, looped));
    const within = looped || node.kind === 'while' || node.kind === 'forEach';
    if (node.kind !== 'if') return eachChildStmt(node, (stmt) => visit(stmt, tests, within));
    for (const stmt of node.then) visit(stmt, [...tests, node], looped);
    for (const stmt of node.otherwise) visit(stmt, tests, looped);
  };
  for (const stmt of body) visit(stmt, [], false);
  return places;
}

function isChange(node: Stmt | Expr, reading: Reading): boolean {
  if (node.kind === 'assign') return node.targets.some((target) => isSet(target, reading));
  if (node.kind === 'assignExpr') return isSet(node.target, reading);
  if (node.kind !== 'call' || node.callee.kind !== 'field' || !reading.capacity.measured) return false;
  const { roles } = reading.index;
  const isMoved = roles.is(node, 'push') || roles.is(node, 'pop') || roles.is(node, 'clear');
  return isMoved && isCapacity(node.callee.object, reading);
}

/** It is set here; a field of that name may be, of whatever object. */
function isSet(target: Expr, reading: Reading): boolean {
  if (target.kind === 'collection') return target.elements.some((element) => isSet(element, reading));
  if (isCapacity(target, reading)) return true;
  const isOther = target.kind === 'field' && pathOf(target.object) !== reading.func?.receiver;
  return isOther && reading.capacity.path.endsWith(`.${target.name}`);
}
