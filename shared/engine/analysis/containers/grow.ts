/** Growth of containers by pushes. */
import { affine } from '../../cost/affine.ts';
import { type Cost, ONE, ZERO, compare, isLessAlike, isOne, max, min, plus } from '../../cost/cost.ts';
import { sizeOf } from '../heap.ts';
import { joinMaybe } from '../join.ts';
import { lengthenPart } from '../lengths.ts';
import { type Level, inAll } from '../levels.ts';
import { type Machine, exponential, outermost, settle } from '../machine.ts';
import {
  type HeapObject,
  type Num,
  UNKNOWN,
  type Value,
  domainOf,
  exactLength,
  find,
  ref,
} from '../value.ts';
import { noteWidth } from '../read-lines.ts';
import { noteTaken } from '../recursion/taken.ts';
import { fillGap, lengthLimit } from './balance.ts';
import { isCopyOf, isMovedOver, isPutBack, selfGrowth, shorterWays, structureIn, takenBack } from './feed.ts';
import { lengthenCopiedPart, movedOn } from './moved-on.ts';
import { takeOver } from './taken-over.ts';
import { addKey, addToHolder, addWeight, capTotal, isNode, weightsOf } from './weights.ts';

/** Whether one element is put in, or `count` of them that may be more, or a look-up may make one. */
export type Pushing = 'one' | 'several' | 'read';

/** Adds `count` elements, once each time this place is reached. */
export function push(
  machine: Machine,
  container: HeapObject,
  pushed: Value,
  count: Cost = ONE,
  pushedKey: Value | null = null,
  how: Pushing = 'one',
): void {
  const object = find(container);
  const elem = movedOn(machine, object, pushed);
  const key = pushedKey && movedOn(machine, object, pushedKey);
  const weights = weightsOf(machine, object, elem);
  const base = object.origin === 'input' ? 0 : object.born;
  const isDistinct = (): boolean => isDistinctPush(machine, elem, count, base);
  const isOnce = machine.marks > 0 || (isMarkedBefore(object, elem) && isDistinct());
  object.onlyMarked &&= isOnce;
  store(machine, object, elem, key, isOnce);
  if (!isOnce && object.filledOver === null) object.filledOver = runOver(machine, object, elem);
  const entry = entryOf(object, elem, key);
  const { grown, fed, ways } = enlarge(machine, object, entry, count, base, how);
  noteGrowth(machine, object, count, fed, ways);
  object.unique &&= isOnce || isDistinct();
  for (const weight of weights) addWeight(machine, object, weight, fed ? grown : null, count);
  if (key !== null) addKey(machine, object, key, fed ? null : base);
  addToHolder(machine, object, count);
  lengthenCopiedPart(machine, object);
}

/** What the outermost loop that fills a container of the program's own runs over, be it what another loop made. */
function runOver({ levels }: Machine, object: HeapObject, elem: Value): HeapObject | null {
  for (let at = object.born; at < levels.length; at++) {
    const { kind, source, fed } = levels[at]!;
    if (kind !== 'loop' || source === null || fed !== null) continue;
    const over = find(source);
    return over === object || over.origin !== 'local' || structureIn(elem, 3) !== null ? null : over;
  }
  return null;
}

/** A text that changes its place, as in a swap. */
const isDrawnFrom = (container: HeapObject, elem: Value): boolean =>
  elem.kind === 'str' && elem.drawnFrom !== null && find(elem.drawnFrom) === container;

/** How all elements of a value are put in. */
export function pushingAll(value: Value): Pushing {
  const length = exactLength(value);
  return length !== null && affine.isConstant(length) && length.constant === 1 ? 'one' : 'several';
}

/** What makes an entry another one: the entries of a map are as many as its keys. */
const entryOf = ({ type }: HeapObject, elem: Value, key: Value | null): Value =>
  type === 'map' && key !== null ? key : elem;

/** Adds the entries of a map to another, once each time this place is reached: the keys add up to both totals. */
export function pushMap(machine: Machine, into: HeapObject, from: HeapObject): void {
  const before = into.keyTotal;
  push(machine, into, from.elem ?? UNKNOWN, sizeOf(machine, from), from.key);
  if (before === null || from.keyTotal === null) return;
  const added = inAll(machine.levels, from.keyTotal, Math.min(into.born, machine.levels.length));
  into.keyTotal = plus(before, settle(machine, added));
}

/** Puts a value in the place of another element: the size stays. */
export function replaceElement(machine: Machine, container: HeapObject, put: Value): void {
  const object = find(container);
  const elem = put.kind === 'tuple' ? put : movedOn(machine, object, put);
  const isKnown = elem.kind === 'tuple' || isDrawnFrom(object, elem);
  const weights = isKnown ? [] : weightsOf(machine, object, elem);
  adopt(machine, object, elem);
  for (const weight of weights) addWeight(machine, object, weight, null, ONE);
  capTotal(machine, object, weights);
  object.elem = joinMaybe(object.elem, stored(machine, elem));
}

