/** Opening and closing the levels of loops. */
import { exactOf } from '../heap.ts';
import { type Affine, affine } from '../../cost/affine.ts';
import { type Cost, ONE, isOne, max, symbol } from '../../cost/cost.ts';
import type { Expr, ForEach, Span, Stmt } from '../../ir/ir.ts';
import { callSpecial } from '../specials.ts';
import { elementOf } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { type Level, closeOver, insideExits, newLevel } from '../levels.ts';
import { type Machine, assume, settle, popLevel, pushLevel } from '../machine.ts';
import { distinctParts, withDistinct } from '../distinct.ts';
import { CHAR, type HeapObject, type Value, find, num } from '../value.ts';
import { carriedBound } from './carried.ts';
import { emptiedBound } from './emptied.ts';
import { consecutivePlaces } from './consecutive.ts';
import { byNumber } from './numbered-worklists.ts';
import { onwardBound } from './onwards.ts';
import { resumedSpan } from './resumed.ts';
import { containerBound, rangeBound, stringBound } from './ranges.ts';
import { linearSieve } from './sieve.ts';
import { callsAround } from '../recursion/calling-turns.ts';
import { heldIteration } from '../while/resumed-frames.ts';
import { untilSquare } from './squares.ts';
import { usedUpBound } from './used-up.ts';
import { overStates } from './state-parts.ts';
import { openSite, recordCall } from '../record.ts';
import { madeByLoop } from '../library/scans.ts';

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
  readonly fed?: Level['fed'];
  readonly parts?: Level['parts'];
  readonly stride?: Level['stride'];
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
  const from = insideExits(m.levels, Math.max(0, Math.min(bound.from, m.levels.length)));
  const level = newLevel({
    kind: 'loop',
    count: closeOver(m.levels, settle(m, bound.count), from, m.levels.length),
    from,
    variable: bound.variable ?? null,
    solve: bound.solve ?? null,
    node: place.node,
    body: place.body,
    frame,
    source: bound.source ?? null,
    fed: bound.fed ?? null,
    parts: bound.parts ?? null,
    stride: bound.stride ?? null,
    calling: from === m.levels.length && !isOne(bound.count) ? callsAround(m, frame, place.body) : null,
  });
  const site = openSite(m, level, {
    node: place.node,
    span: place.span,
    kind: 'loop',
    label: place.label,
    reason: bound.reason,
    rule: bound.rule,
    allocates: null,
    func: frame.func,
  });
  return { level, site };
}

/** Closes the innermost level; its loop variable is from now on its upper bound. */
export function leaveLevel(m: Machine, open: { readonly level: Level }): void {
  popLevel(m);
  const variable = open.level.variable;
  if (variable !== null) m.closed.set(variable.name, settle(m, variable.upper));
}

/** Opens the loop over an iterable value. */
export function enterIteration(m: Machine, frame: Frame, place: LoopPlace, value: Value): OpenLoop {
  const iterable = callSpecial(m, frame, place.node, value, 'iterate', []) ?? value;
  const plain = iterationBound(m, frame, place, iterable);
  const bound =
    overStates(m, frame, place.iterableExpr, plain) ??
    (place.node.kind === 'forEach'
      ? overTurns(m, frame, place.node, plain)
      : (spanBound(m, frame, place, plain) ?? plain));
  const { level, site } = openLevel(m, frame, place, bound);
  const next = callSpecial(m, frame, place.node, iterable, 'next', []);
  return { level, site, elem: next ?? loopElement(m, iterable, level), exact: exactTurns(m, iterable) };
}

