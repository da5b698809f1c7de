/** Loops over ranges and containers: how often they turn, and over which levels that is charged. */
import { affine, affineToCost, type Affine } from '../cost/affine.ts';
import { type Cost, ONE, compare, isOne, isZero, max, min, symbol } from '../cost/cost.ts';
import type { Expr, Span, Stmt } from '../ir/ir.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import { elementOf, rangeCount, valueSize } from './containers.ts';
import type { Frame } from './frame.ts';
import { closeOver, inAll, type Level } from './levels.ts';
import { assume, charge, settle, sizeOf, totalOf, type Machine } from './machine.ts';
import { changesIn, pathOf, resets, type Changes } from './progress.ts';
import { CHAR, UNKNOWN, find, num, withDistinct, type HeapObject, type Num, type Value } from './value.ts';

/** Where a loop stands in the source. */
export interface LoopPlace {
  readonly node: Stmt | Expr;
  readonly span: Span;
  readonly iterableExpr: Expr | null;
  readonly body: readonly (Stmt | Expr)[];
  readonly label: string;
}

/** A count with the reasoning behind it. */
export interface LoopBound {
  readonly count: Cost;
  /** Index of the outermost level that the count covers; `levels.length` when none. */
  readonly from: number;
  readonly rule: string;
  readonly reason: string;
  readonly source?: HeapObject | null;
  readonly variable?: Level['variable'];
  readonly solve?: Level['solve'];
}

export interface OpenLoop {
  readonly level: Level;
  readonly site: number;
  readonly elem: Value;
  /** The exact number of turns, where it is linear. */
  readonly exact: Affine | null;
}

/** Opens a level for a loop and charges its turns. */
export function openLevel(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  bound: LoopBound,
): { level: Level; site: number } {
  const from = Math.max(0, Math.min(bound.from, m.levels.length));
  const level: Level = {
    kind: 'loop',
    count: closeOver(m.levels, settle(m, bound.count), from, m.levels.length),
    from,
    variable: bound.variable ?? null,
    solve: bound.solve ?? null,
    node: place.node,
    body: place.body,
    frame,
    source: bound.source ?? null,
  };
  m.levels.push(level);
  const total = charge(m, ONE);
  m.sites.push({
    node: place.node,
    span: place.span,
    kind: 'loop',
    label: place.label,
    turns: level.count,
    each: ONE,
    total,
    reason: bound.reason,
    rule: bound.rule,
    allocates: null,
    depth: m.levels.length - 1,
    func: frame.func,
    parent: m.open[m.open.length - 1] ?? -1,
  });
  m.open.push(m.sites.length - 1);
  return { level, site: m.sites.length - 1 };
}

/** Closes the innermost level; its loop variable is from now on its upper bound. */
export function leaveLevel(m: Machine, open: { readonly level: Level }): void {
  m.levels.pop();
  m.open.pop();
  const variable = open.level.variable;
  if (variable !== null) m.closed.set(variable.name, settle(m, variable.upper));
}

/** Opens the loop over an iterable value. */
export function enterIteration(m: Machine, frame: Frame, place: LoopPlace, iterable: Value): OpenLoop {
  const bound = iterationBound(m, frame, place, iterable);
  const { level, site } = openLevel(m, frame, place, bound);
  return { level, site, elem: loopElement(m, iterable, level), exact: exactTurns(iterable) };
}

function exactTurns(iterable: Value): Affine | null {
  if (iterable.kind === 'range') {
    if (iterable.start.exact === null || iterable.end.exact === null) return null;
    const step = iterable.step.exact;
    if (step === null || !affine.isConstant(step) || step.constant !== 1) return null;
    return affine.plus(iterable.end.exact, affine.scale(iterable.start.exact, -1));
  }
  if (iterable.kind === 'str') return iterable.exact;
  return iterable.kind === 'ref' ? find(iterable.object).exact : null;
}

function loopElement(m: Machine, iterable: Value, level: Level): Value {
  if (iterable.kind === 'range') {
    if (level.variable !== null) {
      return num(symbol(level.variable.name), { exact: affine.symbol(level.variable.name), distinct: level });
    }
    const bound = settle(m, max(iterable.start.max, iterable.end.max));
    return num(bound, { domain: isOne(level.count) ? ONE : null, distinct: level });
  }
  if (iterable.kind === 'str') return CHAR;
  const elem = elementOf(m, iterable);
  if (iterable.kind !== 'ref') return elem;
  const container = find(iterable.object);
  const source = (i: number): HeapObject => container.views?.[i] ?? container;
  const inner =
    elem.kind === 'tuple'
      ? { ...elem, parts: elem.parts.map((part, i) => placed(part, source(i), level)) }
      : placed(elem, source(0), level);
  return hasDistinctElements(container) ? withDistinct(inner, level) : inner;
}