/** Each turn hands on another one of what was marked when it was put in where it is taken from. */
function isMarkedBefore(object: HeapObject, elem: Value): boolean {
  const source = 'distinct' in elem ? elem.distinct?.source : null;
  if (source == null) return false;
  const { grows, onlyMarked } = find(source);
  return grows && onlyMarked && find(source) !== object;
}

/** `isOnce`: a mark stops a second time. */
function store(machine: Machine, object: HeapObject, elem: Value, key: Value | null, isOnce: boolean): void {
  object.exact = null;
  object.grows = true;
  object.copyOf = null;
  // A copy to which something is added.
  if (object.derived !== null && object.origin === 'local') object.longerThan = object.derived;
  adopt(machine, object, elem);
  if (object.elem?.kind === 'ref' && elem.kind === 'ref')
    lengthenPart(machine, find(object.elem.object), find(elem.object));
  noteWidth(machine, object.elem, elem);
  object.elem =
    object.type === 'set'
      ? keepMember(machine, object, object.elem, elem)
      : joinMaybe(object.elem, stored(machine, elem));
  if (key !== null) {
    adopt(machine, object, key);
    noteWidth(machine, object.key, key);
    object.key = keepMember(machine, object, object.key, key);
  }
  const ranOver = machine.levels.some(
    (level) => level.source !== null && level.fed === null && find(level.source) === object,
  );
  object.ownMarks ||= machine.levels.some((level) => level.marked !== null && find(level.marked) === object);
  if (ranOver && object.putIn !== 'unmarked') object.putIn = isOnce ? 'marked' : 'unmarked';
  if (!isOnce && ranOver && !object.unguarded) {
    object.unguarded = true;
    // The loop over it has taken its elements to be put in once.
    if (machine.asked === 0) machine.grew = true;
  }
  if (isOnce && ranOver && !object.guarded) {
    object.guarded = true;
    // The loop over it has been passed already: the next pass knows that its turns have different elements.
    if (!object.unguarded) machine.grew = true;
  }
}

/** Keeps a member of a set or a key of a map; where those told how many marks there can be, the next pass knows better. */
function keepMember(machine: Machine, object: HeapObject, held: Value | null, member: Value): Value | null {
  const joint = joinMaybe(held, stored(machine, member));
  if (object.limitsMarks && held !== null && joint !== held && machine.frameDepth === null) {
    const [few, more] = [domainOf(held), domainOf(joint!)];
    const isMore = few !== null && (more === null || isLessAlike(few, more));
    if (isMore) machine.grew = true;
  }
  return joint;
}

/** Adds to the size what the pushes make since the object was last made; `fed`: it grows under a loop over itself. */
function enlarge(
  machine: Machine,
  object: HeapObject,
  elem: Value,
  count: Cost,
  base: number,
  how: Pushing,
): { grown: Cost; fed: boolean; ways: Cost | null } {
  const since =
    object.remade === null ? base : Math.max(base, Math.min(object.remade, machine.levels.length));
  const balanced = takenBack(machine, object, since);
  noteTaken(machine, object, count, since);
  const pushes = settle(machine, inAll(machine.levels, count, since));
  const plain = balanced === null || compare(pushes, balanced) === 'less' ? pushes : balanced;
  const limit = lengthLimit(machine, object);
  const refills = limit === null && how !== 'several' && isOne(count) && fillGap(machine, object);
  const { feeding, worn } = takeOver(machine, object, { elem, count, base, since, how });
  if (feeding !== null && growsByNothing(machine, object, elem, refills, machine.levels[feeding]!))
    return { grown: ZERO, fed: true, ways: null };
  const grown = worn ?? (feeding === null ? plain : selfGrowth(machine, object, elem, feeding, base, plain));
  const whole =
    feeding !== null || balanced !== null ? grown : settle(machine, inAll(machine.levels, count, base));
  // Nodes that wait to be taken out again are on their way through the tree: each of them waits once.
  const nodes = object.shrinks ? nodesOf(elem) : null;
  const ways = shorterWays(machine, object);
  const atMost = (all: Cost): Cost => ways ?? (nodes === null ? all : min(all, nodes));
  if (limit !== null) object.size = max(object.size, limit);
  else if (!refills) object.size = plus(object.size, atMost(grown));
  if (limit !== null && !object.shrinks) object.pushed = max(object.pushed, limit);
  else object.pushed = plus(object.pushed, atMost(whole));
  return { grown, fed: feeding !== null, ways };
}

/** What is put in under a loop over it was in what the loop takes apart, or takes the place of something. */
const growsByNothing = (
  machine: Machine,
  object: HeapObject,
  elem: Value,
  refills: boolean,
  level: Level,
): boolean => isMovedOver(machine, object, level) || (refills && isPutBack(machine, object, elem, level));

