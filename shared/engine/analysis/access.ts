/** Indexes, slices and membership tests. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, compare as compareCosts, isLessAlike, isOne, min } from '../cost/cost.ts';
import { MIRRORED } from '../ir/comparison.ts';
import type { Compare, Expr, Index, Slice } from '../ir/ir.ts';
import { takenOut } from './array-contents.ts';
import { callValue } from './calls.ts';
import { callSpecial } from './specials.ts';
import { isFixedPlace, wordsIn } from './fixed-places.ts';
import { push } from './containers/grow.ts';
import { holds } from './containers/holds.ts';
import { readIndex, valueSize } from './containers/read.ts';
import { sliceOf } from './containers/copy.ts';
import { distinctByMark } from './distinct.ts';
import { slicedAs } from './containers/whole-slices.ts';
import { asNum, evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { sizeOf } from './heap.ts';
import { holdCompared } from './held-text.ts';
import { isMeasured } from './lengths.ts';
import { type Machine, assume, charge } from './machine.ts';
import { readNext } from './next-elements.ts';
import { isPresent } from './present.ts';
import { inAll } from './levels.ts';
import { operand, operatorCost, operatorOf } from './library/operators.ts';
import { consumedBuffer, scanBound } from './library/scans.ts';
import { type LoopBound, madeUnder, recordScan } from './loops/open.ts';
import { partOf } from './loops/parts.ts';
import { multiples } from './loops/ranges.ts';
import { chargeSpan } from './loops/resumed.ts';
import { distanceFromEnd } from './measured-slices.ts';
import { quietly } from './quiet.ts';
import { recordCall } from './record.ts';
import { subSite } from './sites.ts';
import { notePlace, noteUnread, noteWidth } from './read-lines.ts';
import {
  BOOL,
  type HeapObject,
  type Num,
  type Ref,
  SMALL_INT,
  UNKNOWN,
  type Value,
  find,
  num,
  ref,
} from './value.ts';

export function compare(m: Machine, frame: Frame, expr: Compare): Value {
  const left = evaluate(m, frame, expr.left);
  const right = evaluate(m, frame, expr.right);
  holdCompared(m, expr.left, left);
  holdCompared(m, expr.right, right);
  if (expr.op === '==' || expr.op === '!=') noteWidth(m, left, right);
  compareOwn(m, frame, expr, left, right);
  if (m.library.table.comparesContents && left.kind === 'ref' && right.kind === 'ref' && ORDERS.has(expr.op))
    compareContents(m, frame, expr, left, right);
  for (const word of wordsIn(expr))
    if (word.kind === 'call') noteUnread(m, word === expr.left ? left : right);
  if ((expr.op === 'in' || expr.op === 'not in') && right.kind !== 'unknown')
    membership(m, frame, expr, left, right);
  return BOOL;
}

/** The comparison that the class of either side defines; `a > b` may be `b < a`. */
function compareOwn(m: Machine, frame: Frame, expr: Compare, left: Value, right: Value): void {
  const op = expr.op === '!=' ? '==' : expr.op;
  if (op === 'in' || op === 'not in') {
    callSpecial(m, frame, expr, right, 'in', [left]);
    return;
  }
  const mirrored = MIRRORED[op];
  if (mirrored !== null && callSpecial(m, frame, expr, left, op, [right]) === null)
    callSpecial(m, frame, expr, right, mirrored, [left]);
}

const ORDERS: ReadonlySet<Compare['op']> = new Set(['==', '!=', '<', '<=', '>', '>=']);

const LISTED: ReadonlySet<string> = new Set(['list', 'array', 'deque', 'set', 'map']);

/** Two containers are compared element by element. */
function compareContents(m: Machine, frame: Frame, expr: Compare, left: Ref, right: Ref): void {
  const [a, b] = [find(left.object), find(right.object)];
  if (!LISTED.has(a.type) || !LISTED.has(b.type)) return;
  const least = min(sizeOf(m, a), sizeOf(m, b));
  // It costs no more than to scan either.
  const bound = isOne(least)
    ? null
    : (scanBound(m, frame, left, expr.left) ?? scanBound(m, frame, right, expr.right));
  const place = { node: expr, label: expr.op, reason: 'compares element by element', allocates: null };
  recordScan(m, frame, place, least, bound);
}

