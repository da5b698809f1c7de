/** Joining what different paths bring: upper bounds of both. */
import { eitherMoved, shareOf } from './moved-from.ts';
import { affine } from '../cost/affine.ts';
import { type Cost, ZERO, constant, isOne, isZero, max, plus } from '../cost/cost.ts';
import { eitherGiven } from './given.ts';
import { joinGiven } from './recursion/given-numbers.ts';
import { joinTaken } from './recursion/taken.ts';
import {
  NO_LIMITS,
  UNKNOWN,
  domainOf,
  find,
  knownInt,
  maxBound,
  num,
  numConst,
  type HeapObject,
  type Num,
  type RangeValue,
  type Ref,
  type Tuple,
  type Str,
  type Value,
} from './value.ts';

/** The least value that covers both. References to different objects unify them. */
export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === 'none') return b;
  if (b.kind === 'none') return a;
  if (a.kind === 'unknown') return besideUnknown(b);
  if (b.kind === 'unknown') return besideUnknown(a);
  if (a.kind === 'num' && b.kind === 'num') return joinNum(a, b);
  if (a.kind === 'str' && b.kind === 'str') return joinStr(a, b);
  if (a.kind === 'num' && b.kind === 'str') return { ...b, domain: maxBound(domainOf(a), b.domain) };
  if (a.kind === 'tuple' && b.kind === 'tuple') return joinTuple(a, b);
  if (a.kind === 'range') return joinRange(a, b);
  if (b.kind === 'range') return joinRange(b, a);
  if (a.kind === 'ref' && b.kind === 'ref')
    return ofOneKind(find(a.object), find(b.object)) ? joinRef(a, b) : a;
  return a.kind === 'ref' ? a : b;
}

/** What is not known is taken to be of the same kind and size; how many different texts there are then nobody knows. */
function besideUnknown(value: Value): Value {
  return value.kind === 'str' && value.domain !== null && !isOne(value.size)
    ? { ...value, domain: null }
    : value;
}

/** The range is as long as either; of what is no range only the length is kept. */
function joinRange(a: RangeValue, b: Value): RangeValue {
  if (b.kind === 'range') {
    const inclusive = a.inclusive || b.inclusive;
    const step = joinNum(a.step, b.step);
    if (step.exact === null)
      return {
        kind: 'range',
        start: numConst(0),
        end: joinNum(farEnd(a), farEnd(b)),
        step: numConst(1),
        inclusive,
      };
    return { kind: 'range', start: joinNum(a.start, b.start), end: joinNum(a.end, b.end), step, inclusive };
  }
  const size = b.kind === 'ref' ? find(b.object).size : b.kind === 'tuple' ? constant(b.parts.length) : null;
  return size === null ? a : { ...a, end: joinNum(a.end, num(size)) };
}

export const farEnd = ({ start, end, step }: RangeValue): Num => ((knownInt(step) ?? 1) < 0 ? start : end);

function joinTuple(a: Tuple, b: Tuple): Tuple {
  if (a.parts.length !== b.parts.length) return a.parts.length > b.parts.length ? a : b;
  const parts = a.parts.map((part, i) => join(part, b.parts[i]!));
  return { kind: 'tuple', parts, distinct: a.distinct === b.distinct ? a.distinct : null };
}

/** Whether both are containers, both trees, and so on: only those can be one object. */
function ofOneKind(a: HeapObject, b: HeapObject): boolean {
  return a.type === b.type || isStructure(a) === isStructure(b);
}

const isStructure = (object: HeapObject): boolean =>
  object.type === 'tree' || object.type === 'linked' || object.type === 'graph';

function joinRef(a: Ref, b: Ref): Ref {
  const same = find(a.object) === find(b.object);
  const object = same ? find(a.object) : unify(a.object, b.object);
  const samePart = a.part !== null && a.part.container === b.part?.container && a.part.level === b.part.level;
  return {
    kind: 'ref',
    object,
    part: samePart ? a.part : null,
    distinct: a.distinct === b.distinct ? a.distinct : null,
  };
}

