/** The heap: one object for each allocation site and call context. */
import { type Cost, ONE, ZERO, isOne, isZero, max, min } from '../cost/cost.ts';
import { regrownSize } from './capacities/enter.ts';
import type { Context } from './frame.ts';
import { type Level, inAll } from './levels.ts';
import { type Machine, outermost, settle } from './machine.ts';
import { takenAnew } from './recursion/taken.ts';
import { type HeapObject, type ObjectType, domainOf, find, nonZero } from './value.ts';

/** An object with nothing in it but what is given. */
export function newObject(
  machine: Machine,
  type: ObjectType,
  size: Cost,
  given: Partial<HeapObject> = {},
): HeapObject {
  const object: HeapObject = {
    id: machine.nextId++,
    type,
    className: null,
    cls: null,
    scope: null,
    size,
    exact: null,
    settled: null,
    elem: null,
    key: null,
    total: ZERO,
    settledTotal: null,
    keyTotal: ZERO,
    sum: null,
    born: machine.levels.length,
    origin: 'local',
    instances: ONE,
    settledInstances: null,
    allocated: outermost(machine, inAll(machine.levels, ONE)),
    fields: null,
    height: null,
    cap: null,
    forward: null,
    holder: null,
    isNew: isLarge(size),
    selfGrowth: false,
    pass: machine.pass,
    growth: initialGrowth(machine, size),
    settledGrowth: null,
    views: null,
    unique: isZero(size),
    settledUnique: true,
    given: null,
    made: null,
    remade: null,
    pushed: size,
    heldBefore: ZERO,
    settledPushed: null,
    selfPushes: 0,
    beside: ZERO,
    worn: null,
    filled: !isZero(size),
    ofItself: false,
    spread: null,
    spreadText: null,
    taken: null,
    grows: false,
    takesOver: false,
    refilled: false,
    putBack: false,
    joined: false,
    derived: null,
    copyOf: null,
    filledOver: null,
    longerThan: null,
    united: [],
    parts: [],
    unguarded: false,
    putIn: null,
    onlyMarked: true,
    guarded: false,
    shrinks: false,
    pieces: null,
    ownMarks: false,
    limitsMarks: false,
    within: recursionAround(machine),
    frames: machine.frameDepth,
    ...given,
  };
  machine.objects.push(object);
  return object;
}

/** It holds more than a few elements from the start: no push will tell what they add up to. */
const isLarge = (size: Cost): boolean => !isZero(size) && !isOne(size);

/** What is there from the start, over all the times it is made, seen from each depth; null for what is made large. */
function initialGrowth(machine: Machine, size: Cost): Cost[] | null {
  if (isZero(size)) return [];
  if (!isOne(size)) return null;
  return Array.from({ length: machine.levels.length + 1 }, (_, depth) =>
    outermost(machine, inAll(machine.levels, ONE, depth)),
  );
}

/** The object of an allocation site in a context: a new one, or the one of the pass before with its size settled. */
export function allocate(
  machine: Machine,
  context: Context,
  site: object,
  type: ObjectType,
  size: Cost,
): HeapObject {
  const known = context.objects.get(site);
  if (known !== undefined) {
    const object = find(known);
    if (object.pass === machine.pass) {
      object.size = max(object.size, size);
      object.pushed = max(object.pushed, size);
      object.allocated = max(object.allocated, outermost(machine, inAll(machine.levels, ONE)));
      object.exact = null;
      object.born = Math.min(object.born, machine.levels.length);
      if (machine.arm !== null) machine.remakes.push({ object, before: object.remade });
      object.remade = machine.levels.length;
      object.isNew = isLarge(size);
      object.within = recursionAround(machine);
      object.taken = takenAnew(object.taken);
      beginAnew(object, size);
      return object;
    }
    renew(machine, object, size);
    return object;
  }
  const object = newObject(machine, type, size);
  context.objects.set(site, object);
  return object;
}

function recursionAround({ levels }: Machine): Level | null {
  for (let at = levels.length - 1; at >= 0; at--) if (levels[at]!.kind === 'recursion') return levels[at]!;
  return null;
}

/** Nothing is known any more of what was put into it, nor of what it was made of. */
function beginAnew(object: HeapObject, size: Cost): void {
  object.selfPushes = 0;
  object.beside = ZERO;
  object.worn = null;
  object.filled = !isZero(size);
  object.ofItself = false;
  object.spread = null;
  object.spreadText = null;
  object.longerThan = null;
  object.derived = null;
  object.copyOf = null;
  object.filledOver = null;
}