/** Keys differ from each other; what `enumerate` gives differs in its first part. */
function hasDistinctElements(container: HeapObject): boolean {
  if (
    container.unique ||
    container.type === 'set' ||
    container.type === 'map' ||
    (container.type === 'iterator' && container.views !== null)
  )
    return (
      container.type !== 'iterator' ||
      container.elem?.kind === 'tuple' ||
      container.views?.[0]?.unique === true
    );
  const { elem } = container;
  return elem !== null && elem.kind !== 'num' && elem.kind !== 'str' && elem.kind !== 'tuple';
}

function placed(elem: Value, container: HeapObject, level: Level): Value {
  if (elem.kind === 'ref') return { ...elem, part: { container, level } };
  if (elem.kind === 'num') return { ...elem, exact: null, read: false, drawnFrom: container, place: level };
  if (elem.kind === 'str') return { ...elem, drawnFrom: container, place: level };
  return elem;
}

let fresh = 0;

function iterationBound(m: Machine, frame: Frame, place: LoopPlace, iterable: Value): LoopBound {
  const here = m.levels.length;
  switch (iterable.kind) {
    case 'range':
      return rangeBound(m, frame, place, iterable, here);
    case 'str':
      return stringBound(m, iterable.size, iterable.drawnFrom, iterable.place, here);
    case 'tuple':
      return { count: ONE, from: here, rule: 'constant-loop', reason: 'a fixed number of elements' };
    case 'ref':
      return containerBound(m, frame, place, iterable, here);
    default:
      assume(
        m,
        `size:${place.span.start}`,
        'the size of what this loop runs over is taken as an input size',
        place.span,
      );
      return {
        count: m.inputSize,
        from: here,
        rule: 'assumed',
        reason: 'the size of what it runs over is not known',
      };
  }
}

function rangeBound(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  range: Value & { kind: 'range' },
  here: number,
): LoopBound {
  const { start, end, step } = range;
  const count = rangeCount(m, start, end, step);
  const popped = end.lengthOf === null ? null : poppedPerTurn(m, place, end.lengthOf, here);
  if (popped !== null) return popped;
  if (end.lengthPart !== null) {
    const parts = partsBound(m, find(end.lengthPart.container), end.lengthPart.level, count, here);
    if (parts !== null) return parts;
  }
  const summed = rangeOverParts(m, end, here);
  if (summed !== null) return summed;
  if (isOne(count) || isZero(count))
    return { count: ONE, from: here, rule: 'constant-loop', reason: 'a constant number of turns' };
  if (end.exact !== null && isTestCases(m, frame, end.exact, place.body)) return testCases(here);
  const upper = settle(m, max(start.max, end.max));
  const variable = { name: `@${fresh++}`, upper, step: 'linear' as const };
  return {
    count,
    from: here,
    rule: 'counted-loop',
    reason: '',
    variable,
    source: end.lengthOf === null ? null : find(end.lengthOf),
  };
}

const READS = /^(input|raw_input|readline|read|next)$/;

export const testCases = (here: number): LoopBound => ({
  count: ONE,
  from: here,
  rule: 'test-cases',
  reason: 'one turn for each independent test case: bounds are per test case',
});

/** A script's loop as often as the first number read says, each turn with input and output of its own. */
export function isTestCases(
  m: Machine,
  frame: Frame,
  count: Affine,
  body: readonly (Stmt | Expr)[],
): boolean {
  if (m.firstRead === null || count.terms.size !== 1 || !count.terms.has(m.firstRead)) return false;
  void frame;
  return doesInput(m, body, READS) && doesInput(m, body, /^(print|write|append)$/);
}

/** The code calls a function of such a name, itself or through the program's functions. */
function doesInput(m: Machine, body: readonly (Stmt | Expr)[], names: RegExp): boolean {
  const seen = new Set<object>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'call') {
      const name =
        node.callee.kind === 'name' ? node.callee.name : node.callee.kind === 'field' ? node.callee.name : '';
      const func = m.index.resolve(node);
      if (func === null ? names.test(name) : !seen.has(func) && (seen.add(func), func.body.some(visit)))
        return true;
    }
    if (node.kind === 'lambda') return node.func.body.some(visit);
    return childStmts(node).some(visit) || childExprs(node).some(visit);
  };
  return body.some(visit);
}