function membership(m: Machine, frame: Frame, expr: Compare, needle: Value, container: Value): void {
  if (container.kind === 'str') {
    const bound = scanBound(m, frame, container, null);
    const place = { node: expr, label: 'in', reason: 'searches the string', allocates: null };
    recordScan(m, frame, place, container.size, bound);
    return;
  }
  if (container.kind !== 'ref') return;
  const object = find(container.object);
  switch (object.type) {
    case 'set':
    case 'map':
      assume(m, 'hash', 'hash look-ups are O(1) expected (worst O(n))');
      if (needle.kind === 'str') charge(m, ONE);
      return;
    case 'list':
    case 'array':
    case 'deque':
    case 'heap':
    case 'iterator':
      recordSearch(m, frame, expr, needle, container);
      return;
    default:
  }
}

/** A search of a list: element by element, unless the library's class of it knows better. */
function recordSearch(
  m: Machine,
  frame: Frame,
  expr: Compare,
  needle: Value,
  container: Value & { kind: 'ref' },
): void {
  const object = find(container.object);
  const method = operatorOf(m, 'in', container);
  if (method !== null) {
    recordCall(m, expr, 'in', operatorCost(m, frame, method, [operand(needle, expr.left)], expr), '');
    return;
  }
  const size = sizeOf(m, object);
  const place = { node: expr, label: 'in', reason: 'compares with every element', allocates: null };
  recordScan(m, frame, place, size, partOf(m, container, size) ?? passedOnce(m, object, size));
}

/** A search in an iterator begins where the one before ended; the values of a map are looked at anew each time. */
function passedOnce(m: Machine, { type, views, born }: HeapObject, size: Cost): LoopBound | null {
  const isMap = views?.some((view) => view !== null && find(view).type === 'map') === true;
  if (type !== 'iterator' || isMap || born >= m.levels.length) return null;
  return {
    count: size,
    from: born,
    rule: 'amortised',
    reason: 'each search begins where the one before ended',
  };
}

export function index(m: Machine, frame: Frame, expr: Index): Value {
  const object = evaluate(m, frame, expr.object);
  const at = evaluate(m, frame, expr.index);
  if (object.kind === 'ref') {
    const target = find(object.object);
    const own = callSpecial(m, frame, expr, object, 'item', [at]);
    if (own !== null) return own;
    if (target.type === 'map' && target.fields?.has('<factory>') === true) {
      if (isPresent(m, expr)) target.elem ??= madeByFactory(m, frame, target);
      else return factoryElement(m, frame, target, at);
    }
    const method = operatorOf(m, 'item', object);
    if (method !== null) charge(m, operatorCost(m, frame, method, [operand(at, expr.index)], expr));
    notePlace(m, expr, object);
  } else if (expr.object.kind === 'call' && isFixedPlace(expr.index)) noteUnread(m, object);
  const isNumber = object.kind === 'str' && m.library.table.lettersAreNumbers;
  const value = isNumber ? SMALL_INT : readIndex(object, at);
  const next = object.kind === 'ref' ? readNext(m, find(object.object), at, value) : value;
  return distinctByMark(m, expr, takenOut(m, frame, expr.object, expr.index, next));
}

/** A look-up in a default dictionary may make the element. */
export function factoryElement(m: Machine, frame: Frame, map: HeapObject, key: Value): Value {
  push(m, map, madeByFactory(m, frame, map), ONE, key, 'read');
  return readIndex(ref(map), key);
}

/** What is made for a key stays for it: it and what its fields hold grow from then on. */
function outlive(object: HeapObject, born: number): void {
  object.born = Math.min(object.born, born);
  object.remade = null;
  for (const field of object.fields?.values() ?? []) {
    const inner = field.kind === 'ref' ? find(field.object) : null;
    if (inner === null || holds(inner, object) || (inner.born <= born && inner.remade === null)) continue;
    outlive(inner, born);
  }
}

