/** Loops that end when a number passes another, runs out, or no longer divides. */
import { affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, compare, divide, isOne, log, min, power, symbolsOf } from '../../cost/cost.ts';
import type { Compare, Expr } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { divisorsInAll } from '../folded.ts';
import { lookup } from '../frame.ts';
import type { LoopBound } from '../loops/open.ts';
import { partsBound } from '../loops/parts.ts';
import { harmonic } from '../loops/ranges.ts';
import { settle } from '../machine.ts';
import { type Change, changesIn, pathOf, takesOut } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find, knownInt } from '../value.ts';
import { byCells } from './cells.ts';
import { byFollow } from './cursor.ts';
import { degreeIn } from './degree.ts';
import { byGrowingSteps } from './growing-steps.ts';
import { byHalving } from './halving.ts';
import { byLastElement } from './last-element.ts';
import { goesRound, type Motion, motion, movesEachTurn, movingPart } from './motion.ts';
import { type Query, distance, limitOf, linear, logarithmic, pathsIn, progressFrom } from './query.ts';
import { leavesRemainder } from './remainders.ts';
import { byRewinds } from './rewinds.ts';
import { byWorklist } from './worklist.ts';

const BY_FACTORS: Partial<Record<Motion, string>> = {
  grow: 'grows by a factor each turn',
  shrink: 'shrinks by a factor each turn',
  gain: 'gains a bit each turn',
  lose: 'loses a bit each turn',
};

/** `i <= n / i` is `i * i <= n`. */
function byQuotient(q: Query, small: Expr, large: Expr): LoopBound | null {
  const path = pathOf(small);
  if (path === null || large.kind !== 'binary' || (large.op !== '//' && large.op !== '/')) return null;
  if (pathOf(large.right) !== path || motion(q, path) !== 'up') return null;
  const from = progressFrom(q, path);
  return linear(q, power(limitOf(q, large.left), 0.5), from, `${path} only grows`, path);
}

const bySpecialSteps = (q: Query, small: Expr, large: Expr): LoopBound | null =>
  byQuotient(q, small, large) ??
  byHalving(q, small, large) ??
  byGrowingSteps(q, small, large) ??
  byLastElement(q, small, large) ??
  byChase(q, small, large);

/** `small < large`: small moves up, or large moves down, or both close in on each other by halves. */
export function byOrder(q: Query, small: Expr, large: Expr): LoopBound | null {
  const special = bySpecialSteps(q, small, large);
  if (special !== null) return special;
  const up = movingPart(q, small, ['up', 'grow', 'gain']);
  const down = movingPart(q, large, ['down', 'shrink', 'lose']);
  const size = sizeTest(q, small, large);
  if (size !== null) return size;
  if (up === null && down === null) return byOtherMoves(q, small, large);
  const from = Math.max(
    up === null ? 0 : progressFrom(q, up.path),
    down === null ? 0 : progressFrom(q, down.path),
  );
  const limit = limitOf(q, large);
  for (const part of [up, down]) {
    const reason = part === null ? undefined : BY_FACTORS[part.motion];
    if (reason === undefined || waitsForDivisor(q, part!)) continue;
    return logarithmic(
      q,
      wayOf(q, large, part!.path, limit),
      progressFrom(q, part!.path),
      part!.path,
      reason,
    );
  }
  const most = from < q.m.levels.length ? limit : nearest(q, small, large, limit);
  if (up !== null && down !== null)
    return linear(
      q,
      shapedLimit(q, small, up.path, most),
      from,
      `${up.path} only grows and ${down.path} only falls`,
      up.path,
    );
  const { path } = (up ?? down)!;
  const series =
    bySeries(q, path, limit, from) ??
    byMultiples(q, path, limit, from) ??
    (up === null ? null : overOthers(q, small, large, path, most));
  if (series !== null) return series;
  return up === null
    ? linear(q, bySteps(q, path, most), from, `${path} only falls`, path)
    : linear(q, upTo(q, small, path, from, bySteps(q, path, most)), from, `${path} only grows`, path);
}