/** What the loop turns in all the turns of the loop around, where that is less than turn for turn. */
function overTurns(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound {
  const carried =
    carriedBound(m, frame, node, plain) ??
    emptiedBound(m, frame, node, plain) ??
    heldIteration(m, frame, node) ??
    usedUpBound(m, frame, node, plain);
  if (carried !== null) return carried;
  const sieve = linearSieve(m, frame, node);
  if (sieve !== null || plain.variable == null) return sieve ?? plain;
  const { iterable } = node;
  const left = untilSquare(m, frame, node, plain);
  if (left !== null) return left;
  if (iterable.kind !== 'range' || iterable.step !== null) return plain;
  return (
    byNumber(m, frame, node, plain) ??
    resumedSpan(m, frame, node, iterable.start, iterable.end) ??
    onwardBound(m, frame, node) ??
    consecutivePlaces(m, frame, node) ??
    plain
  );
}

/** `[text[i] for i in range(start, end)]` of spans that add up. */
function spanBound(
  m: Machine,
  frame: Frame,
  { node, iterableExpr: span }: LoopPlace,
  { variable }: LoopBound,
): LoopBound | null {
  if (variable == null || span?.kind !== 'range' || span.step !== null) return null;
  return resumedSpan(m, frame, node, span.start, span.end);
}

function exactTurns(m: Machine, iterable: Value): Affine | null {
  if (iterable.kind === 'range') {
    if (iterable.start.exact === null || iterable.end.exact === null) return null;
    const step = iterable.step.exact;
    if (step === null || !affine.isConstant(step) || Math.abs(step.constant) !== 1) return null;
    const apart = affine.plus(iterable.end.exact, affine.scale(iterable.start.exact, -1));
    return affine.scale(apart, step.constant);
  }
  if (iterable.kind === 'str') return iterable.exact;
  return iterable.kind === 'ref' ? exactOf(m, iterable.object) : null;
}

const NESTED_TUPLES = 3;

function loopElement(m: Machine, iterable: Value, level: Level): Value {
  if (iterable.kind === 'range') {
    if (level.variable !== null) {
      return num(symbol(level.variable.name), { exact: affine.symbol(level.variable.name), distinct: level });
    }
    const { start } = iterable;
    const bound = settle(m, max(start.max, iterable.end.max));
    // A few turns give a few numbers, but other ones for every start.
    return isOne(level.count)
      ? num(bound, { domain: start.domain, moved: start.moved, distinct: level })
      : num(bound, { distinct: level });
  }
  if (iterable.kind === 'str') return CHAR;
  const elem = elementOf(iterable);
  return iterable.kind === 'ref' ? elementInTurn(m, find(iterable.object), elem, level) : elem;
}

/** An element of a container of which each turn of the level has the next. */
export function elementInTurn(m: Machine, container: HeapObject, elem: Value, level: Level): Value {
  const inner =
    elem.kind === 'tuple'
      ? { ...elem, parts: elem.parts.map((part, i) => placedIn(part, container, i, level)) }
      : placed(elem, container.views?.[0] ?? container, level);
  // A walk over a tree puts each node in once.
  if (m.levels.some(({ source, fed }) => fed !== null && source !== null && find(source) === container))
    return distinctParts(inner, level, NESTED_TUPLES);
  return hasDistinctElements(container) ? withDistinct(inner, level) : inner;
}

/** A part of what each turn gets of a container, or of one that it goes through beside others: `enumerate(keys)`. */
function placedIn(part: Value, container: HeapObject, at: number, level: Level): Value {
  const view = container.views?.[at] ?? null;
  if (view === null) return placed(part, container, level);
  const inner = placed(part, view, level);
  return hasDistinctElements(find(view)) ? withDistinct(inner, level) : inner;
}

/** Keys differ from each other; what `enumerate` gives differs in its first part. */
function hasDistinctElements(container: HeapObject): boolean {
  if (
    isUnique(container) ||
    (container.guarded && !container.unguarded) ||
    container.type === 'set' ||
    container.type === 'map' ||
    (container.type === 'iterator' && container.views !== null)
  )
    return (
      container.type !== 'iterator' ||
      isUnique(container) ||
      container.elem?.kind === 'tuple' ||
      (container.views?.[0] != null && isUnique(find(container.views[0])))
    );
  const { elem } = container;
  return elem !== null && elem.kind !== 'num' && elem.kind !== 'str' && elem.kind !== 'tuple';
}

const isUnique = (object: HeapObject): boolean => object.unique && object.settledUnique;

function placed(elem: Value, container: HeapObject, level: Level): Value {
  if (elem.kind === 'ref') return { ...elem, part: { container, level } };
  if (elem.kind === 'num') return { ...elem, exact: null, read: false, drawnFrom: container, place: level };
  if (elem.kind === 'str') return { ...elem, drawnFrom: container, place: level };
  if (elem.kind === 'tuple')
    return { ...elem, parts: elem.parts.map((part) => placed(part, container, level)) };
  return elem;
}

function iterationBound(m: Machine, frame: Frame, place: LoopPlace, iterable: Value): LoopBound {
  const here = m.levels.length;
  switch (iterable.kind) {
    case 'range':
      return rangeBound(m, frame, place, iterable, here);
    case 'str':
      return (
        (iterable.read ? madeByLoop(m, iterable) : null) ??
        stringBound(m, iterable.size, iterable.drawnFrom, iterable.place, here)
      );
    case 'tuple':
      return { count: ONE, from: here, rule: 'constant-loop', reason: 'a fixed number of elements' };
    case 'ref': {
      const source = find(iterable.object);
      if (source.type === 'object' && source.cls !== null) return unknownTurns(m, place);
      const made = source.grows ? null : madeByLoop(m, iterable);
      if (made === null) return containerBound(m, frame, place, iterable, here);
      return source.united.length === 0 ? made : { ...made, source };
    }
    default:
      return unknownTurns(m, place);
  }
}

function unknownTurns(m: Machine, { span }: LoopPlace): LoopBound {
  assume(m, `size:${span.start}`, 'the size of what this loop runs over is taken as an input size', span);
  return {
    count: m.inputSize,
    from: m.levels.length,
    rule: 'assumed',
    reason: 'the size of what it runs over is not known',
  };
}

/** Opens a level that is no place of its own in the derivation. */
export function openQuietly(m: Machine, frame: Frame, node: Expr, bound: LoopBound): Level {
  const count = closeOver(m.levels, settle(m, bound.count), bound.from, m.levels.length);
  const level = newLevel({ kind: 'loop', count, from: bound.from, node, frame });
  pushLevel(m, level);
  return level;
}

/** A call that scans something, as the derivation shows it. */
export interface Scan {
  readonly node: Expr;
  readonly label: string;
  readonly reason: string;
  readonly allocates: Cost | null;
}

/** What is said of a value that was made in the turns of a bound. */
export const madeUnder = (
  { levels }: Machine,
  { count, from }: Pick<LoopBound, 'count' | 'from'>,
): HeapObject['made'] => ({
  count,
  from,
  within: levels.at(-1) ?? null,
});

/** Charges a scan of a size; where `bound` says how often all such scans turn together, once over all of them. */
export function recordScan(m: Machine, frame: Frame, scan: Scan, size: Cost, bound: LoopBound | null): void {
  const { node, label, reason, allocates } = scan;
  if (bound === null) {
    recordCall(m, node, label, size, reason, allocates);
    return;
  }
  const level = openQuietly(m, frame, node, bound);
  recordCall(m, node, label, ONE, bound.reason, allocates);
  leaveLevel(m, { level });
}