/** The nodes of the tree that a value holds one of; null for nodes that the program makes itself. */
function nodesOf(value: Value): Cost | null {
  if (value.kind === 'tuple') return value.parts.map(nodesOf).find((nodes) => nodes !== null) ?? null;
  const object = value.kind === 'ref' ? find(value.object) : null;
  return object?.type === 'tree' && (object.origin === 'input' || !isOne(object.size)) ? object.size : null;
}

/** Every turn under which the value is pushed gives it another value. */
function isDistinctPush(machine: Machine, elem: Value, count: Cost, base: number): boolean {
  if (!('distinct' in elem) || elem.distinct === null) return false;
  const order = compare(inAll(machine.levels, count, base), elem.distinct.count);
  return order === 'equal' || order === 'less';
}

/**
 * Remembers what the pushes make in all, seen from each depth: an object that is made anew each turn sums up over the turns.
 * Shorter ways are found anew in each of them.
 */
function noteGrowth(
  machine: Machine,
  object: HeapObject,
  count: Cost,
  feeding: boolean,
  ways: Cost | null,
): void {
  if (object.growth === null) return;
  if (feeding) {
    object.growth = null;
    return;
  }
  const levels = ways === null ? machine.levels : machine.levels.slice(0, object.born);
  for (let depth = 0; depth <= object.born && depth <= machine.levels.length; depth++) {
    const all = settle(machine, inAll(levels, ways ?? count, depth));
    object.growth[depth] = plus(object.growth[depth] ?? ZERO, all);
  }
}

/**
 * A value as a container keeps it: the place where it was read is no property of it, and it holds for all turns of the
 * loops around.
 */
export function stored(machine: Machine, value: Value): Value {
  switch (value.kind) {
    case 'ref':
      return value.part === null && value.distinct === null && value.distinctFields === undefined
        ? value
        : ref(value.object);
    case 'num':
      return {
        ...value,
        max: outermost(machine, value.max),
        domain: value.domain === null ? null : outermost(machine, value.domain),
        distinct: null,
        place: null,
        share: null,
        moved: [],
        lengthOf: null,
        lengthPart: null,
        lengthMade: null,
        below: [],
        above: [],
        exact: value.exact !== null && affine.isConstant(value.exact) ? value.exact : null,
      };
    case 'str':
      return {
        ...value,
        size: outermost(machine, value.size),
        exact: isOfOneTurn(value.exact) ? null : value.exact,
        distinct: null,
        place: null,
        made: null,
      };
    case 'tuple':
      return { kind: 'tuple', parts: value.parts.map((part) => stored(machine, part)), distinct: null };
    default:
      return value;
  }
}

/** It is told by variables of loops, which have other values later. */
const isOfOneTurn = (exact: Num['exact']): boolean =>
  exact !== null && [...exact.terms.keys()].some((name) => name.startsWith('@'));

/** It is a copy of the other container, or a comprehension or a loop over that made it. */
export function isMadeFrom(made: Value, from: Value): boolean {
  if (made.kind !== 'ref' || from.kind !== 'ref') return false;
  const { derived, filledOver } = find(made.object);
  return (
    (derived !== null && find(derived) === find(from.object)) ||
    (filledOver !== null && find(filledOver) === find(from.object)) ||
    isCopyOf(find(made.object), find(from.object))
  );
}

/** `xs += [f(x) for x in xs]` doubles the container in every turn. */
export function doubleEachTurn(m: Machine, object: HeapObject, elem: Value, key: Value | null = null): void {
  push(m, object, elem, ONE, key);
  const doublings = settle(m, inAll(m.levels, ONE, Math.min(object.born, m.levels.length)));
  if (isOne(doublings)) return;
  object.size = exponential(doublings);
  object.pushed = object.size;
  object.growth = null;
}

/** A stored object lives as long as its container. */
export function adopt(machine: Machine, container: HeapObject, elem: Value): void {
  if (elem.kind === 'tuple') for (const part of elem.parts) adopt(machine, container, part);
  if (elem.kind !== 'ref') return;
  const object = find(elem.object);
  if (object.origin === 'input') return;
  if (object === container) {
    // Nodes linked to nodes are kept, all of them.
    if (isNode(object)) object.instances = max(object.instances, object.allocated);
    return;
  }
  const kept = settle(machine, inAll(machine.levels, ONE, Math.min(container.born, machine.levels.length)));
  object.instances = max(object.instances, isNode(object) ? min(kept, object.allocated) : kept);
  object.holder = container;
  object.isNew = false;
  if (object.born > container.born) liveAs(object, container.born);
}

/** What it holds lives as long as it does. */
function liveAs(object: HeapObject, born: number): void {
  object.born = born;
  const part = object.elem?.kind === 'ref' ? find(object.elem.object) : null;
  if (part?.holder != null && find(part.holder) === object && part.born > born) liveAs(part, born);
}