/** `for _ in range(len(queue))` with a pop a turn: all its turns together are the pops, which the pushes bound. */
function poppedPerTurn(m: Machine, place: LoopPlace, queue: HeapObject, here: number): LoopBound | null {
  const object = find(queue);
  if (object.born >= here) return null;
  const changes = changesIn(place.body, m.index.resolve);
  for (const [path, list] of changes) {
    if (!list.some((change) => change.kind === 'pop')) continue;
    const value = valueOfPath(m, path);
    if (value !== null && find(value) === object) {
      return {
        count: reached(m, object),
        from: object.born,
        rule: 'amortised',
        reason: 'every turn takes one element out, and each was put in once',
        source: object,
      };
    }
  }
  return null;
}

/** The object that a path names in the innermost frame. */
export function valueOfPath(m: Machine, path: string): HeapObject | null {
  const frame = m.calls[m.calls.length - 1];
  if (frame === undefined) return null;
  const parts = path.split('.');
  let value = lookupValue(frame, parts[0]!);
  for (const field of parts.slice(1)) {
    if (value?.kind !== 'ref') return null;
    value = find(value.object).fields?.get(field) ?? undefined;
  }
  return value?.kind === 'ref' ? find(value.object) : null;
}

function lookupValue(frame: Frame, name: string): Value | undefined {
  let at: Frame | null = frame;
  while (at !== null) {
    const value = at.vars.get(name);
    if (value !== undefined) return value;
    if (at.func !== null && at.func.receiver === name && at.self !== null) return at.self;
    at = at.parent;
  }
  return undefined;
}

/** The largest size of this pass and the one before: all that was ever put in. */
export function reached(m: Machine, object: HeapObject): Cost {
  const at = find(object);
  const all = max(at.pushed, at.size);
  return settle(m, at.settledPushed === null ? all : max(all, at.settledPushed));
}

/** `for _ in range(count[x])` over different x: all together the sum of the counts. */
function rangeOverParts(m: Machine, end: Num, here: number): LoopBound | null {
  if (end.drawnFrom === null || end.place === null) return null;
  const container = find(end.drawnFrom);
  if (container.sum === null) return null;
  const from = m.levels.indexOf(end.place);
  if (from < 0 || from > here) return null;
  return {
    count: settle(m, container.sum),
    from: Math.min(from, end.place.from),
    rule: 'sum-of-parts',
    reason: 'the counts of all the elements add up to their sum',
  };
}

function stringBound(
  m: Machine,
  size: Cost,
  from: HeapObject | null,
  distinct: Level | null,
  here: number,
): LoopBound {
  const parts =
    from !== null && distinct !== null ? partsBound(m, find(from), distinct, settle(m, size), here) : null;
  return parts ?? { count: settle(m, size), from: here, rule: 'for-each', reason: '' };
}

/** Iterating over each of the different parts of a container: the total over all of them, charged once. */
function partsBound(
  m: Machine,
  container: HeapObject,
  distinct: Level,
  size: Cost,
  here: number,
): LoopBound | null {
  const total = totalOf(m, container);
  const from = m.levels.indexOf(distinct);
  if (total === null || isZero(total) || from < 0) return null;
  const plain = inAll(m.levels.slice(from, here), size);
  if (compare(plain, total) === 'less' || compare(plain, total) === 'equal') return null;
  const between = m.levels
    .slice(from + 1, here)
    .some((level) => level.kind === 'loop' && !isOne(level.count));
  if (between) return null;
  return {
    count: max(total, distinct.count),
    from: Math.min(from, distinct.from),
    rule: 'sum-of-parts',
    reason: 'each part is visited once: the parts add up to the whole',
  };
}

/** The bound for visiting a value that is one of the different parts of a container; null when it is none. */
export function partOf(m: Machine, value: Value, size: Cost): LoopBound | null {
  const here = m.levels.length;
  if (value.kind === 'ref' && value.part !== null)
    return partsBound(m, find(value.part.container), value.part.level, size, here);
  if (value.kind === 'str' && value.drawnFrom !== null && value.place !== null)
    return partsBound(m, find(value.drawnFrom), value.place, size, here);
  return null;
}