function renew(machine: Machine, object: HeapObject, size: Cost): void {
  object.pass = machine.pass;
  if (object.given !== null) {
    object.size = max(object.given, size);
    object.remade = machine.levels.length;
    object.selfPushes = isZero(size) ? 0 : 1;
    object.beside = null;
    machine.objects.push(object);
    return;
  }
  // Another place may have begun it anew at the end.
  object.settled = max(object.size, object.heldBefore);
  object.settledPushed = object.pushed;
  object.pushed = size;
  object.heldBefore = ZERO;
  object.remade = null;
  object.taken = null;
  beginAnew(object, size);
  object.size = size;
  object.exact = null;
  object.settledTotal = object.total;
  object.total = ZERO;
  object.keyTotal = ZERO;
  object.sum = null;
  object.settledGrowth = object.growth;
  object.growth = initialGrowth(machine, size);
  object.settledUnique = object.unique;
  // The pass before may not have known yet what is marked.
  if (object.putIn === 'marked') object.unguarded = false;
  object.putIn = null;
  object.onlyMarked = true;
  object.unique = isZero(size);
  object.holder = null;
  object.isNew = isLarge(size);
  object.pass = machine.pass;
  object.within = recursionAround(machine);
  object.frames = machine.frameDepth;
  object.born = machine.levels.length;
  object.settledInstances = object.instances;
  object.instances = ONE;
  object.allocated = outermost(machine, inAll(machine.levels, ONE));
  machine.objects.push(object);
}

/** The number of elements, as the current place may find it. */
export function sizeOf(machine: Machine, ref: HeapObject): Cost {
  const object = find(ref);
  const known = machine.regrown.length === 0 ? null : regrownSize(machine, object);
  if (known !== null) return known;
  let size = object.size;
  if (object.settled !== null && machine.levels.length > object.born) size = max(size, object.settled);
  if (object.type === 'set') {
    const domain = object.elem === null ? null : domainOf(object.elem);
    if (domain !== null) size = min(size, domain);
  } else if (object.type === 'map') {
    const domain = object.key === null ? null : domainOf(object.key);
    if (domain !== null) size = min(size, domain);
  }
  if (object.cap !== null) size = min(size, object.cap);
  return settle(machine, size);
}

/** A map whose values are maps like it, down to empty ones: a tree, as tries are kept. */
export function isNestedMap(ref: HeapObject): boolean {
  const object = find(ref);
  return object.type === 'map' && object.elem?.kind === 'ref' && find(object.elem.object) === object;
}

/** Of the list that the nodes of a tree hold, each one of its own: the tree; null for any other object. */
export function parentOf(ref: HeapObject): HeapObject | null {
  const { elem } = find(ref);
  const tree = elem?.kind === 'ref' ? find(elem.object) : null;
  return tree?.type === 'tree' && tree.elem?.kind === 'ref' && find(tree.elem.object) === find(ref)
    ? tree
    : null;
}

/** The number of nodes of a structure, as the current place may find it: what the program makes itself, and links. */
export function nodesIn(machine: Machine, ref: HeapObject): Cost {
  const object = find(ref);
  const { settledInstances, size } = object;
  if (object.type === 'map') return settle(machine, nonZero(object.allocated));
  if (object.type !== 'object' && object.origin === 'input') return settle(machine, size);
  let nodes = object.type === 'object' ? object.instances : max(size, object.instances);
  if (machine.levels.length > object.born) {
    nodes = max(nodes, settledInstances ?? ONE);
    if (object.type !== 'object') nodes = max(nodes, object.settled ?? ONE);
  }
  for (const { instances } of linkedTo(object)) nodes = max(nodes, instances);
  return settle(machine, nodes);
}

/** The nodes of the same kind that other places make, to which the links of an object lead. */
function linkedTo(object: HeapObject): HeapObject[] {
  const found = new Set([object]);
  for (const at of found)
    for (const value of at.fields?.values() ?? []) {
      const other = value.kind === 'ref' ? find(value.object) : null;
      if (other?.origin === 'local' && other.type === object.type && other.cls === object.cls)
        found.add(other);
    }
  found.delete(object);
  return [...found];
}

/**
 * Sum over the elements of their sizes, null where it is not known or they grow by themselves; a loop over the container
 * also meets what its own turns put into them.
 */
export function totalOf(machine: Machine, ref: HeapObject): Cost | null {
  const object = find(ref);
  const known = machine.regrown.length === 0 ? null : regrownSize(machine, object);
  if (known !== null) return known;
  const { total, settledTotal, elem } = object;
  if (total === null || (elem?.kind === 'ref' && find(elem.object).selfGrowth)) return null;
  // What is filled behind this place, in turns that come back to it.
  const isPut = isZero(total) || elem?.kind === 'str' || elem?.kind === 'ref';
  const isLater = isPut && machine.levels.length > object.born;
  const isOver =
    settledTotal !== null &&
    (isLater || machine.levels.some(({ source }) => source !== null && runsOver(source, object)));
  return settle(machine, isOver ? max(total, settledTotal) : total);
}

function runsOver(source: HeapObject, object: HeapObject): boolean {
  const { views } = find(source);
  return find(source) === object || (views?.some((view) => view !== null && find(view) === object) ?? false);
}

/** The exact length, where nothing that the loops around do can have changed it. */
export function exactOf(machine: Machine, ref: HeapObject): HeapObject['exact'] {
  const object = find(ref);
  return object.grows && machine.levels.length > object.born ? null : object.exact;
}
