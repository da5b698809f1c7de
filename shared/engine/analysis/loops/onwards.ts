/**
 * Ranges that begin behind what the ranges before have covered: by their own variable, `for i in range(i + 1, n)`, or by
 * a frontier that is set to where they end, `for j in range(max(i, far + 1), i + k + 1)` and then `far = i + k`.
 * All together they run over what there is to cover, once.
 */
import { affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, max, min } from '../../cost/cost.ts';
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { type Frame } from '../frame.ts';
import { type Level, inAll, innermost } from '../levels.ts';
import { type Machine, assume, settle } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import type { Num } from '../value.ts';
import type { LoopBound } from './open.ts';

/** The turns of such a range over all turns of the loop around; null for any other. */
export function onwardBound(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const ends = endsOf(node.iterable);
  if (ends === null) return null;
  const at = innermost(m.levels);
  const around = m.levels[at];
  if (around?.kind !== 'loop' || around.frame !== frame) return null;
  const scope: Scope = { m, around, changes: changesIn(around.body, m.index), node };
  const own = node.iterable.kind === 'range' ? node.iterable.start : null;
  const path = ownVariable(scope, own) ?? frontier(scope, ends.start, ends.end);
  const end = quietly(m, frame, ends.end);
  if (path === null || end.kind !== 'num') return null;
  return {
    count: max(settle(m, lastEnd(end)), inAll(m.levels.slice(at), ONE)),
    from: at,
    rule: 'amortised',
    reason: `each range begins where ${path} is, which the range before has moved on`,
  };
}

/** Where a range begins and ends; `range(high - low - 1)` is as long as one from low on up to high. */
function endsOf(iterable: Expr): { readonly start: Expr; readonly end: Expr } | null {
  if (iterable.kind !== 'range' || iterable.step !== null) return null;
  const { start, end } = iterable;
  if (start !== null) return { start, end };
  const { base } = shifted(end);
  return base.kind === 'binary' && base.op === '-' && base.right.kind !== 'number'
    ? { start: base.right, end: base.left }
    : null;
}

/** Where the last range ends at most: what it is known to stay below in every turn, else its bound. */
function lastEnd({ below, max: bound }: Num): Cost {
  const fixed = below.filter(({ terms }) => [...terms.keys()].every((name) => !name.startsWith('@')));
  return fixed.length === 0 ? bound : fixed.map(affineToCost).reduce((a, b) => min(a, b));
}

interface Scope {
  readonly m: Machine;
  readonly around: Level;
  readonly changes: Changes;
  readonly node: ForEach;
}

/** The variable that the range runs with, if nothing else moves it but steps onwards, or to where the range ends. */
function ownVariable({ changes, node }: Scope, start: Expr | null): string | null {
  if (start === null || node.iterable.kind !== 'range') return null;
  const { end } = node.iterable;
  const path = pathOf(node.target);
  const from = shifted(start);
  if (path === null || pathOf(from.base) !== path || from.by < 0) return null;
  const onwards = (change: Change): boolean =>
    change.node === node ||
    (change.kind === 'step' && change.sign === 1) ||
    (change.node.kind === 'assign' && sameText(change.node.value, end));
  return changes.get(path)?.every(onwards) === true ? path : null;
}

/** The variable that the start is above, and that is set to the end behind the loop. */
function frontier(scope: Scope, start: Expr, end: Expr): string | null {
  const { m, around, changes, node } = scope;
  for (const from of sumsOf(scope, start, 'max')) {
    const path = pathOf(from.base);
    const list = path === null ? undefined : changes.get(path);
    if (path === null || list?.length !== 1 || !followsIn(around, node, list[0]!.node)) continue;
    const [set] = list;
    if (set!.node.kind !== 'assign') continue;
    const reached = set!.node.value;
    const ends = argumentsOf(scope, reached, 'max');
    const isKept = set!.kind === 'clamp' || ends.length === 1;
    const highs = sumsOf(scope, end, 'min');
    const isPast = (one: Expr): boolean => {
      const { base, by } = shifted(one);
      return highs.some((to) => sameSum(base, to.base) && to.by - by <= from.by);
    };
    const meets = ends.some((one) => argumentsOf(scope, one, 'min').every(isPast));
    if (!isKept || !meets) continue;
    if (set!.kind !== 'clamp')
      assume(m, `onwards:${node.span.start}`, `${path} is taken not to fall back`, node.headerSpan);
    return path;
  }
  return null;
}

/** What a `max` or `min` is over; a name stands for what it was set to in the loop around, if only once. */
function argumentsOf({ m, changes }: Scope, expr: Expr, role: 'max' | 'min'): readonly Expr[] {
  const path = pathOf(expr);
  const list = path === null ? undefined : changes.get(path);
  const [only] = list ?? [];
  const value = list?.length === 1 && only!.kind === 'set' && only!.value !== null ? only!.value : expr;
  return value.kind === 'call' && m.index.roles.is(value, role)
    ? value.args.map((arg) => arg.value)
    : [value];
}

/** What a `max` or `min` is over, with what is added to each: of `min(i + k, n) + 1` i + k and n, both with 1. */
function sumsOf(scope: Scope, expr: Expr, role: 'max' | 'min'): readonly Sum[] {
  return argumentsOf(scope, expr, role).flatMap((part) => {
    const { base, by } = shifted(part);
    const parts = base.kind === 'call' ? argumentsOf(scope, base, role) : [base];
    return parts.map(shifted).map((sum) => ({ base: sum.base, by: sum.by + by }));
  });
}

/** `e + c` as e and c. */
interface Sum {
  readonly base: Expr;
  readonly by: number;
}

function shifted(expr: Expr): Sum {
  if (expr.kind !== 'binary' || expr.right.kind !== 'number') return { base: expr, by: 0 };
  const { op, left, right } = expr;
  return op === '+'
    ? { base: left, by: right.value }
    : op === '-'
      ? { base: left, by: -right.value }
      : { base: expr, by: 0 };
}

/** Sums of the same names and numbers. */
function sameSum(a: Expr, b: Expr): boolean {
  if (a.kind === 'binary' && b.kind === 'binary' && a.op === '+' && b.op === '+')
    return sameSum(a.left, b.left) && sameSum(a.right, b.right);
  return sameText(a, b);
}

/** The statement stands behind the loop in the same block, and runs whenever that is left by its end. */
const followsIn = ({ body }: Level, loop: ForEach, node: Stmt | Expr): boolean =>
  standsBehind(body, loop, node);

function standsBehind(block: readonly (Stmt | Expr)[], loop: ForEach, node: Stmt | Expr): boolean {
  const at = block.findIndex((stmt) => contains(stmt, loop));
  const found = block[at];
  if (found === loop) return block.indexOf(node) > at;
  return found?.kind === 'if' && [found.then, found.otherwise].some((arm) => standsBehind(arm, loop, node));
}