/** Opens a level that is no place of its own in the derivation. */
export function openQuietly(m: Machine, frame: Frame, node: Expr, bound: LoopBound): Level {
  const level: Level = {
    kind: 'loop',
    count: closeOver(m.levels, settle(m, bound.count), bound.from, m.levels.length),
    from: bound.from,
    variable: null,
    solve: null,
    node,
    body: [],
    frame,
    source: null,
  };
  m.levels.push(level);
  m.open.push(m.open[m.open.length - 1] ?? -1);
  return level;
}

function containerBound(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  iterable: Value & { kind: 'ref' },
  here: number,
): LoopBound {
  const object = find(iterable.object);
  const size = feedsItself(m, place) ? reached(m, object) : sizeOf(m, object);
  if (iterable.part !== null) {
    const parts = partsBound(m, find(iterable.part.container), iterable.part.level, size, here);
    if (parts !== null) return parts;
  }
  const fresh = freshEachTurn(m, object, here);
  if (fresh !== null) return fresh;
  const rebuilt = rebuiltPerTurn(m, frame, place, object, here);
  if (rebuilt !== null) return rebuilt;
  const reason = object.type === 'iterator' ? 'one turn for each element produced' : '';
  return { count: isZero(size) ? ONE : size, from: here, rule: 'for-each', reason, source: object };
}

/** What every turn of an outer loop makes anew and fills: all turns together run over all that was ever put in. */
export function freshEachTurn(m: Machine, object: HeapObject, here: number): LoopBound | null {
  const made = object.views?.length === 1 && object.views[0] != null ? find(object.views[0]) : object;
  const { growth, born } = made;
  if (growth === null || born === 0 || born > here || !isOne(inAll(m.levels, ONE, born))) return null;
  const all = growth[0];
  if (all === undefined || isZero(all)) return null;
  const plain = inAll(m.levels, sizeOf(m, made));
  return compare(all, plain) === 'less' ? { count: max(all, inAll(m.levels, ONE)), from: 0, rule: 'amortised', reason: 'it is made anew in every turn, and all that is ever put in is run over once' } : null;
}

/** The body adds to what the loop runs over: it sees all that is ever put in. */
function feedsItself(m: Machine, place: LoopPlace): boolean {
  const path =
    place.iterableExpr === null ? null : (pathOf(place.iterableExpr) ?? wrappedPath(place.iterableExpr));
  return (
    path !== null &&
    (changesIn(place.body, m.index.resolve).get(path) ?? []).some((change) => change.kind === 'push')
  );
}

/** `level = next_level` each turn of the outer loop: all turns together are the elements ever put into a level. */
function rebuiltPerTurn(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  object: HeapObject,
  here: number,
): LoopBound | null {
  if (place.iterableExpr === null) return null;
  const path = pathOf(place.iterableExpr) ?? wrappedPath(place.iterableExpr);
  const whole = path === null ? null : (valueOfPath(m, path) ?? object);
  if (path === null || whole === null || whole.born >= here || whole.origin === 'input' || whole.selfGrowth)
    return null;
  return rebuiltObject(m, frame, path, find(whole), here);
}

/** `q` of `enumerate(q)`. */
function wrappedPath(expr: Expr): string | null {
  return expr.kind === 'call' && expr.callee.kind === 'name' && expr.args[0] !== undefined
    ? pathOf(expr.args[0].value)
    : null;
}

function rebuiltObject(
  m: Machine,
  frame: Frame,
  path: string,
  object: HeapObject,
  here: number,
): LoopBound | null {
  let from = here;
  for (let at = here - 1; at >= object.born; at--) {
    const level = m.levels[at]!;
    if (level.kind !== 'loop' || level.frame !== frame) break;
    const changes = changesIn(level.body, m.index.resolve);
    if (!rebuiltFrom(changes, path)) break;
    from = at;
  }
  return from === here
    ? null
    : {
        count: reached(m, object),
        from: Math.max(object.born, 0),
        rule: 'amortised',
        reason: 'it is rebuilt in every turn of the outer loop, and each element is put in once',
        source: object,
      };
}

function rebuiltFrom(changes: Changes, path: string): boolean {
  const list = changes.get(path) ?? [];
  return list.some(
    (change) =>
      (change.kind === 'copy' && !change.from.startsWith(path)) ||
      (change.kind === 'set' &&
        change.value !== null &&
        (change.value.kind === 'comprehension' || (change.tuple && pathOf(change.value) !== null))),
  );
}

export { UNKNOWN, affineToCost, min, resets, valueSize, type Cost };