function joinNum(a: Num, b: Num): Num {
  const exact = a.exact !== null && b.exact !== null && affine.equals(a.exact, b.exact) ? a.exact : null;
  const da = domainOf(a);
  const db = domainOf(b);
  return {
    kind: 'num',
    exact,
    max: max(a.max, b.max),
    ...jointLimits(a, b, exact),
    domain: maxBound(da, db),
    wide: a.wide || b.wide,
    residue: a.residue || b.residue,
    float: a.float || b.float,
    distinct: a.distinct === b.distinct ? a.distinct : null,
    lengthOf: a.lengthOf === b.lengthOf ? a.lengthOf : null,
    drawnFrom: a.drawnFrom === b.drawnFrom ? a.drawnFrom : null,
    moved: eitherMoved(a, b),
    stepped: a.stepped || b.stepped,
    read: a.read && b.read,
    place: a.place === b.place ? a.place : null,
    share: joinShare(a, b),
    lengthPart: null,
    lengthMade: a.lengthMade === b.lengthMade ? a.lengthMade : null,
    given: joinGiven(a.given, b.given),
  };
}

function joinShare(a: Num, b: Num): Num['share'] {
  if (a.share === null && a.place === null) return null;
  const [one, other] = [shareOf(a), shareOf(b)];
  return one?.container === other?.container && one?.level === other?.level ? one : null;
}

/** What either is known to stay below and above; of `i - 3` in one arm and `i - 4` in the other, the one and the other. */
function jointLimits(a: Num, b: Num, exact: Num['exact']): Pick<Num, 'below' | 'above'> {
  const below = a.below === b.below ? a.below : commonLimits(a, b);
  const above = a.above === b.above ? a.above : NO_LIMITS;
  if (exact !== null || a.exact === null || b.exact === null || a.exact.terms.size === 0)
    return { below, above };
  const apart = affine.minus(a.exact, b.exact);
  if (!affine.isConstant(apart)) return { below, above };
  const [least, greatest] = apart.constant < 0 ? [a.exact, b.exact] : [b.exact, a.exact];
  return { below: [...below, greatest], above: [...above, least] };
}

/** `if (n > k) n = k`: what either is known to stay below. */
function commonLimits(a: Num, b: Num): Num['below'] {
  const own = limitsOf(a);
  const others = limitsOf(b);
  if (own.length === 0 || others.length === 0) return NO_LIMITS;
  return own.filter((limit) => others.some((other) => affine.equals(limit, other)));
}

const limitsOf = ({ exact, below }: Num): Num['below'] => (exact === null ? below : [exact, ...below]);

function joinStr(a: Str, b: Str): Str {
  const { drawnFrom, place } = pieceOf(a, b);
  return {
    kind: 'str',
    size: max(a.size, b.size),
    exact: a.exact !== null && b.exact !== null && affine.equals(a.exact, b.exact) ? a.exact : null,
    domain: maxBound(a.domain, b.domain),
    input: a.input && b.input,
    read: a.read || b.read,
    drawnFrom,
    distinct: a.distinct === b.distinct ? a.distinct : null,
    place,
    given: eitherGiven(a.given, b.given),
    longerThan: a.longerThan ?? b.longerThan,
    joined: joinedOf(a, b),
    made: null,
    spread: a.spread ?? b.spread,
  };
}

/** What both strings were put together from. */
export function joinedOf(a: Str, b: Str): Str['joined'] {
  if (b.joined.length === 0 || a.joined === b.joined) return a.joined;
  return a.joined.length === 0 ? b.joined : [...new Set([...a.joined, ...b.joined])];
}

/** A short text beside a piece of a container is no more than the piece. */
function pieceOf(a: Str, b: Str): Pick<Str, 'drawnFrom' | 'place'> {
  if (b.drawnFrom === null && isOne(b.size)) return { drawnFrom: a.drawnFrom, place: a.place };
  if (a.drawnFrom === null && isOne(a.size)) return { drawnFrom: b.drawnFrom, place: b.place };
  return {
    drawnFrom: a.drawnFrom === b.drawnFrom ? a.drawnFrom : null,
    place: a.place === b.place ? a.place : null,
  };
}

/** Makes two objects one: the older stands for both. */
export function unify(x: HeapObject, y: HeapObject): HeapObject {
  const a = find(x);
  const b = find(y);
  if (a === b) return a;
  const [keep, gone] = a.born < b.born || (a.born === b.born && a.id <= b.id) ? [a, b] : [b, a];
  gone.forward = keep;
  keep.joined = true;
  uniteSizes(keep, gone);
  keep.elem = joinMaybe(keep.elem, gone.elem);
  keep.key = joinMaybe(keep.key, gone.key);
  keep.origin = keep.origin === 'input' && gone.origin === 'input' ? 'input' : 'local';
  keep.cls ??= gone.cls;
  keep.scope ??= gone.scope;
  keep.className ??= gone.className;
  uniteFlags(keep, gone);
  keep.unique &&= gone.unique;
  keep.settledUnique &&= gone.settledUnique;
  keep.within ??= gone.within;
  keep.taken = joinTaken(keep.taken, gone.taken);
  keep.views = null;
  uniteFields(keep, gone);
  const copied = copiedOver(keep, gone);
  return copied === null ? find(keep) : unify(keep, copied);
}

