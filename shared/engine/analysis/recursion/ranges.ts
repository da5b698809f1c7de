/** The values that the parameters of a recursive function take over all of its calls. */
import { type Cost, ONE, ZERO, compare, isOne, isZero, max, plus, power, times } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { eachChild, mentions } from '../../ir/walk.ts';
import { affine } from '../../cost/affine.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { allocate } from '../heap.ts';
import { exponential, settle, type Machine, boundedSymbol } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { loopTargets } from './arguments.ts';
import { drawnSum } from './drawn-sums.ts';
import { limitOf } from './limits.ts';
import { feedsBack, reducedBy } from './feedback.ts';
import { CHAR, type Ref, type Tuple, UNKNOWN, type Value, domainOf, find, num, ref, str } from '../value.ts';
import { quotients } from './quotients.ts';
import { type ArgChange, type SelfCall, definitionsOf } from './self-calls.ts';
import { join, joinMaybe } from '../join.ts';

export interface ParamRange {
  readonly name: string;
  readonly changes: readonly ArgChange[];
  /** The value that the body sees: covers all calls. */
  readonly value: Value;
  /** How many different values it takes; ONE when it never changes; null when unbounded. */
  readonly domain: Cost | null;
  /** The first calls of other runs, before and after this one, are among these values. */
  readonly coversAll?: true;
}

/** Widens the first arguments to what the recursion makes of them. */
export function paramRanges(
  m: Machine,
  frame: Frame,
  func: FunctionNode,
  calls: readonly SelfCall[],
): Map<string, ParamRange> {
  const out = new Map<string, ParamRange>();
  const carried = frame.context.recursive;
  for (const param of func.params) {
    const changes = calls
      .filter((call) => call.target === func)
      .map((call) => call.changes.get(param.name) ?? ({ kind: 'constant' } as const));
    const first = frame.vars.get(param.name) ?? UNKNOWN;
    const later = carried?.get(param.name);
    const { name } = param;
    out.set(name, rangeOf({ m, frame, func, calls, name, changes, first, later: later ?? null }));
  }
  return out;
}

/** One parameter of a recursion: what each call makes of it, what the first call and the later ones bring. */
interface ParamQuery {
  readonly m: Machine;
  readonly frame: Frame;
  readonly func: FunctionNode;
  readonly calls: readonly SelfCall[];
  readonly name: string;
  readonly changes: readonly ArgChange[];
  readonly first: Value;
  readonly later: Value | null;
}

/** The first text is one of so many only if the later ones are. */
const made = (q: ParamQuery, first: Value, domain: Cost | null): ParamRange => ({
  name: q.name,
  changes: q.changes,
  value: first.kind === 'str' && domain === null ? { ...first, domain } : first,
  domain,
});

function rangeOf(q: ParamQuery): ParamRange {
  const { changes, first, later } = q;
  if (changes.every((c) => c.kind === 'same')) return made(q, first, ONE);
  if (changes.every((c) => c.kind === 'constant' || c.kind === 'same')) {
    const value = first.kind === 'num' ? num(first.max, { domain: isOne(first.max) ? ONE : null }) : first;
    return made(q, value, first.kind === 'num' ? ONE : (domainOf(first) ?? ONE));
  }
  switch (first.kind) {
    case 'num':
      return numericRange(q, first.max);
    case 'none':
      if (changes.some((c) => c.kind === 'loop' || c.kind === 'step')) return numericRange(q, ONE);
      break;
    case 'str':
      return stringRange(q, first);
    case 'ref':
      return containerRange(q, first);
    case 'tuple':
      if (changes.some((c) => c.kind === 'grow')) return containerRange(q, lengthened(q, first));
      break;
    default:
  }
  const value = walkedOn(q, later === null ? first : join(first, later));
  return made(q, value, domainOf(value));
}

/** A tuple that the calls put more to is any sequence of such elements. */
function lengthened({ m, frame, func, name }: ParamQuery, { parts }: Tuple): Ref {
  const site = func.params.find((param) => param.name === name)!;
  const object = allocate(m, frame.context, site, 'list', ONE);
  object.elem = parts.reduce<Value | null>((held, part) => joinMaybe(held, part), null);
  return ref(object);
}

