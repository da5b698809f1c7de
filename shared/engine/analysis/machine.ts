/** The state of one analysis run: the level stack, the heap and what has been charged so far. */
import {
  type Cost,
  ONE,
  ZERO,
  classify,
  exp,
  isUnknown,
  isZero,
  key,
  max,
  min,
  plus,
  substitute,
  symbolsOf,
  unknown,
} from '../cost/cost.ts';
import type { ClassNode, Expr, FunctionNode, ImportBinding, Program, Span, Stmt } from '../ir/ir.ts';
import type { LibraryIndex } from './library-index.ts';
import type { ProgramIndex } from './program-index.ts';
import { inAll, type Level } from './levels.ts';
import type { Context, Frame } from './frame.ts';
import { domainOf, find, type HeapObject, type ObjectType, type Value } from './value.ts';

/** What one place costs: a loop header, a call, a recursion. */
export interface SiteRecord {
  readonly node: Stmt | Expr | FunctionNode;
  readonly span: Span;
  readonly kind: 'loop' | 'call' | 'recursion';
  readonly label: string;
  /** Turns each time it is reached; null for a call. */
  readonly turns: Cost | null;
  readonly each: Cost;
  readonly total: Cost;
  readonly reason: string;
  readonly rule: string;
  readonly allocates: Cost | null;
  /** Nesting depth, for the derivation's tree. */
  readonly depth: number;
  readonly func: FunctionNode | null;
  /** Index of the enclosing level's site, or -1. */
  readonly parent: number;
}

export interface Assumption {
  readonly id: string;
  readonly text: string;
  readonly span: Span | null;
}

export interface Machine {
  readonly program: Program;
  readonly index: ProgramIndex;
  readonly library: LibraryIndex;
  readonly levels: Level[];
  /** Sites of the open levels, parallel to `levels`. */
  readonly open: number[];
  readonly calls: Frame[];
  pass: number;
  time: Cost;
  /** Peak of memory that is not held by heap objects: recursion frames, temporary copies. */
  space: Cost;
  sites: SiteRecord[];
  objects: HeapObject[];
  readonly closed: Map<string, Cost>;
  readonly assumptions: Map<string, Assumption>;
  readonly unexplained: Map<string, Span>;
  /** Names that the program gives to sizes, by symbol. */
  readonly names: Map<string, string>;
  /** What each symbol means. */
  readonly legends: Map<string, string>;
  /** Class constants, by `Class.name`. */
  readonly globals: Map<string, Value>;
  /** Magnitude of the values in nodes. */
  readonly valueSymbol: Cost;
  /** Symbolic arguments, kept over the passes. */
  readonly inputs: Map<string, Value>;
  nextId: number;
  /** Input symbols that turned out to be of constant size: a line of a fixed number of values. */
  readonly fixed: Set<string>;
  /** The symbol of the first number that the program reads. */
  firstRead: string | null;
  /** Open marks: places that are entered once for each thing that can be marked. */
  marks: number;
  /** Interpreted nodes so far, against runaway inlining. */
  steps: number;
  /** The number of operations, when one of a class of operations is analysed. */
  operations: Cost | null;
  /** The size of the whole input, for growth that nothing bounds. */
  inputSize: Cost;
  /** Depth of the recursions that are open; null outside. */
  frameDepth: Cost | null;
  readonly recursions: Map<FunctionNode, { depth: Cost; rule: string; frameSpace: Cost }>;
}

export const STEP_LIMIT = 60_000;

/** Replaces the variables of loops that have ended by their upper bounds. */
export function settle(machine: Machine, cost: Cost): Cost {
  if (machine.closed.size === 0) return cost;
  let out = cost;
  for (let round = 0; round < 4; round++) {
    const found = symbolsOf(out).filter((name) => name.charCodeAt(0) === 64 && machine.closed.has(name));
    if (found.length === 0) return out;
    out = substitute(out, new Map(found.map((name) => [name, machine.closed.get(name)!])));
  }
  return out;
}

/** Charges a cost at the innermost level; returns what it makes in all. */
export function charge(machine: Machine, cost: Cost): Cost {
  const total = inAll(machine.levels, settle(machine, cost));
  machine.time = plus(machine.time, total);
  return total;
}

/** Bounds memory that no heap object holds. */
export function chargeSpace(machine: Machine, cost: Cost): void {
  machine.space = plus(machine.space, settle(machine, cost));
}

/** 2 to the power of a cost; what is exponential already stays: towers of exponentials say nothing more. */
export function exponential(exponent: Cost): Cost {
  return classify(exponent) === 'exponential' ? exponent : exp(2, exponent);
}

/** What is read by this much is taken apart into a fixed number of values. */
export function fixInput(machine: Machine, size: Cost): void {
  for (const name of symbolsOf(size)) if (/^in\d+$/.test(name)) machine.fixed.add(name);
}

export function assume(machine: Machine, id: string, text: string, span: Span | null = null): void {
  if (!machine.assumptions.has(id)) machine.assumptions.set(id, { id, text, span });
}

// ---------------------------------------------------------------- the heap

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
      object.exact = null;
      object.remade = machine.levels.length;
      object.selfPushes = 0;
      return object;
    }
    renew(machine, object, size);
    return object;
  }
  const object: HeapObject = {
    id: machine.nextId++,
    type,
    className: null,
    cls: null,
    size,
    exact: null,
    settled: null,
    elem: null,
    key: null,
    total: ZERO,
    sum: null,
    born: machine.levels.length,
    origin: 'local',
    instances: ONE,
    fields: null,
    height: null,
    cap: null,
    forward: null,
    holder: null,
    selfGrowth: false,
    pass: machine.pass,
    growth: isZero(size) ? [] : null,
    views: null,
    unique: isZero(size),
    given: null,
    made: null,
    remade: null,
    pushed: size,
    settledPushed: null,
    selfPushes: 0,
    unguarded: false,
    frames: machine.frameDepth,
  };
  context.objects.set(site, object);
  machine.objects.push(object);
  return object;
}

function renew(machine: Machine, object: HeapObject, size: Cost): void {
  object.pass = machine.pass;
  if (object.given !== null) {
    object.size = max(object.given, size);
    machine.objects.push(object);
    return;
  }
  object.settled = object.size;
  object.settledPushed = object.pushed;
  object.pushed = size;
  object.remade = null;
  object.selfPushes = 0;
  object.size = size;
  object.exact = null;
  object.total = ZERO;
  object.sum = null;
  object.growth = isZero(size) ? [] : null;
  object.unique = isZero(size);
  object.holder = null;
  object.pass = machine.pass;
  object.frames = machine.frameDepth;
  object.born = machine.levels.length;
  object.instances = ONE;
  machine.objects.push(object);
}

/** The number of elements, as the current place may find it. */
export function sizeOf(machine: Machine, ref: HeapObject): Cost {
  const object = find(ref);
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

/** Sum over the elements of their sizes. */
export function totalOf(machine: Machine, ref: HeapObject): Cost | null {
  const object = find(ref);
  return object.total === null ? null : settle(machine, object.total);
}

export { ZERO, isUnknown, key, unknown };
export type { ClassNode, ImportBinding, Level, Value };