/**
 * What the turns of a loop make and copy over an older container, `level = next_level.copy()`, comes back in the next turn
 * as if it had been put there itself.
 */
function copiedOver(keep: HeapObject, gone: HeapObject): HeapObject | null {
  const source = gone.copyOf === null ? null : find(gone.copyOf);
  if (source?.origin !== 'local' || source.born <= keep.born) return null;
  // What is put into a container lives as long as that.
  const isPutIn = gone.holder !== null && keep.holder !== null && find(gone.holder) === find(keep.holder);
  if (source.born !== gone.born && !isPutIn) return null;
  // What is only written out is as long in every turn.
  const isFilled = !source.filled || source.derived !== null || isLonger(source);
  return source.grows && isFilled ? source : null;
}

/** A list that is longer than it was written, by what loops put in. */
const isLonger = ({ type, exact }: HeapObject): boolean =>
  type === 'list' && (exact === null || !affine.isConstant(exact));

/** What happened to one of them may have happened to both. */
function uniteFlags(keep: HeapObject, gone: HeapObject): void {
  keep.selfGrowth ||= gone.selfGrowth;
  keep.unguarded ||= gone.unguarded;
  if (keep.putIn !== 'unmarked') keep.putIn = gone.putIn ?? keep.putIn;
  keep.onlyMarked &&= gone.onlyMarked;
  keep.guarded ||= gone.guarded;
  keep.shrinks ||= gone.shrinks;
  keep.ownMarks ||= gone.ownMarks;
  keep.limitsMarks ||= gone.limitsMarks;
  keep.grows ||= gone.grows;
  keep.takesOver ||= gone.takesOver;
  keep.refilled ||= gone.refilled;
  keep.putBack ||= gone.putBack;
  keep.ofItself ||= !gone.grows && gone.derived !== null && find(gone.derived) === keep;
}

function uniteSizes(keep: HeapObject, gone: HeapObject): void {
  const emptyKeep = isZero(keep.size) && keep.elem === null;
  const emptyGone = isZero(gone.size) && gone.elem === null;
  keep.total = emptyKeep ? gone.total : emptyGone ? keep.total : maxBound(keep.total, gone.total);
  keep.keyTotal = emptyKeep
    ? gone.keyTotal
    : emptyGone
      ? keep.keyTotal
      : maxBound(keep.keyTotal, gone.keyTotal);
  keep.sum = emptyKeep ? gone.sum : emptyGone ? keep.sum : maxBound(keep.sum, gone.sum);
  keep.size = max(keep.size, gone.size);
  keep.pushed = max(keep.pushed, gone.pushed);
  keep.heldBefore = max(keep.heldBefore, gone.heldBefore);
  keep.settledPushed = maxKnown(keep.settledPushed, gone.settledPushed);
  keep.settled = maxKnown(keep.settled, gone.settled);
  keep.height = maxKnown(keep.height, gone.height);
  keep.given = maxKnown(keep.given, gone.given);
  keep.instances = max(keep.instances, gone.instances);
  keep.settledInstances = maxKnown(keep.settledInstances, gone.settledInstances);
  keep.allocated = max(keep.allocated, gone.allocated);
  keep.cap = maxBound(keep.cap, gone.cap);
  if (keep.born !== gone.born) keep.remade = Math.max(keep.born, gone.born);
  keep.exact = null;
  keep.growth = bothGrowths(keep, gone);
}

/** What was put into either of them; null where that is not known of both. */
function bothGrowths({ growth: a, born }: HeapObject, { growth: b }: HeapObject): Cost[] | null {
  if (a === null || b === null) return null;
  return Array.from({ length: born + 1 }, (_, depth) => plus(a[depth] ?? ZERO, b[depth] ?? ZERO));
}

/** The larger of those that are known. */
export function maxKnown(a: Cost | null, b: Cost | null): Cost | null {
  if (a === null) return b;
  return b === null ? a : max(a, b);
}

function uniteFields(keep: HeapObject, gone: HeapObject): void {
  if (gone.fields === null) return;
  keep.fields ??= new Map();
  for (const [name, value] of gone.fields) {
    keep.fields.set(name, joinMaybe(keep.fields.get(name) ?? null, value) ?? UNKNOWN);
  }
}

export function joinMaybe(a: Value | null, b: Value | null): Value | null {
  if (a === null) return b;
  return b === null ? a : join(a, b);
}