/** `n % 3 != 2`: a remainder says nothing about how far the number itself has to go. */
function wayOf(q: Query, side: Expr, path: string, limit: Cost): Cost {
  const isPart = side.kind === 'binary' && (side.op === '%' || side.op === '&');
  return isPart && pathOf(side.left) === path ? limitOf(q, side.left) : limit;
}

/** `i += k` in every turn: the k-th part of the way. */
function bySteps(q: Query, path: string, way: Cost): Cost {
  const lengths = (q.changes.get(path) ?? []).map((change) =>
    change.kind === 'step' ? stepLength(q, change.amount) : null,
  );
  const [length] = lengths;
  const isSame = lengths.every((other) => other !== null && compare(other, length!) === 'equal');
  return length == null || isOne(length) || !isSame || !movesEachTurn(q, path) ? way : divide(way, length);
}

/** What a step is long that is the same in every turn, and in all of the loops around. */
function stepLength({ m, frame, changes }: Query, amount: Expr): Cost | null {
  const value = pathsIn(amount).some((path) => changes.has(path)) ? null : quietly(m, frame, amount);
  const exact = value?.kind === 'num' ? value.exact : null;
  if (exact === null || exact.constant < 0) return null;
  const isFixed = [...exact.terms].every(([name, times]) => times > 0 && !name.startsWith('@'));
  return isFixed ? settle(m, affineToCost(exact)) : null;
}

/** `while p * p <= n: while n % p == 0: n //= p; p += 1`: turns that do not divide the number move its divisor on, up to it. */
function waitsForDivisor(q: Query, { path }: { readonly path: string }): boolean {
  const isByMoving = (change: Change): boolean =>
    change.kind === 'scale' && pathsIn(change.by).some((by) => motion(q, by) === 'up');
  return (q.changes.get(path) ?? []).every(isByMoving) && !movesEachTurn(q, path);
}

/** `x * j < limit` over different x: j comes up to limit / x. */
function byProduct(q: Query, small: Expr, path: string, limit: Cost): LoopBound | null {
  if (small.kind !== 'binary' || small.op !== '*') return null;
  const [left, right] = [pathOf(small.left), pathOf(small.right)];
  const other = left === path ? small.right : right === path ? small.left : null;
  const factor = other?.kind === 'name' && !q.changes.has(other.name) ? lookup(q.frame, other.name) : null;
  return factor?.kind === 'num' ? harmonic(q.m, factor, limit, q.m.levels.length) : null;
}

/** The variable of the smaller side moves up, not as far over the turns of a loop around as in each of them. */
function overOthers(q: Query, small: Expr, large: Expr, path: string, most: Cost): LoopBound | null {
  return byProduct(q, small, path, limitOf(q, large)) ?? overParts(q, small, large, most);
}

/** `i < len(row)` over different rows: all turns together are what the rows hold. */
function overParts({ m, frame }: Query, small: Expr, large: Expr, count: Cost): LoopBound | null {
  const limit = pathOf(small) === null ? null : quietly(m, frame, large);
  if (limit?.kind !== 'num' || limit.lengthPart === null) return null;
  const { container, level } = limit.lengthPart;
  return partsBound(m, find(container), level, count, m.levels.length);
}

/** Neither side is a variable that moves one way. */
function byOtherMoves(q: Query, small: Expr, large: Expr): LoopBound | null {
  return (
    byCells(q, small, large) ??
    byFollow(q, small) ??
    byFollow(q, large) ??
    byRewinds(q, small, large) ??
    (small.kind === 'number' ? euclid(q, large) : null)
  );
}

/** The limit, or how far it is away before the first turn. */
function nearest(q: Query, small: Expr, large: Expr, limit: Cost): Cost {
  const apart = distance(q, small, large);
  if (apart === null) return limit;
  return isDistance(apart) ? apart : min(limit, apart);
}