/** What the factory of a default dictionary makes. */
function madeByFactory(m: Machine, frame: Frame, map: HeapObject): Value {
  if (map.elem !== null) return map.elem;
  const value = callValue(m, frame, map.fields!.get('<factory>')!, [], subSite(map, 'factory'));
  if (value.kind === 'ref') {
    outlive(find(value.object), map.born);
    find(value.object).holder = map;
  }
  return value;
}

export function slice(m: Machine, frame: Frame, expr: Slice): Value {
  const source = evaluate(m, frame, expr.object);
  const start = expr.start === null ? null : asNum(evaluate(m, frame, expr.start));
  const upTo = expr.end === null ? null : asNum(evaluate(m, frame, expr.end));
  const step = expr.step === null ? null : asNum(evaluate(m, frame, expr.step));
  if (source.kind === 'unknown') return UNKNOWN;
  const end = isLengthOf(m, source, upTo) ? null : upTo;
  const cut = sliceOf(m, frame.context, expr, source, [fromEnd(m, frame, expr) ?? start, end, step]);
  const { size } = cut;
  const value = slicedAs(expr, cut.value, source);
  if (value.kind === 'tuple') return value;
  const place = { node: expr, label: 'slice', reason: 'a slice copies its elements', allocates: size };
  const isWhole = compareCosts(size, valueSize(m, source)) === 'equal';
  const all = isWhole ? wholeBound(m, frame, source, expr.object) : null;
  if (all !== null) {
    recordScan(m, frame, place, size, all);
    return madeBy(value, madeUnder(m, all));
  }
  // It copies no more than the whole, of which all scans may turn together.
  const part =
    partOf(m, source, valueSize(m, source)) ??
    (source.kind === 'ref' ? wholeBound(m, frame, source, expr.object) : null);
  const isPart = part !== null && (source.kind === 'str' || isLess(m, part, size));
  const once = isPart ? part : step === null ? null : multiples(m, step, size, m.levels.length);
  if (once !== null) {
    recordScan(m, frame, place, size, once);
    return madeBy(value, madeUnder(m, once));
  }
  if (expr.end === null || expr.step !== null) {
    recordCall(m, expr, place.label, size, place.reason, size);
    return value;
  }
  return madeBy(value, chargeSpan(m, frame, place, size, [expr.start, expr.end], expr.object));
}

/** `xs[:n]` with an n that is `len(xs)`, as the same turn finds it, leaves nothing out. */
function isLengthOf(m: Machine, source: Value, end: Num | null): boolean {
  if (end?.exact == null || source.kind !== 'ref') return false;
  const object = find(source.object);
  const isKnown = object.born === m.levels.length || isMeasured(m, object);
  return isKnown && object.exact !== null && affine.equals(object.exact, end.exact);
}

/** The bound is less than so much in every turn, where all sizes are alike. */
function isLess({ levels }: Machine, { count, from }: LoopBound, each: Cost): boolean {
  const [once, plain] = [inAll(levels.slice(0, from), count), inAll(levels, each)];
  return isLessAlike(once, plain);
}

/** Where a slice begins, as counted from the end: below zero. */
function fromEnd(m: Machine, frame: Frame, expr: Slice): Num | null {
  const distance = distanceFromEnd(expr, m.index.roles);
  const value = distance === null ? null : quietly(m, frame, distance);
  return value?.kind !== 'num' || value.exact === null
    ? null
    : num(value.max, { exact: affine.scale(value.exact, -1) });
}

/** How often all copies of a whole turn together. */
function wholeBound(m: Machine, frame: Frame, source: Value, expr: Expr): LoopBound | null {
  if (source.kind !== 'ref') return scanBound(m, frame, source, expr);
  return scanBound(m, frame, source, null) ?? consumedBuffer(m, expr, find(source.object));
}

/** A slice that is scanned for what it was made for. */
function madeBy(value: Value, made: HeapObject['made']): Value {
  if (value.kind === 'str') return { ...value, made };
  if (value.kind === 'ref') find(value.object).made = made;
  return value;
}
