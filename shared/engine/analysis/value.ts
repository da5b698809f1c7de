/**
 * Abstract values: upper bounds of what an expression can be.
 *
 * Numbers and strings are immutable and carry their bounds themselves; everything mutable is a reference to a
 * `HeapObject`, one for each allocation site and call context, whose sizes grow as the interpreter sees pushes.
 */
import { affine, type Affine } from '../cost/affine.ts';
import { type Cost, ONE, constant, max, symbol, times, isZero } from '../cost/cost.ts';
import type { ClassNode, FunctionNode } from '../ir/ir.ts';
import type { Arg } from './calls.ts';
import type { Frame } from './frame.ts';
import type { Given } from './given.ts';
import type { Level } from './levels.ts';
import type { Moved } from './moved-from.ts';
import type { GivenNumber } from './recursion/given-numbers.ts';
import type { Taken } from './recursion/taken.ts';

export interface Num {
  readonly kind: 'num';
  /** The exact value where it is a linear expression over symbols. */
  readonly exact: Affine | null;
  /** Upper bound of the magnitude. */
  readonly max: Cost;
  /** Linear expressions that it is at most (of a `min`) or at least (of a `max`). */
  readonly below: readonly Affine[];
  readonly above: readonly Affine[];
  /** Upper bound of how many different values it takes; null: as many as its magnitude. */
  readonly domain: Cost | null;
  /** Bounded by a constant so large that it bounds no set: a remainder by a large prime, a number read digit by digit. */
  readonly wide: boolean;
  /** A remainder by a large number: what is equal in it is equal, almost surely. */
  readonly residue: boolean;
  readonly float: boolean;
  /** The level whose every turn gives it another value. */
  readonly distinct: Level | null;
  /** The container whose length it is. */
  readonly lengthOf: HeapObject | null;
  /** The container that it was drawn from, whose `sum` bounds the total over its elements. */
  readonly drawnFrom: HeapObject | null;
  /** The containers that it was drawn from before something was added: put back, it may move on with every turn. */
  readonly moved: readonly Moved[];
  /** Drawn from a container and put back there a constant further on. */
  readonly stepped: boolean;
  /** Parsed from what the program reads: a size symbol of its own. */
  readonly read: boolean;
  /** The level in whose every turn it is drawn from another place of `drawnFrom`. */
  readonly place: Level | null;
  /** It is no more than what each turn of a level draws from a container, or a constant more. */
  readonly share: Ref['part'];
  /** It is the length of a part of a container. */
  readonly lengthPart: Ref['part'];
  /** It is the length of a text: what all those hold together that its place makes. */
  readonly lengthMade: HeapObject['made'];
  /** What a recursive function gave, and what was added to it since. */
  readonly given: GivenNumber | null;
}

export interface Str {
  readonly kind: 'str';
  readonly size: Cost;
  readonly exact: Affine | null;
  /** How many different strings it can be; null: unbounded. */
  readonly domain: Cost | null;
  /** Part of the program's input, or an alias of it. */
  readonly input: boolean;
  /** Read from standard input. */
  readonly read: boolean;
  readonly drawnFrom: HeapObject | null;
  readonly distinct: Level | null;
  readonly place: Level | null;
  readonly given: Given | null;
  /** The container that it was drawn from before something was put to it. */
  readonly longerThan: HeapObject | null;
  /** The containers whose elements it was put together from. */
  readonly joined: readonly HeapObject[];
  /** What all those that this place makes hold together, for as long as the levels are those. */
  readonly made: HeapObject['made'];
  /** The symbol of a length that it is longer than by a factor. */
  readonly spread: string | null;
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly parts: readonly Value[];
  readonly distinct: Level | null;
}

export interface Ref {
  readonly kind: 'ref';
  readonly object: HeapObject;
  /** Where the reference was read from: an element of `container`, at another place in every turn of `level`. */
  readonly part: { readonly container: HeapObject; readonly level: Level } | null;
  readonly distinct: Level | null;
  /** Fields that a mark was asked for by: each is another in every turn of its guard. */
  readonly distinctFields?: ReadonlyMap<string, Level>;
}

export interface RangeValue {
  readonly kind: 'range';
  readonly start: Num;
  readonly end: Num;
  readonly step: Num;
  readonly inclusive: boolean;
}

export interface Closure {
  readonly kind: 'closure';
  readonly func: FunctionNode;
  readonly frame: Frame | null;
  readonly self: Value | null;
  /** The arguments that it has been given already. */
  readonly given?: readonly Arg[];
}

/** A function of the library, by the `on` and `name` of its rows. */
export interface LibraryFunction {
  readonly kind: 'library';
  readonly on: string;
  readonly name: string;
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly cls: ClassNode;
  readonly frame: Frame;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
}

