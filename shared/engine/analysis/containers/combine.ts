/** Binary operators that put containers together. */
import { affine } from '../../cost/affine.ts';
import { type Cost, ONE, ZERO, isOne, log, min, plus, times } from '../../cost/cost.ts';
import type { Binary, BinaryOp, Expr } from '../../ir/ir.ts';
import type { Frame } from '../frame.ts';
import { allocate } from '../heap.ts';
import { join, joinMaybe } from '../join.ts';
import { chargeConcatenation } from '../library/concatenation.ts';
import { chargeSides } from '../library/scans.ts';
import { inAll } from '../levels.ts';
import { mergeParts } from '../loops/merged.ts';
import { type Machine, charge, exponential, settle } from '../machine.ts';
import { recordCall } from '../record.ts';
import { noteJoined } from '../recursion/taken.ts';
import { quietly } from '../quiet.ts';
import { chargeRepeat, isPutBetween } from '../texts.ts';
import { type HeapObject, type Ref, UNKNOWN, type Value, find, nonZero, ref } from '../value.ts';
import { copyInto } from './copy.ts';
import { adopt } from './grow.ts';
import { elementOf, valueSize } from './read.ts';

/** The elements so many times over: `[0] * n`. */
export function repeated(m: Machine, frame: Frame, node: Expr, source: Value, count: Value): Ref {
  const by = count.kind === 'num' ? settle(m, count.max) : ONE;
  const width = valueSize(m, source);
  const size = times(width, by);
  const object = allocate(m, frame.context, node, 'list', size);
  const elem = elementOf(source);
  adopt(m, object, elem);
  object.elem = object.elem === null ? elem : join(object.elem, elem);
  if (source.kind === 'ref') {
    const from = find(source.object);
    if (
      isOne(width) &&
      count.kind === 'num' &&
      from.exact !== null &&
      count.exact !== null &&
      affine.isConstant(from.exact)
    ) {
      object.exact = affine.scale(count.exact, from.exact.constant);
    }
    object.total = from.total === null ? null : times(from.total, by);
  }
  object.made = chargeRepeat(m, frame, node, size, count, 'makes the elements');
  return ref(object);
}

/** Operators on a container. */
export function containers(
  m: Machine,
  frame: Frame,
  node: Expr,
  op: BinaryOp,
  left: Ref,
  right: Value,
): Value {
  const object = find(left.object);
  if (op === '*') return repeated(m, frame, node, left, right);
  const a = valueSize(m, left);
  const b = valueSize(m, right);
  if (op === '+' && object.type !== 'map') {
    // Before the new one takes the place of one of them, as what a recursive call has put together may.
    const scanned = chargeConcatenation(m, frame, node, left, right, 'copies both sides');
    const made = concatenated(m, frame, node, left, right);
    find(made.object).made = scanned;
    return made;
  }
  if (object.type === 'set' || object.type === 'map') {
    const size = op === '&' ? min(a, b) : op === '-' ? a : plus(a, b);
    const result = copyInto(m, frame.context, node, left, object.type);
    const target = find(result.object);
    target.size = size;
    target.growth = null;
    target.derived = null;
    const [first, second] = node.kind === 'binary' ? [node.left, node.right] : [null, null];
    const [one, other]: [Side, Side] = [
      [left, first],
      [right, second],
    ];
    if (op === '|' || op === '^' || op === '+') {
      target.longerThan = object;
      unite(target, right);
      enlargeEachTurn(m, target, [one, other]);
    }
    const label = 'set algebra';
    const place = { node, label, allocates: size };
    // Of what both have the smaller side is run over, which is no more than either; what is taken away is only looked up.
    const isOneSided = op === '&' || op === '-';
    target.made = chargeSides(m, frame, place, isOneSided ? [one] : [one, other]);
    if (op === '&') target.made ??= chargeSides(m, frame, place, [other]);
    if (target.made === null) recordCall(m, node, label, size, 'visits the elements', size);
    return result;
  }
  charge(m, ONE);
  return UNKNOWN;
}

type Side = readonly [Value, Expr | null];

/**
 * `s = {x + y for y in s} | {x}`: larger by the other side in every turn, or twice as large where both are made of it.
 * What is left of the bits of one number, or what more it has, is as many as it has bits: `{x & y for y in s} | {x}`.
 */
