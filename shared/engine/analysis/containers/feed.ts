/** Containers that grow under loops over themselves, or under recursions that take back what they push. */
import { type Cost, ONE, classify, compare, isOne, symbolsOf } from '../../cost/cost.ts';
import { sizeOf, totalOf } from '../heap.ts';
import { type Level, inAll } from '../levels.ts';
import type { Expr, ForEach, Stmt, While } from '../../ir/ir.ts';
import { countedBy } from '../../ir/roles.ts';
import { someAct } from '../../ir/walk.ts';
import { onlyView, valueOfPath } from '../loops/paths.ts';
import { type Machine, assume, exponential, scopeOf, settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { mostOnPath } from '../recursion/paths.ts';
import { isBalanced, shortenings } from '../recursion/restored.ts';
import { definitionsOf } from '../recursion/self-calls.ts';
import { type HeapObject, type Value, domainOf, find } from '../value.ts';
import { branchesOnward } from './branching-pushes.ts';

/** What a recursive function pushes and takes back holds one element for each open call. */
export function takenBack(machine: Machine, object: HeapObject, since: number): Cost | null {
  if (machine.recursions.size === 0) return null;
  const at = machine.levels.findLastIndex((level) => level.kind === 'recursion');
  const level = machine.levels[at];
  const func = machine.calls[machine.calls.length - 1]?.func;
  if (level === undefined || at < since || func === null || func === undefined) return null;
  const depth = machine.recursions.get(level.frame.func ?? func)?.depth;
  if (depth === undefined) return null;
  for (const [path, list] of changesIn(func.body, machine.index)) {
    const back = shortenings({ func, path, callees: machine.index, isConstant: true }, list);
    const isSet = list.some((change) => change.kind === 'set' && !back.includes(change));
    if (isSet || back.length === 0 || !list.some(({ kind }) => kind === 'push')) continue;
    const value = valueOfPath(machine, path);
    // What each call leaves as it was holds no more in the turns around.
    const isLeft = list.every((change) => change.kind !== 'push' || isBalanced(func.body, change, back));
    const from = isLeft ? at : since;
    if (value !== null && find(value) === object)
      return settle(machine, inAll(machine.levels.slice(0, at), depth, from));
  }
  return null;
}

/** The container itself, a copy that each turn makes of it, its elements in another order, or the keys or entries of a map. */
function runsOver(source: HeapObject | null, object: HeapObject): boolean {
  if (source === null) return false;
  const views = find(source).views ?? [];
  return (
    find(source) === object ||
    isCopyOf(find(source), object) ||
    ((object.type === 'map' || onlyView(find(source)) !== null) &&
      views.some((view) => view !== null && find(view) === object))
  );
}

/** Made with its elements since it was made itself, in a loop between. */
export function isCopyOf({ derived, born, views }: HeapObject, object: HeapObject, depth = 3): boolean {
  const from = derived ?? (views?.length === 1 ? views[0] : null) ?? null;
  if (from === null || depth === 0) return false;
  return find(from) === object ? born > object.born : isCopyOf(find(from), object, depth - 1);
}

/** It is one of the containers that a container holds. */
function isPartOf(whole: HeapObject | null, object: HeapObject): boolean {
  const elem = whole === null ? null : find(whole).elem;
  return elem?.kind === 'ref' && find(elem.object) === object;
}

/** It is a part of a container that an operator put together with another one. */
function isPartIn(united: HeapObject | null, object: HeapObject): boolean {
  return (
    united !== null && object.holder !== null && find(united).united.some((part) => find(part) === object)
  );
}

/** The innermost open level whose count is the size of this object, so that pushing feeds it. */
export function selfLevel(machine: Machine, object: HeapObject, base: number, byParts = true): number | null {
  for (let at = machine.levels.length - 1; at >= base;) {
    const level = machine.levels[at]!;
    if (level.kind === 'loop' && runsOver(level.source, object)) return at;
    if (byParts && (isPartOf(level.parts, object) || isPartIn(level.source, object))) return at;
    at = Math.min(level.from, at) - 1;
  }
  return null;
}

/**
 * What takes the place of the element that the same turn took out is no node on its way and not bounded by a mark: notes
 * that turns may go on so. Returns whether the container grows no more by it, as in `for _ in range(len(queue))`.
 */
export function isPutBack(machine: Machine, object: HeapObject, elem: Value, { node }: Level): boolean {
  if (machine.marks > 0 || fedInAll(machine, object) !== null || structureIn(elem, 3) !== null) return false;
  if (!object.refilled && machine.frameDepth === null) machine.grew = true;
  object.refilled = true;
  return node?.kind === 'forEach';
}

/**
 * The loop runs over a container that was taken out of the one that holds this one, `top = stack.pop()`: what it puts in
 * is moved from there, and nothing is left there.
 */
export function isMovedOver(machine: Machine, { holder }: HeapObject, { node, frame }: Level): boolean {
  if (holder === null || node?.kind !== 'forEach') return false;
  const { iterable } = node;
  const over =
    iterable.kind === 'call' && iterable.callee.kind === 'field' ? iterable.callee.object : iterable;
  const taken = over.kind === 'name' ? definitionsOf(scopeOf(machine, frame)).get(over.name) : null;
  if (taken?.kind !== 'call' || taken.callee.kind !== 'field') return false;
  const from = machine.index.roles.is(taken, 'undo') ? pathOf(taken.callee.object) : null;
  const container = from === null ? null : valueOfPath(machine, from);
  return container !== null && find(container) === find(holder);
}

/** What a loop over the container is known to put into it in all. */
export function fedInAll({ levels }: Machine, object: HeapObject): Cost | null {
  return levels.findLast((level) => level.fed !== null && runsOver(level.source, object))?.fed ?? null;
}

/**
 * What a heap takes in that goes on where a shorter way was found: places come out of it in order, so that each edge
 * leads to a shorter way at most once. Null for anything else.
 */
export function shorterWays(machine: Machine, object: HeapObject): Cost | null {
  const places = machine.relaxed.at(-1);
  if (places === undefined || isOne(places)) return null;
  const at = machine.levels.findLastIndex(({ kind, node }) => kind === 'loop' && node?.kind === 'while');
  const node = machine.levels[at]?.node;
  if (node?.kind !== 'while' || !isHeap(machine, object, node.body)) return null;
  let ways = places;
  for (const { kind, parts, count } of machine.levels.slice(at + 1)) {
    if (kind !== 'loop') continue;
    const edges = parts === null ? null : totalOf(machine, parts);
    if (edges !== null) ways = edges;
    // The first pass does not know yet which places come out of the heap.
    else if (machine.pass > 1 && !isOne(settle(machine, count))) return null;
  }
  assume(
    machine,
    `ways:${String(node.span.start)}`,
    'no way becomes shorter by going on: each edge shortens one at most once',
    node.headerSpan,
  );
  return settle(machine, ways);
}

/** It is one by its type, or the loop takes its least element out. */
function isHeap(machine: Machine, object: HeapObject, body: readonly Stmt[]): boolean {
  if (object.type === 'heap') return true;
  const { roles } = machine.index;
  return body.some((stmt) =>
    someAct(stmt, (node) => {
      if (node.kind !== 'call' || !roles.is(node, 'popFirst')) return false;
      const [heap] = node.args;
      const path = heap === undefined ? null : pathOf(heap.value);
      const value = path === null ? null : valueOfPath(machine, path);
      return value !== null && find(value) === object;
    }),
  );
}

/** A container that grows under a loop over itself doubles each turn of what encloses that loop, unless its elements are few. */
export function selfGrowth(
  machine: Machine,
  object: HeapObject,
  elem: Value,
  at: number,
  base: number,
  grown: Cost,
): Cost {
  const few = fedInAll(machine, object) ?? structureIn(elem, 3);
  if (few !== null) return noteFew(machine, object, few);
  noteParts(machine, object, machine.levels[at]!);
  const domain = statesOf(elem);
  const structural = elem.kind === 'ref' && isStructure(find(elem.object));
  if (domain !== null && (structural || object.type === 'set' || object.type === 'map'))
    return settle(machine, domain);
  const level = machine.levels[at]!;
  const outer = at === 0 ? ONE : inAll(machine.levels.slice(0, at), ONE, base);
  const { node } = level;
  if (node?.kind === 'while' || (node?.kind === 'forEach' && putsBehind(machine, node)))
    return fedByTurns(machine, object, elem, node, { domain, outer });
  if (!object.selfGrowth && machine.frameDepth === null) machine.grew = true;
  object.selfGrowth = true;
  if (isOne(outer)) return isLayered(machine, object, at) ? exponential(machine.inputSize) : grown;
  return exponential(settle(machine, outer));
}

/** The loop runs over what its turns put more behind: `for x in xs: xs.append(x + 1)`, also by `enumerate(xs)`. */
export function putsBehind({ index }: Machine, { iterable, body }: ForEach): boolean {
  const path = pathOf(countedBy(index.roles, iterable) ?? iterable);
  const changes = path === null ? undefined : changesIn(body, index).get(path);
  return changes?.some(({ kind }) => kind === 'push') === true;
}

/** What the turns of a loop put into its own worklist. */
function fedByTurns(
  machine: Machine,
  object: HeapObject,
  elem: Value,
  { body, span, headerSpan }: While | ForEach,
  { domain, outer }: { readonly domain: Cost | null; readonly outer: Cost },
): Cost {
  if (machine.marks === 0 && branchesOnward(machine.index.roles, body, pushesInto(machine, object, body)))
    return exponential(machine.inputSize);
  if (domain !== null && !isOne(domain)) return settle(machine, domain);
  object.selfGrowth = true;
  if (isSearch(machine, object, elem, body))
    return exponential(object.settled !== null && !isOne(outer) ? outer : machine.inputSize);
  assume(
    machine,
    `size:${String(span.start)}`,
    'what this loop puts in is taken to be no more than the input',
    headerSpan,
  );
  return machine.inputSize;
}

/** How many different elements there can be; what only counts the steps to the others makes no more of them. */
function statesOf(elem: Value): Cost | null {
  if (elem.kind !== 'tuple') return domainOf(elem);
  const parts = elem.parts.filter((part) => part.kind !== 'num' || !part.stepped);
  const others = parts.length < elem.parts.length ? domainOf({ ...elem, parts }) : null;
  return others === null || isOne(others) ? domainOf(elem) : others;
}

/** A loop around runs for as long as the container, which is made anew in every turn, holds something: that bounds nothing. */
const isLayered = ({ levels }: Machine, object: HeapObject, at: number): boolean =>
  levels
    .slice(0, at)
    .some(({ kind, node, source }) => kind === 'loop' && node?.kind === 'while' && runsOver(source, object));

/** The loop over it that came before in this pass did not know yet that it holds so many. */
function noteFew(machine: Machine, { settled }: HeapObject, few: Cost): Cost {
  if (settled !== null && compare(settled, few) === 'less' && machine.frameDepth === null)
    machine.grew = true;
  return settle(machine, few);
}

/** Loops over the parts of a container put more into them: all that was put in is no bound for what they hold. */
function noteParts(machine: Machine, object: HeapObject, { parts, source }: Level): void {
  if (!isPartOf(parts, object) && !isPartIn(source, object)) return;
  if (!object.selfGrowth && machine.frameDepth === null) machine.grew = true;
  object.selfGrowth = true;
}

/** Some turns put in several ways to go on, of which each leads on by itself: to another state, or along a path that is taken back. */
const isSearch = (machine: Machine, worklist: HeapObject, elem: Value, body: readonly Stmt[]): boolean =>
  putsInMore(machine, worklist, body) && (isState(machine, elem, 3) || takesBack(machine, worklist, body));

/** Some turn of a loop that takes one out puts in more than one. */
const putsInMore = (machine: Machine, object: HeapObject, body: readonly Stmt[]): boolean =>
  mostOnPath(body, pushesInto(machine, object, body)) > 1;

function pushesInto(machine: Machine, object: HeapObject, body: readonly Stmt[]): ReadonlySet<Stmt | Expr> {
  const pushes = new Set<Stmt | Expr>();
  for (const [path, list] of changesIn(body, machine.index)) {
    const value = valueOfPath(machine, path);
    if (value === null || find(value) !== object) continue;
    for (const change of list) if (change.kind === 'push') pushes.add(change.node);
  }
  return pushes;
}

/** Turns put into another container what later ones take out of it: a path, walked along every way that there is. */
function takesBack(machine: Machine, worklist: HeapObject, body: readonly Stmt[]): boolean {
  const paths = [...changesIn(body, machine.index)].flatMap(([path, list]) => {
    const kinds = list.map(({ kind }) => kind);
    const value = kinds.includes('push') && kinds.includes('pop') ? valueOfPath(machine, path) : null;
    return value === null || find(value) === worklist ? [] : [find(value)];
  });
  // What waits at one time are the ways that go off from one path.
  if (paths.length > 0) for (const object of [worklist, ...paths]) object.cap ??= machine.inputSize;
  return paths.length > 0;
}

/** It holds a string or a container that can differ in every place: there are exponentially many of them. */
function isState(machine: Machine, value: Value, depth: number): boolean {
  switch (value.kind) {
    case 'num':
      return classify(value.max) === 'exponential';
    case 'str':
      return !value.input && value.domain === null && !isOne(value.size);
    case 'tuple':
      return value.parts.some((part) => depth > 0 && isState(machine, part, depth - 1));
    case 'ref': {
      const object = find(value.object);
      const held =
        ['list', 'array', 'set', 'map', 'deque'].includes(object.type) && object.origin === 'local';
      return (
        held &&
        (symbolsOf(sizeOf(machine, object)).length > 0 ||
          (object.elem !== null && depth > 0 && isState(machine, object.elem, depth - 1)))
      );
    }
    default:
      return false;
  }
}

/** Something with so many nodes; of those that the program makes itself nobody knows how many there will be. */
const isStructure = ({ type, origin, size }: HeapObject): boolean =>
  type === 'object' || (['tree', 'linked', 'graph'].includes(type) && (origin === 'input' || !isOne(size)));

/** The number of nodes of the input's tree or list that a value holds one of: each is reached once by its links. */
export function structureIn(value: Value, depth: number): Cost | null {
  if (depth === 0) return null;
  if (value.kind === 'tuple') {
    for (const part of value.parts) {
      const nodes = structureIn(part, depth - 1);
      if (nodes !== null) return nodes;
    }
    return null;
  }
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  // Of nodes that the program makes itself nobody knows how many there will be.
  if (object.type === 'tree' || object.type === 'linked')
    return object.origin === 'local' && isOne(object.size) ? null : object.size;
  if (object.type === 'object' && object.origin === 'local') {
    for (const field of object.fields?.values() ?? []) {
      const nodes = structureIn(field, depth - 1);
      if (nodes !== null) return nodes;
    }
  }
  return object.elem === null || object.type === 'graph' ? null : structureIn(object.elem, depth - 1);
}