/** It is all of variables' own, which the loops around carry on: no other limit says more. */
const isDistance = (cost: Cost): boolean =>
  symbolsOf(cost).length > 0 && symbolsOf(cost).every((name) => name.startsWith('@@'));

/** `total += k; k += 1`: steps that are longer by one each turn add up to the square of their number. */
function bySeries(q: Query, path: string, limit: Cost, from: number): LoopBound | null {
  const steps = q.changes.get(path) ?? [];
  const lengths = steps.flatMap((change) => (change.kind === 'step' ? lengthOf(q, change.amount) : []));
  const grows = (length: string): boolean =>
    length !== path && motion(q, length) === 'up' && movesEachTurn(q, length);
  if (from < q.m.levels.length || lengths.length === 0 || lengths.length < steps.length) return null;
  if (!lengths.every(grows) || !movesEachTurn(q, path)) return null;
  return {
    count: settle(q.m, power(limit, 0.5)),
    from,
    rule: 'series',
    reason: `${path} moves by ${lengths[0]!}, which grows each turn: k turns move it by k² / 2`,
  };
}

/** `multiple += d` over different d: up to the limit there are limit / d multiples. */
function byMultiples(q: Query, path: string, limit: Cost, from: number): LoopBound | null {
  const [change, ...others] = q.changes.get(path) ?? [];
  if (change?.kind !== 'step' || others.length > 0 || from < q.m.levels.length) return null;
  const step = pathOf(change.amount);
  if (step === null || q.changes.has(step) || !movesEachTurn(q, path)) return null;
  const length = quietly(q.m, q.frame, change.amount);
  return length.kind === 'num' ? harmonic(q.m, length, limit, q.m.levels.length) : null;
}

/** `while left >= k: left -= k; k += 1`: what is taken away is longer by one each turn, whatever constants come back. */
function byChase(q: Query, small: Expr, large: Expr): LoopBound | null {
  const [step, left] = [pathOf(small), pathOf(large)];
  if (step === null || left === null || step === left) return null;
  const changes = (q.changes.get(left) ?? []).flatMap((change) => (change.kind === 'step' ? change : []));
  const isTaken = ({ sign, amount }: (typeof changes)[number]): boolean =>
    sign < 0 && pathOf(amount) === step;
  const taken = changes.filter(isTaken);
  const others = changes.filter((change) => !isTaken(change));
  if (taken.length === 0 || changes.length < q.changes.get(left)!.length) return null;
  if (!others.every(({ amount }) => amount.kind === 'number')) return null;
  if (!q.node.body.some((stmt) => taken.some(({ node }) => node === stmt))) return null;
  if (motion(q, step) !== 'up' || !movesEachTurn(q, step)) return null;
  return {
    count: settle(q.m, power(limitOf(q, large), 0.5)),
    from: q.m.levels.length,
    rule: 'series',
    reason: `${left} moves by ${step}, which grows each turn: k turns move it by k² / 2`,
  };
}

/** The counter that a step is as long as: `k`, `k + 1`, `min(left, k)`. */
function lengthOf(q: Query, amount: Expr): string[] {
  const path = pathOf(amount);
  if (path !== null) return [path];
  if (amount.kind === 'binary' && amount.op === '+' && amount.right.kind === 'number')
    return lengthOf(q, amount.left);
  if (amount.kind !== 'call' || !q.m.index.roles.is(amount, 'min')) return [];
  const lengths = amount.args.flatMap((arg) => lengthOf(q, arg.value));
  return lengths.filter((length) => motion(q, length) === 'up').slice(0, 1);
}

const upTo = (q: Query, small: Expr, path: string, from: number, most: Cost): Cost =>
  shapedLimit(q, small, path, byFactor(q, small, path, from, most) ?? most);