function enlargeEachTurn(m: Machine, target: HeapObject, sides: readonly Side[]): void {
  const times = sides.map(([side]) => (side.kind === 'ref' ? carries(find(side.object), target, 4) : 0));
  target.united = sides.flatMap(([side]) => (side.kind === 'ref' ? [find(side.object)] : []));
  const copies = times.reduce((sum, count) => sum + count, 0);
  const since = Math.min(target.born, m.levels.length);
  const rounds = settle(m, inAll(m.levels, ONE, since));
  if (copies === 0 || isOne(rounds)) return;
  if (copies === 1 && sides.some(([, expr], i) => times[i] === 1 && isOfBits(expr))) {
    target.size = plus(target.size, bitsOf(target.elem));
    return;
  }
  const others = sides.reduce(
    (sum, [side], i) => (times[i] === 0 ? plus(sum, valueSize(m, side)) : sum),
    ZERO,
  );
  const added = copies > 1 ? exponential(rounds) : settle(m, inAll(m.levels, others, since));
  target.size = plus(target.size, added);
  target.grows = true;
  if (m.frameDepth === null) m.grew = true;
}

/** How many times what the target held before is in a container, as it is or element by element. */
function carries(object: HeapObject, target: HeapObject, depth: number): number {
  if (object === target) return 1;
  if (depth === 0) return 0;
  const from = object.united.length > 0 || object.derived === null ? object.united : [object.derived];
  return from.reduce((sum, other) => sum + carries(find(other), target, depth - 1), 0);
}

const bitsOf = (elem: Value | null): Cost => (elem?.kind === 'num' ? nonZero(log(elem.max)) : ONE);

/** `{x & y for y in s}` */
const isOfBits = (expr: Expr | null): boolean =>
  expr?.kind === 'comprehension' &&
  expr.element.kind === 'binary' &&
  (expr.element.op === '&' || expr.element.op === '|');

/** What either side holds; the keys of two maps add up to both of their totals. */
function unite(target: HeapObject, right: Value): void {
  if (right.kind !== 'ref' || target.type !== 'map' || find(right.object).type !== 'map') {
    target.elem = target.elem === null ? elementOf(right) : join(target.elem, elementOf(right));
    return;
  }
  const other = find(right.object);
  target.elem = joinMaybe(target.elem, other.elem);
  target.key = joinMaybe(target.key, other.key);
  target.keyTotal =
    target.keyTotal === null || other.keyTotal === null ? null : plus(target.keyTotal, other.keyTotal);
}

function concatenated(m: Machine, frame: Frame, node: Expr, left: Ref, right: Value): Ref {
  const [a, b] = [valueSize(m, left), valueSize(m, right)];
  const result = copyInto(m, frame.context, node, left, 'list');
  const target = find(result.object);
  const from = find(left.object);
  target.size = plus(a, b);
  if (node.kind === 'binary') {
    mergeParts(m, from, right, node.right);
    notePart(target, left, node.left);
    notePart(target, right, node.right);
    if (right.kind === 'ref') target.longerThan = longerThanWhich(m, frame, node, [from, find(right.object)]);
  }
  noteJoined(m, target, a);
  noteJoined(m, target, b);
  target.growth = null;
  target.exact =
    from.exact !== null && right.kind === 'ref' && find(right.object).exact !== null
      ? affine.plus(from.exact, find(right.object).exact!)
      : null;
  const elem = elementOf(right);
  target.elem = target.elem === null ? elem : join(target.elem, elem);
  if (target.total !== null && right.kind === 'ref') {
    const other = find(right.object).total;
    target.total = other === null ? null : plus(target.total, other);
  }
  return result;
}

/** `[x] + xs`, `xs + ys`; `xs[:i] + [x] + xs[i:]` is longer than the whole of xs. */
function longerThanWhich(
  m: Machine,
  frame: Frame,
  node: Binary,
  [left, right]: readonly [HeapObject, HeapObject],
): HeapObject {
  const whole =
    isPutBetween(node) && node.right.kind === 'slice' ? quietly(m, frame, node.right.object) : null;
  if (whole?.kind === 'ref') return find(whole.object);
  return node.left.kind === 'collection' ? right : left;
}

/** What an expression makes only for the container that it is put into is a part of that. */
export function notePart(target: HeapObject, value: Value, { kind }: Expr): void {
  if (value.kind !== 'ref' || !MAKES.has(kind)) return;
  const part = find(value.object);
  if (part.origin === 'local' && !target.parts.includes(part)) target.parts = [...target.parts, part];
}

const MAKES: ReadonlySet<Expr['kind']> = new Set(['binary', 'slice', 'comprehension', 'collection']);
