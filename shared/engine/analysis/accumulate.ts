/** Numbers that the turns of a loop add to or multiply. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, compare, exp, isOne, isZero, max, plus, times } from '../cost/cost.ts';
import type { BinaryOp, Expr, Stmt } from '../ir/ir.ts';
import { operandsOf } from '../ir/walk.ts';
import { operate } from './arithmetic.ts';
import { regrownValue } from './capacities/enter.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, lookup, ownerOf } from './frame.ts';
import { inAll } from './levels.ts';
import { testedLimit } from './loops/tested.ts';
import { type Machine, settle } from './machine.ts';
import { type Change, changesIn, pathOf, rootOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { addedOnPath } from './recursion/restored.ts';
import { sameText } from './unmark.ts';
import { type Num, UNKNOWN, find, knownInt, nonZero, num } from './value.ts';

/** The depth at which the target was last set to a new value: turns of deeper levels accumulate. */
export function depthSince(m: Machine, frame: Frame, target: Expr): number {
  const path = pathOf(target);
  if (path === null) {
    const root = target.kind === 'index' ? evaluate(m, frame, target.object) : UNKNOWN;
    const born = root.kind === 'ref' ? Math.min(find(root.object).born, m.levels.length) : m.levels.length;
    return target.kind === 'index' ? otherCells(m, frame, target.index, born) : born;
  }
  const rootName = rootOf(path);
  const owner = ownerOf(frame, rootName);
  if (rootName !== path) {
    const root = lookup(frame, rootName) ?? frame.self;
    return root?.kind === 'ref' ? Math.min(find(root.object).born, m.levels.length) : 0;
  }
  return Math.min(owner.boundAt.get(path) ?? owner.base, m.levels.length);
}

/** A loop whose every turn has another cell, and that stands in no other: each cell is updated in one turn. */
function otherCells(m: Machine, frame: Frame, index: Expr, born: number): number {
  const place = quietly(m, frame, index);
  const at = place.kind === 'num' && place.distinct !== null ? m.levels.indexOf(place.distinct) : -1;
  return at >= born && m.levels.slice(born, at).every(({ kind }) => kind === 'guard') ? at + 1 : born;
}

/** `target op= by`, at a place. */
interface Step {
  readonly place: Stmt | Expr;
  readonly target: Expr;
  readonly op: BinaryOp;
  readonly by: Expr;
}

/** What a number is that an operator changes; over a loop it accumulates with every turn since it was last set. */
export function accumulate(
  m: Machine,
  frame: Frame,
  { place, target, op, by: byExpr }: Step,
  old: Num,
  by: Num,
): Num {
  if (m.regrown.length > 0 && regrownValue(m, frame, target) !== null) return operateNum(m, op, old, by);
  const since = depthSince(m, frame, target);
  const looping = m.levels.length > since;
  const step = operateNum(m, op, old, by);
  if (!looping) return step;
  if (op === '-' && isOne(old.max) && knownInt(by) === 1 && staysPositive(m, target)) return num(old.max);
  if (op === '+' || op === '-') {
    const growth = { place, target, by: byExpr, added: nonZero(by.max), since };
    const all = (op === '+' ? addedOnPath(m, frame, growth) : null) ?? addedInAll(m, by, since);
    const grown = lesser(all, op === '+' ? testedLimit(m, frame, target) : null);
    return num(op === '+' ? plus(old.max, grown) : plus(old.max, isOne(old.max) ? grown : ONE), {
      float: old.float || by.float,
      exact: withinTurn(m, op, old, by, since),
    });
  }
  if (op === '*' || op === '<<')
    return multiplied(m, frame, { place, target, op, by: byExpr }, old, by, since);
  return { ...step, exact: null };
}

/** `if left > 0: left -= 1`: no further below zero than it was above it. */
function staysPositive({ arm, levels }: Machine, target: Expr): boolean {
  for (let at = arm; at !== null; at = at.outer)
    if (at.then && operandsOf(at.node.test, 'and').some((test) => isPositive(test, target))) return true;
  return levels.some(
    ({ node }) =>
      node?.kind === 'while' && operandsOf(node.test, 'and').some((test) => isPositive(test, target)),
  );
}

/** `x`, `x > 0`, `x != 0` and `x >= 1` say that x is above zero, where it was not below it before. */
function isPositive(test: Expr, target: Expr): boolean {
  if (test.kind !== 'compare') return sameText(test, target);
  if (test.right.kind !== 'number' || !sameText(test.left, target)) return false;
  const { value } = test.right;
  return (value === 0 && (test.op === '>' || test.op === '!=')) || (value === 1 && test.op === '>=');
}