/** `walk((place[0] + dx, place[1] + dy))` from a constant place on: the parts of the tuple can be anywhere. */
function walkedOn({ m, func, changes }: ParamQuery, value: Value): Value {
  if (value.kind !== 'tuple') return value;
  const definitions = definitionsOf(func);
  const isMoved = (part: Expr | undefined): boolean => {
    const made = part?.kind === 'name' ? definitions.get(part.name) : part;
    return made?.kind === 'binary' && (made.op === '+' || made.op === '-');
  };
  const tuples = changes.flatMap((c) =>
    c.kind === 'other' && c.value.kind === 'collection' ? [c.value] : [],
  );
  const parts = value.parts.map((part, i) =>
    part.kind === 'num' && isOne(part.max) && tuples.some(({ elements }) => isMoved(elements[i]))
      ? num(m.inputSize)
      : part,
  );
  return { ...value, parts };
}

function numericRange(q: ParamQuery, start: Cost): ParamRange {
  const { m } = q;
  const bits = q.changes.find((c) => c.kind === 'bit');
  if (bits !== undefined) {
    const states = bitStates(q, bits, start);
    return made(q, num(states), states);
  }
  const limit = limitOf(m, q.frame, q.func, q.name);
  const bound = q.changes.reduce((most, change) => max(most, reachedBy(q, change, limit)), start);
  const own = q.calls.filter((call) => call.target === q.func);
  const domain =
    fewValues(q, bound, limit) ?? (isOne(bound) ? null : quotients(own, q.name, settle(m, bound)));
  return made(q, bounded(m, bound, domain), domain ?? (isZero(bound) ? ONE : bound));
}

/** How far a bit is shifted, over all the calls: what moves with them has come as far as it goes. */
function widthOf(q: ParamQuery, shift: Expr): Cost {
  const { m, frame, func, calls } = q;
  const own = calls.filter((call) => call.target === func);
  const moved = func.params.filter(({ name }) => name !== q.name && mentions(shift, name));
  return moved.reduce(
    (width, { name }) => {
      const changes = own.map((call) => call.changes.get(name) ?? ({ kind: 'constant' } as const));
      const first = frame.vars.get(name) ?? UNKNOWN;
      const later = frame.context.recursive?.get(name) ?? null;
      const isNumber = first.kind === 'num' && !changes.some((change) => change.kind === 'bit');
      const range = isNumber ? rangeOf({ ...q, name, changes, first, later }) : null;
      return range === null ? width : max(width, magnitude(m, range.value));
    },
    magnitude(m, quietlyIn(m, frame, func, shift)),
  );
}

/** How many sets of bits there can be: of those that are shifted to their place, or of the numbers that are put together. */
function bitStates(q: ParamQuery, { shift, by }: ArgChange & { kind: 'bit' }, start: Cost): Cost {
  const { m, frame, func, name, changes } = q;
  if (isOne(start) && changes.every((c) => c.kind !== 'bit' || isNumber(c.by))) return ONE;
  const others = changes.every(
    (c) => c.kind === 'same' || c.kind === 'constant' || (c.kind === 'bit' && c.shift === null),
  );
  const value = shift === null && others && !mentions(by, name) ? quietlyIn(m, frame, func, by) : UNKNOWN;
  if (value.kind === 'num' && !isOne(value.max) && !isZero(value.max))
    return max(start, settle(m, value.max));
  // Of a few constants there are a few combinations.
  if (value.kind === 'num' && !value.wide) return start;
  const width = shift === null ? m.inputSize : widthOf(q, shift);
  return isOne(width) ? ONE : exponential(width);
}

/** One of a few numbers that are written there, `i < limit ? 1 : 0`: put together they give few others. */
const isNumber = (expr: Expr): boolean =>
  expr.kind === 'number' ||
  expr.kind === 'compare' ||
  (expr.kind === 'conditional' && isNumber(expr.then) && isNumber(expr.otherwise));