export type Value =
  | Num
  | Str
  | Tuple
  | Ref
  | RangeValue
  | Closure
  | LibraryFunction
  | ClassValue
  | ModuleValue
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export type ObjectType =
  'list' | 'array' | 'set' | 'map' | 'deque' | 'heap' | 'iterator' | 'tree' | 'linked' | 'graph' | 'object';

/** A mutable object. Its bounds hold for the largest state that it ever reaches within the pass. */
export interface HeapObject {
  readonly id: number;
  type: ObjectType;
  /** The class of the library or of the program that it is an instance of. */
  className: string | null;
  cls: ClassNode | null;
  /** The frame around its class. */
  scope: Frame | null;
  /** Number of elements (nodes of a tree or linked list) that it has been seen with so far in this pass. */
  size: Cost;
  /** Exact length, as long as nothing was pushed. */
  exact: Affine | null;
  /** The size it reached in the pass before, which is what a loop may find. */
  settled: Cost | null;
  elem: Value | null;
  key: Value | null;
  /** Sum over the elements of their sizes, where it is known to be less than size times element size. */
  total: Cost | null;
  /** `total` at the end of the pass before. */
  settledTotal: Cost | null;
  /** Of a map: sum over the keys of their sizes, where it is known to be less than size times key size. */
  keyTotal: Cost | null;
  /** Sum of the values (of a counter), where known. */
  sum: Cost | null;
  /** Depth of the level stack at which it was made. */
  born: number;
  origin: 'input' | 'local';
  /** How many of it were made and kept. */
  instances: Cost;
  /** `instances` at the end of the pass before. */
  settledInstances: Cost | null;
  /** How many of it the whole run makes; none of an input. */
  allocated: Cost;
  fields: Map<string, Value> | null;
  /** Height of a tree. */
  height: Cost | null;
  /** A bound from a test of its size (`if len(heap) > k: heappop(heap)`). */
  cap: Cost | null;
  /** It was unified with another object, which stands for both. */
  forward: HeapObject | null;
  /** A container that holds it, for totals. */
  holder: HeapObject | null;
  /** It was made with many elements in it, by one of its places, since it was last put into a container. */
  isNew: boolean;
  /** Grew under a loop over itself. */
  selfGrowth: boolean;
  /** The pass in which it was last made. */
  pass: number;
  /** By depth: what was pushed in all, seen from there; null when it was not built by pushes alone. */
  growth: Cost[] | null;
  /** `growth` at the end of the pass before. */
  settledGrowth: Cost[] | null;
  /** Of an iterator: the containers whose elements it gives, by the place in the tuples that it gives. */
  views: readonly (HeapObject | null)[] | null;
  /** Depth at which it was last made anew in this pass, when a loop makes it again and again. */
  remade: number | null;
  /** All that was ever pushed, over all the times it was made. */
  pushed: Cost;
  /** `pushed` at the end of the pass before. */
  settledPushed: Cost | null;
  /** Pushes under a loop over itself since it was last made. */
  selfPushes: number;
  /** Put in beside the elements of the one before, over all turns; null of an input. */
  beside: Cost | null;
  /** How the keys of the one before are worn down. */
  worn: Moved | null;
  /** It was not empty when it was last made. */
  filled: boolean;
  /** It was last made as a copy of what it was before. */
  ofItself: boolean;
  /** The loop that made its elements one by one; in the same turn of the level `within`, scanning it costs the same again. */
  made: { readonly count: Cost; readonly from: number; readonly within: Level | null } | null;
  /** The size it has as an input; null for what the program makes. */
  given: Cost | null;
  /** A turn that takes an element out may put one back: what was put in does not bound how many are taken out. */
  refilled: boolean;
  /** A container that it held was put in again: what was put in may come out more than once. */
  putBack: boolean;
  /** It stands for the objects of several places. */
  joined: boolean;
  /** The most that it held when another place began it anew. */
  heldBefore: Cost;
  /** Each of a loop's turns takes over elements of the one before, one by one, that are not told to be other ones. */
  takesOver: boolean;
  /** Something was pushed into it after it was made, in this pass or one before. */
  grows: boolean;
  /** The container over whose elements a comprehension made it, or that it is a copy or a part of. */
  derived: HeapObject | null;
  /** The container in a loop over which it was filled, without marks. */
  filledOver: HeapObject | null;
  /** The container of the same kind that it is a whole copy of. */
  copyOf: HeapObject | null;
  /** The container that it was put together from with more. */
  longerThan: HeapObject | null;
  /** What was made only to be put into it whole. */
  parts: readonly HeapObject[];
  /** The sets or maps that an operator put together in it. */
  united: readonly HeapObject[];
  /** Each of its elements stands in it a constant number of times at most. */
  unique: boolean;
  /** `unique` at the end of the pass before: what is pushed later in a loop, its head has to know. */
  settledUnique: boolean;
  /** What it holds of what recursive calls returned. */
  taken: Taken | null;
  /** Something was pushed in a loop over it without a mark that stops a second time. */
  unguarded: boolean;
  /** How this pass has put something in under a loop over it: always under such marks, or without one. */
  putIn: 'marked' | 'unmarked' | null;
  /** Something was pushed in a loop over it under a mark that stops a second time. */
  guarded: boolean;
  /** Nothing was pushed without a mark that stops a second time. */
  onlyMarked: boolean;
  /** What it holds tells how many marks there can be, less than what is asked for. */
  limitsMarks: boolean;
  /** It gets new cells where one of its own is marked: they are no bound for the marks. */
  ownMarks: boolean;
  /** The text of the input that its elements are pieces of, or numbers in. */
  pieces: Str | null;
  /** A loop takes elements out: at its peak it may hold more than in the end. */
  shrinks: boolean;
  /** The recursion whose calls make it; null outside of recursions. */
  within: Level | null;
  /** The symbol of a length that it is longer than by a factor; `spreadText`: that the text of its elements is. */
  spread: string | null;
  spreadText: string | null;
  /** Depth of the recursion that holds one of it in every activation; null outside recursions. */
  frames: Cost | null;
}