/** `i * i <= n` and `i * (i + 1) <= n` end at the square root, `2 ** i <= n` at the logarithm. */
function shapedLimit(q: Query, small: Expr, path: string, limit: Cost): Cost {
  if (small.kind !== 'binary') return limit;
  const degree = degreeIn(small, path);
  if (degree > 1) return power(limit, 1 / degree);
  if ((small.op === '**' || small.op === '<<') && pathOf(small.right) === path) return log(limit);
  return small.op === '*' ? shapedLimit(q, small.left, path, limit) : limit;
}

/** `factor * i < n`, where the factor is the variable of a loop around: the n-th part of the limit. */
function byFactor(q: Query, small: Expr, path: string, from: number, limit: Cost): Cost | null {
  if (small.kind !== 'binary' || small.op !== '*' || from < q.m.levels.length) return null;
  const { left, right } = small;
  const other = pathOf(left) === path ? right : pathOf(right) === path ? left : null;
  const name = other === null ? null : pathOf(other);
  if (name === null || q.changes.has(name)) return null;
  const factor = lookup(q.frame, name);
  if (factor?.kind !== 'num' || factor.exact?.constant !== 0) return null;
  const [symbol, ...more] = factor.exact.terms.keys();
  if (symbol?.startsWith('@') !== true || symbol.startsWith('@@') || more.length > 0) return null;
  return divide(limit, affineToCost(factor.exact));
}

/** `while n % d == 0: n //= d`. */
export function byDivision(q: Query, test: Compare): LoopBound | null {
  for (const path of pathsIn(test)) {
    const found = motion(q, path);
    if (found === 'shrink' || found === 'lose') {
      const value = lookup(q.frame, path);
      const limit = value?.kind === 'num' ? settle(q.m, value.max) : q.m.inputSize;
      const from = progressFrom(q, path);
      const reason = 'is divided each turn';
      const bound = logarithmic(q, limit, from, path, reason);
      return from < bound.from ? linear(q, bound.count, from, `${path} ${reason}`, path) : bound;
    }
    if (found === 'grow')
      return logarithmic(q, q.m.inputSize, q.m.levels.length, path, 'grows by a factor each turn');
  }
  return null;
}

/** `while n:` with n going down. */
export function byCountdown(q: Query, test: Expr): LoopBound | null {
  const part = movingPart(q, test, ['down', 'shrink', 'lose', 'up', 'grow']);
  if (part === null) return euclid(q, test);
  const limit = wayOf(q, test, part.path, limitOf(q, test));
  if (part.motion === 'shrink' || part.motion === 'lose')
    return logarithmic(q, limit, progressFrom(q, part.path), part.path, 'shrinks by a factor each turn');
  if (part.motion === 'down')
    return linear(q, limit, progressFrom(q, part.path), `${part.path} only falls`, part.path);
  return null;
}

/** The changes of a variable, and of those that it is copied from: `t = a % b; a = b; b = t`. */
function valuesOf(q: Query, path: string, depth: number): readonly Change[] {
  const list = q.changes.get(path) ?? [];
  if (depth === 0) return list;
  return list.flatMap((c) => (c.kind === 'copy' && c.from !== path ? valuesOf(q, c.from, depth - 1) : [c]));
}

/** `a, b = b, a % b`, and `a, b = a ^ b, (a & b) << 1`. */
function euclid(q: Query, test: Expr): LoopBound | null {
  for (const path of pathsIn(test)) {
    const list = valuesOf(q, path, 3);
    if (!goesRound(list) && list.some((c) => leavesRemainder(q, path, c) || isRemainder(c))) {
      const count = log(limitOf(q, test));
      const plain: LoopBound = {
        count,
        from: q.m.levels.length,
        rule: 'geometric',
        reason: `the remainder at least halves every two turns`,
      };
      return divisorsInAll(q.m, q.frame, count) ?? plain;
    }
    const carry = list.some(
      (c) =>
        c.kind === 'set' &&
        c.value !== null &&
        c.value.kind === 'binary' &&
        (c.value.op === '<<' || c.value.op === '&'),
    );
    if (carry)
      return {
        count: log(limitOf(q, test)),
        from: q.m.levels.length,
        rule: 'geometric',
        reason: 'one bit is settled each turn',
      };
  }
  return null;
}