/** How large a change can make the parameter. */
function reachedBy(q: ParamQuery, change: ArgChange, limit: Cost | null): Cost {
  const { m, later } = q;
  switch (change.kind) {
    case 'step':
      return change.by > 0 ? (limit ?? callsInARow(q)) : ZERO;
    case 'vary':
      if (change.sign < 0) return ZERO;
      return limit ?? added(q, change.amount);
    case 'loop':
    case 'other':
    case 'inner':
    case 'child': {
      if (later?.kind !== 'num') return limit ?? ZERO;
      const seen = fedBack(q, change, settle(m, later.max));
      return limit !== null && compare(limit, seen) === 'less' ? limit : seen;
    }
    case 'neighbour':
      return later?.kind === 'num' ? settle(m, later.max) : (limit ?? ZERO);
    default:
      return ZERO;
  }
}

/** What all the calls on a path add. */
function added(q: ParamQuery, amount: Expr): Cost {
  const value = quietlyIn(q.m, q.frame, q.func, amount);
  const own = q.calls.filter((call) => call.target === q.func);
  return drawnSum(q.m, own, amount, value) ?? times(callsInARow(q), magnitude(q.m, value));
}

/** By how much all the calls on a path make a text or list longer. */
function grownInAll(q: ParamQuery): Cost {
  const rows = callsInARow(q);
  return q.changes.reduce<Cost>((most, change) => {
    const by = change.kind === 'grow' ? change.by : change.kind === 'vary' ? change.amount : null;
    return max(most, by === null ? rows : grownBy(q, by, rows));
  }, ONE);
}

/** By what is put to it in each of so many calls. */
function grownBy({ m, frame, func }: ParamQuery, by: Expr, rows: Cost): Cost {
  if (by.kind === 'string' || (by.kind === 'collection' && by.elements.every((e) => e.kind !== 'spread')))
    return rows;
  const value = quietlyIn(m, frame, func, by);
  const size = value.kind === 'str' || value.kind === 'ref' ? settle(m, valueSize(m, value)) : null;
  return size === null || isZero(size) ? max(rows, m.inputSize) : times(rows, size);
}

/** A constant that grows from call to call, since what a call passes on is made of what it got, is none. */
function fedBack({ m, frame, func, name }: ParamQuery, change: ArgChange, seen: Cost): Cost {
  if (!feedsBack(func, name, change, m.index.roles)) return seen;
  const reducing = change.kind === 'other' ? reducedBy(func, change.value) : null;
  const most = reducing === null ? m.inputSize : magnitude(m, quietlyIn(m, frame, func, reducing));
  return isOne(seen) || (reducing !== null && !isOne(most)) ? most : seen;
}

/** How many calls are made one by the other at most: down a tree, or as another parameter counts them up to its limit. */
function callsInARow({ m, frame, func, calls, name }: ParamQuery): Cost {
  for (const param of func.params) {
    const walked = frame.vars.get(param.name);
    const height = walked?.kind === 'ref' && param.name !== name ? find(walked.object).height : null;
    const isDown = (call: SelfCall): boolean =>
      call.target === func && call.changes.get(param.name)?.kind === 'child';
    if (height !== null && calls.every(isDown)) return settle(m, height);
    const counts = calls.every((call) => {
      const change = call.target === func ? call.changes.get(param.name) : undefined;
      return change?.kind === 'step' && change.by > 0;
    });
    const limit = counts && param.name !== name ? limitOf(m, frame, func, param.name) : null;
    if (limit !== null) return compare(m.inputSize, limit) === 'less' ? m.inputSize : limit;
  }
  return m.inputSize;
}

/** The number of values, where it is less than their bound: nodes of a graph, elements of a list. */
function fewValues(q: ParamQuery, bound: Cost, limit: Cost | null): Cost | null {
  const drawn = q.changes.every(
    (c) =>
      c.kind === 'loop' ||
      c.kind === 'other' ||
      c.kind === 'child' ||
      c.kind === 'neighbour' ||
      c.kind === 'constant',
  );
  const domain = q.later?.kind === 'num' ? q.later.domain : null;
  const counted = q.changes.some((c) => c.kind !== 'constant' && !(c.kind === 'loop' && limit !== null));
  if (domain === null || !drawn || !counted) return null;
  if (isOne(domain) && q.changes.some((c) => feedsBack(q.func, q.name, c, q.m.index.roles))) return null;
  return compare(domain, bound) === 'less' ? max(domain, ONE) : null;
}