export const NONE: Value = { kind: 'none' };
export const UNKNOWN: Value = { kind: 'unknown' };

export const NOT_MOVED: readonly Moved[] = [];
export const NO_LIMITS: readonly Affine[] = [];
const NOTHING_JOINED: readonly HeapObject[] = [];

export const num = (max: Cost, extra: Partial<Num> = {}): Num => ({
  kind: 'num',
  exact: null,
  max,
  below: NO_LIMITS,
  above: NO_LIMITS,
  domain: null,
  wide: false,
  residue: false,
  float: false,
  distinct: null,
  lengthOf: null,
  drawnFrom: null,
  moved: NOT_MOVED,
  stepped: false,
  read: false,
  place: null,
  share: null,
  lengthPart: null,
  lengthMade: null,
  given: null,
  ...extra,
});
/** Beyond 2^53 a number is rounded, which no bound notices. */
const LARGEST_EXACT = 2 ** 64;
export const numConst = (value: number): Num =>
  num(ONE, {
    exact: Number.isInteger(value) && Math.abs(value) < LARGEST_EXACT ? affine.constant(value) : null,
    domain: ONE,
    float: !Number.isInteger(value),
  });
export const numSymbol = (name: string): Num => num(symbol(name), { exact: affine.symbol(name) });
export const BOOL: Num = num(ONE, { domain: constant(2) });
export const SMALL_INT: Num = num(ONE);

export const str = (size: Cost, extra: Partial<Str> = {}): Str => ({
  kind: 'str',
  size,
  exact: null,
  domain: null,
  input: false,
  read: false,
  drawnFrom: null,
  distinct: null,
  place: null,
  given: null,
  longerThan: null,
  joined: NOTHING_JOINED,
  made: null,
  spread: null,
  ...extra,
});
export const CHAR: Str = str(ONE, { exact: affine.constant(1), domain: ONE });
export const ref = (object: HeapObject): Ref => ({ kind: 'ref', object, part: null, distinct: null });
export const tuple = (parts: readonly Value[]): Tuple => ({ kind: 'tuple', parts, distinct: null });

/** The object that stands for this one after unifications. */
export function find(object: HeapObject): HeapObject {
  let at = object;
  while (at.forward !== null) at = at.forward;
  return at;
}

/** The integer a value is known to be, or null. */
export function knownInt(value: Value): number | null {
  return value.kind === 'num' && value.exact !== null && affine.isConstant(value.exact)
    ? value.exact.constant
    : null;
}

/** How many different values it can take; null when unbounded. */
export function domainOf(value: Value): Cost | null {
  switch (value.kind) {
    case 'num':
      return value.domain ?? (value.float || value.wide ? null : value.max);
    case 'str':
      return value.domain;
    case 'tuple': {
      let product: Cost = ONE;
      for (const part of value.parts) {
        const d = domainOf(part);
        if (d === null) return null;
        product = times(product, d);
      }
      return product;
    }
    case 'ref': {
      const object = find(value.object);
      return object.type === 'tree' || object.type === 'linked' || object.type === 'graph'
        ? object.size
        : object.type === 'object'
          ? object.instances
          : null;
    }
    case 'none':
      return ONE;
    default:
      return null;
  }
}

/** A size as a factor: what is empty still costs its turn. */
export const nonZero = (cost: Cost): Cost => (isZero(cost) ? ONE : cost);

/** The larger of two bounds; null, unbounded, when one of them is. */
export function maxBound(a: Cost | null, b: Cost | null): Cost | null {
  return a === null || b === null ? null : max(a, b);
}

/** The exact length of a container or string; null where it is not known. */
export function exactLength(value: Value | undefined): Affine | null {
  if (value?.kind === 'str') return value.exact;
  return value?.kind === 'ref' ? find(value.object).exact : null;
}
