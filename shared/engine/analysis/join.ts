/** Joining what different paths bring: upper bounds of both. */
import { affine } from '../cost/affine.ts';
import { ZERO, isZero, max, min, type Cost } from '../cost/cost.ts';
import {
  NONE,
  UNKNOWN,
  domainOf,
  find,
  maxBound,
  type HeapObject,
  type Num,
  type Str,
  type Value,
} from './value.ts';

/** The least value that covers both. References to different objects unify them. */
export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === 'none' || a.kind === 'unknown') return b;
  if (b.kind === 'none' || b.kind === 'unknown') return a;
  if (a.kind === 'num' && b.kind === 'num') return joinNum(a, b);
  if (a.kind === 'str' && b.kind === 'str') return joinStr(a, b);
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.parts.length !== b.parts.length) return a.parts.length > b.parts.length ? a : b;
    return {
      kind: 'tuple',
      parts: a.parts.map((part, i) => join(part, b.parts[i]!)),
      distinct: a.distinct === b.distinct ? a.distinct : null,
    };
  }
  if (a.kind === 'ref' && b.kind === 'ref') {
    const same = find(a.object) === find(b.object);
    const object = same ? find(a.object) : unify(a.object, b.object);
    const distinct = a.distinct === b.distinct ? a.distinct : null;
    const part =
      a.part !== null &&
      b.part !== null &&
      a.part.container === b.part.container &&
      a.part.level === b.part.level
        ? a.part
        : null;
    return { kind: 'ref', object, part, distinct };
  }
  if (a.kind === 'ref') return a;
  return b;
}

function joinNum(a: Num, b: Num): Num {
  const exact = a.exact !== null && b.exact !== null && affine.equals(a.exact, b.exact) ? a.exact : null;
  const da = domainOf(a);
  const db = domainOf(b);
  return {
    kind: 'num',
    exact,
    max: max(a.max, b.max),
    below: a.below === b.below ? a.below : [],
    above: a.above === b.above ? a.above : [],
    domain: maxBound(da, db),
    float: a.float || b.float,
    distinct: a.distinct === b.distinct ? a.distinct : null,
    lengthOf: a.lengthOf === b.lengthOf ? a.lengthOf : null,
    drawnFrom: a.drawnFrom === b.drawnFrom ? a.drawnFrom : null,
    read: a.read && b.read,
    place: a.place === b.place ? a.place : null,
    lengthPart: null,
  };
}

function joinStr(a: Str, b: Str): Str {
  return {
    kind: 'str',
    size: max(a.size, b.size),
    exact: null,
    domain: maxBound(a.domain, b.domain),
    input: a.input && b.input,
    read: a.read || b.read,
    drawnFrom: a.drawnFrom === b.drawnFrom ? a.drawnFrom : null,
    distinct: a.distinct === b.distinct ? a.distinct : null,
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
  const emptyKeep = isZero(keep.size) && keep.elem === null;
  const emptyGone = isZero(gone.size) && gone.elem === null;
  keep.total = emptyKeep ? gone.total : emptyGone ? keep.total : maxBound(keep.total, gone.total);
  keep.sum = emptyKeep ? gone.sum : emptyGone ? keep.sum : maxBound(keep.sum, gone.sum);
  keep.size = max(keep.size, gone.size);
  keep.pushed = max(keep.pushed, gone.pushed);
  keep.settledPushed =
    keep.settledPushed === null
      ? gone.settledPushed
      : gone.settledPushed === null
        ? keep.settledPushed
        : max(keep.settledPushed, gone.settledPushed);
  if (keep.born !== gone.born) keep.remade = Math.max(keep.born, gone.born);
  keep.settled =
    keep.settled === null
      ? gone.settled
      : gone.settled === null
        ? keep.settled
        : max(keep.settled, gone.settled);
  keep.exact = null;
  keep.growth = null;
  keep.elem = joinMaybe(keep.elem, gone.elem);
  keep.key = joinMaybe(keep.key, gone.key);
  keep.origin = keep.origin === 'input' && gone.origin === 'input' ? 'input' : 'local';
  keep.instances = max(keep.instances, gone.instances);
  keep.height =
    keep.height === null ? gone.height : gone.height === null ? keep.height : max(keep.height, gone.height);
  keep.cap = keep.cap !== null && gone.cap !== null ? max(keep.cap, gone.cap) : null;
  keep.cls ??= gone.cls;
  keep.className ??= gone.className;
  keep.selfGrowth ||= gone.selfGrowth;
  keep.unguarded ||= gone.unguarded;
  keep.unique &&= gone.unique;
  keep.given =
    keep.given === null ? gone.given : gone.given === null ? keep.given : max(keep.given, gone.given);
  keep.views = null;
  if (gone.fields !== null) {
    keep.fields ??= new Map();
    for (const [name, value] of gone.fields)
      keep.fields.set(name, joinMaybe(keep.fields.get(name) ?? null, value) ?? UNKNOWN);
  }
  return find(keep);
}

export function joinMaybe(a: Value | null, b: Value | null): Value | null {
  if (a === null) return b;
  return b === null ? a : join(a, b);
}

/** Joins the variables of two branches into the first map. */
export function joinVars(into: Map<string, Value>, other: ReadonlyMap<string, Value>): void {
  for (const [name, value] of other) {
    const mine = into.get(name);
    if (mine === undefined) into.set(name, value);
    else if (mine !== value) into.set(name, join(mine, value));
  }
}

export { NONE, ZERO, min, type Cost };