/** A number of which only a bound is known, with a symbol of its own so that differences with it cancel. */
function bounded(m: Machine, bound: Cost, domain: Cost | null): Value {
  if (isOne(bound)) return num(bound, { domain });
  return num(bound, { exact: affine.symbol(boundedSymbol(m, bound)), domain });
}

const magnitude = (m: Machine, value: Value): Cost =>
  value.kind === 'num' ? settle(m, isZero(value.max) ? ONE : value.max) : m.inputSize;

/** An expression inside the function, with the function's own loop variables taken from their ranges where possible. */
function quietlyIn(m: Machine, frame: Frame, func: FunctionNode, expr: Expr): Value {
  const value = quietly(m, frame, expr);
  if (value.kind !== 'unknown' || expr.kind !== 'name') return value;
  let found: Value = UNKNOWN;
  const visit = (node: Stmt | Expr): void => {
    for (const { target, iterable } of targetsOf(node))
      if (pathOf(target) === expr.name && iterable.kind === 'range') found = quietly(m, frame, iterable.end);
    eachChild(node, visit);
  };
  func.body.forEach(visit);
  return found;
}

/** What a loop or a comprehension runs over. */
const targetsOf = (node: Stmt | Expr): ReturnType<typeof loopTargets> =>
  node.kind === 'forEach' || node.kind === 'comprehension' ? loopTargets(node) : [];

function stringRange(q: ParamQuery, first: Value & { kind: 'str' }): ParamRange {
  const { m, changes, later } = q;
  // `if shorter in words: walk(shorter)`: the first ones, and those that there are.
  const among =
    later?.kind === 'str' && later.domain !== null && first.domain !== null
      ? plus(settle(m, first.domain), settle(m, later.domain))
      : null;
  const make = (value: Value, domain: Cost | null): ParamRange => {
    const isFew = among !== null && (domain === null || compare(among, domain) !== 'greater');
    return isFew ? { ...made(q, value, among), coversAll: true } : made(q, value, domain);
  };
  if (changes.some((c) => c.kind === 'grow' || c.kind === 'vary')) {
    const size = plus(first.size, grownInAll(q));
    return make(str(size), exponential(size));
  }
  if (changes.some((c) => c.kind === 'without'))
    return make(str(first.size), exponential(settle(m, first.size)));
  if (changes.every((c) => c.kind === 'step' || c.kind === 'same'))
    return make(str(first.size), settle(m, first.size));
  if (changes.some((c) => c.kind === 'inner' || c.kind === 'halve')) {
    const suffixes = changes.every((c) => c.kind !== 'halve');
    return make(
      str(first.size),
      suffixes && oneSided(changes) ? settle(m, first.size) : power(settle(m, first.size), 2),
    );
  }
  if (later !== null && later.kind === 'str') {
    if (isOne(first.size) && isOne(later.size)) return make(CHAR, ONE);
    const size = max(first.size, settle(m, later.size));
    return make(str(size), null);
  }
  return make(first, null);
}

function oneSided(changes: readonly ArgChange[]): boolean {
  return changes.length <= 1;
}

function containerRange(q: ParamQuery, first: Value & { kind: 'ref' }): ParamRange {
  const { m, changes, later } = q;
  const make = (value: Value, domain: Cost | null): ParamRange => made(q, value, domain);
  const object = find(first.object);
  if (['tree', 'linked', 'graph', 'object'].includes(object.type)) return make(ref(object), domainOf(first));
  const size = valueSize(m, first);
  if (changes.some((c) => c.kind === 'grow')) {
    if (object.origin === 'local') object.size = max(object.size, grownInAll(q));
    return make(first, exponential(m.inputSize));
  }
  if (changes.some((c) => c.kind === 'without')) return make(first, exponential(size));
  if (changes.every((c) => c.kind === 'step' || c.kind === 'same')) return make(first, size);
  if (changes.every((c) => c.kind === 'halve' || c.kind === 'inner' || c.kind === 'same'))
    return make(first, power(size, 2));
  if (changes.every((c) => c.kind === 'part' || c.kind === 'same')) return make(first, null);
  return make(
    later !== null && later.kind === 'ref' && find(later.object).type === object.type
      ? join(first, later)
      : first,
    null,
  );
}