/** By a factor each turn, or by a few numbers. */
function multiplied(
  m: Machine,
  frame: Frame,
  { target, op, by: byExpr }: Step,
  old: Num,
  by: Num,
  since: number,
): Num {
  const multiplies = isFactor(by) || !(isSign(by) || isWorn(m, target, byExpr, since));
  const known = (moves(m, byExpr, since) ? null : knownInt(by)) ?? (multiplies ? 2 : 1);
  const factor = op === '<<' ? 2 ** Math.min(known, 30) : Math.abs(known);
  const turns = settle(m, inAll(m.levels, ONE, since));
  const isFew = isOne(turns) && m.levels.slice(since).every(({ node }) => node?.kind === 'forEach');
  const product = isFew ? times(old.max, by.max) : exp(factor, turns);
  if (factor > 1) return num(testedLimit(m, frame, target) ?? product, {});
  return num(max(old.max, ONE), { float: old.float });
}

/** The loops change it: what it is in the first turn, it is in no other. */
function moves(m: Machine, expr: Expr, since: number): boolean {
  const path = pathOf(expr);
  return path !== null && m.levels.slice(since).some(({ body }) => changesIn(body, m.index).has(path));
}

/** What all turns add, or, where that is less, the limit up to which a loop counts. */
const lesser = (added: Cost, limit: Cost | null): Cost =>
  limit !== null && compare(limit, added) === 'less' ? limit : added;

/** A whole number that is bounded by a constant, and none of a few that are known, as a flag or a sign is. */
const isFactor = (by: Num): boolean => isOne(by.max) && !isSign(by);

const isSign = ({ max: bound, domain, float }: Num): boolean => isOne(bound) && (float || domain !== null);

/**
 * The turns divide it too, as those of a window that is left behind do, or multiply it by what a division leaves, or by what
 * they divide another number by, `x /= d; product *= d`.
 */
function isWorn(m: Machine, target: Expr, by: Expr, since: number): boolean {
  if (by.kind === 'binary' && DIVIDES.has(by.op)) return true;
  const [path, factor] = [pathOf(target), pathOf(by)];
  const isDivision = (change: Change): boolean => change.kind === 'scale' && DIVIDES.has(change.op);
  return m.levels.slice(since).some(({ body }) => {
    const changes = changesIn(body, m.index);
    if ((changes.get(path ?? '') ?? []).some(isDivision)) return true;
    return (
      factor !== null &&
      [...changes.values()].some((list) =>
        list.some((c) => c.kind === 'scale' && (c.op === '//' || c.op === '/') && pathOf(c.by) === factor),
      )
    );
  });
}

const DIVIDES: ReadonlySet<BinaryOp> = new Set(['/', '//', '%']);

/**
 * Where a number is within the turn, in the terms of where it was at the head of the loop. The first pass does not know
 * yet what the loop carries on.
 */
function withinTurn(m: Machine, op: '+' | '-', old: Num, by: Num, since: number): Num['exact'] {
  if (m.pass === 1 || old.exact === null || by.exact === null || affine.isConstant(old.exact)) return null;
  if (m.levels.slice(since).some(({ kind }) => kind === 'recursion')) return null;
  return affine.plus(old.exact, op === '+' ? by.exact : affine.scale(by.exact, -1));
}

/** What adding a value in every turn makes: for the elements of a container the container's sum. */
function addedInAll(m: Machine, by: Num, since: number): Cost {
  const sum = by.drawnFrom === null ? null : find(by.drawnFrom).sum;
  const at = by.place === null ? -1 : m.levels.indexOf(by.place);
  if (sum !== null && at >= since && at === m.levels.length - 1)
    return settle(m, inAll(m.levels.slice(0, at), settle(m, sum), since));
  return settle(m, inAll(m.levels, isZero(by.max) ? ONE : by.max, since));
}

function operateNum(m: Machine, op: BinaryOp, old: Num, by: Num): Num {
  const value = operate(m, m.calls[m.calls.length - 1]!, NOWHERE, op, old, by);
  return value.kind === 'num' ? value : old;
}

const NOWHERE: Expr = {
  kind: 'constant',
  value: null,
  span: { start: 0, end: 0, line: 0, column: 0, endLine: 0, endColumn: 0 },
};