/** `x %= y`, `x = a % b`. By a fixed number a remainder is taken once, and a place in a ring, `(x + 1) % n`, is none. */
function isRemainder(change: Change): boolean {
  if (change.kind === 'scale') return change.op === '%' && change.by.kind !== 'number';
  const value = change.kind === 'set' ? change.value : null;
  if (value?.kind !== 'binary') return false;
  return value.op === '//' || (value.op === '%' && value.right.kind !== 'number');
}

/** Some variable of the test moves one way: by its own magnitude. */
export function anyMotion(q: Query): LoopBound | null {
  for (const path of pathsIn(q.node.test)) {
    const move = motion(q, path, true);
    if (move === null) continue;
    const value = lookup(q.frame, path);
    const isBounded = value?.kind === 'num' && !isOne(value.max);
    const limit = isWithin(q, path)
      ? ONE
      : (limitAhead(q, path, move) ?? (isBounded ? settle(q.m, value.max) : q.m.inputSize));
    if (move === 'up' || move === 'down')
      return linear(q, limit, progressFrom(q, path), `${path} moves one way`, path);
    return logarithmic(q, limit, q.m.levels.length, path, 'changes by a factor each turn');
  }
  return null;
}

/** What the variable moves up to: a side of the test that no turn changes. */
function limitAhead(q: Query, path: string, move: Motion): Cost | null {
  const { test } = q.node;
  if (move !== 'up' || test.kind !== 'compare') return null;
  const isAbove = test.op === '>' || test.op === '>=';
  const [small, large] = isAbove ? [test.right, test.left] : [test.left, test.right];
  const isAhead = /^[<>]=?$/.test(test.op) && pathsIn(small).includes(path);
  return isAhead && pathsIn(large).every((other) => !q.changes.has(other)) ? limitOf(q, large) : null;
}

/** `0 <= x < 8`: wherever it starts, and whichever way it goes, it is soon out again. */
function isWithin(q: Query, path: string): boolean {
  const limits = [false, false];
  const visit = (test: Expr): void => {
    if (test.kind === 'logical' && test.op === 'and') [test.left, test.right].forEach(visit);
    if (test.kind !== 'compare' || !['<', '<=', '>', '>='].includes(test.op)) return;
    const at = pathOf(test.left) === path ? 0 : pathOf(test.right) === path ? 1 : null;
    if (at === null) return;
    const other = quietly(q.m, q.frame, at === 0 ? test.right : test.left);
    if (knownInt(other) !== null) limits[(at === 0) === test.op.startsWith('<') ? 0 : 1] = true;
  };
  visit(q.node.test);
  return limits.every(Boolean);
}

/** `len(container) < limit` with pushes, or `> limit` with pops. */
function sizeTest(q: Query, small: Expr, large: Expr): LoopBound | null {
  for (const side of [small, large]) {
    const target = measuredBy(q.m.index.roles, side);
    if (target === null) continue;
    const popped = side === large ? byWorklist(q, target) : null;
    if (popped !== null) return popped;
    const path = pathOf(target);
    const grows = quietly(q.m, q.frame, target);
    if (grows.kind === 'ref' && ['set', 'map'].includes(find(grows.object).type)) continue;
    if (side === small && path !== null && (q.changes.get(path) ?? []).some((c) => c.kind === 'push')) {
      return linear(q, limitOf(q, large), grownFrom(q, path), `${path} grows towards the limit`, path);
    }
  }
  return null;
}

/** The depth since which a container has only grown. */
function grownFrom(q: Query, path: string): number {
  const { levels, index } = q.m;
  const shrinks = levels.findLastIndex((level) =>
    (changesIn(level.body, index).get(path) ?? []).some(takesOut),
  );
  return Math.max(progressFrom(q, path), shrinks + 1);
}
