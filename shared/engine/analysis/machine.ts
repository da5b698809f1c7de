/** The state of one analysis run: the level stack, the heap and what has been charged so far. */
import { type Cost, classify, exp, plus, substituteBounds, symbolsOf, ZERO } from '../cost/cost.ts';
import type { Expr, FunctionNode, If, Program, Span, Stmt } from '../ir/ir.ts';
import type { Rebound } from './rebound.ts';
import type { Snapshot } from './branches.ts';
import type { LibraryIndex } from './library-index.ts';
import type { Present } from './present.ts';
import type { ProgramIndex } from './program-index.ts';
import type { Regrown } from './capacities/enter.ts';
import type { Arm, Gap, LengthLimit } from './containers/balance.ts';
import type { Measure } from './lengths.ts';
import { type Level, closeOver, inAll } from './levels.ts';
import type { Remake } from './remakes.ts';
import type { Frame } from './frame.ts';
import type { Unmarked } from './marks.ts';
import type { HeapObject, Value } from './value.ts';

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
  /** What it costs where an assumption about the language does not hold. */
  readonly otherwise: { readonly each: Cost; readonly total: Cost } | null;
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
  /** The top level is run, which reads the input. */
  readonly isScript: boolean;
  readonly index: ProgramIndex;
  readonly library: LibraryIndex;
  readonly levels: Level[];
  /** Sites of the open levels, parallel to `levels`. */
  readonly open: number[];
  readonly calls: Frame[];
  /** The variables where turns of open loops end early. */
  readonly jumps: { readonly kind: 'break' | 'continue'; readonly saved: Snapshot }[];
  /** Variables that the arms of open tests have set. */
  readonly rebound: Rebound[];
  pass: number;
  time: Cost;
  /** Peak of memory that is not held by heap objects: recursion frames, temporary copies. */
  space: Cost;
  sites: SiteRecord[];
  objects: HeapObject[];
  /** Upper bounds of the variables of loops that have ended (`@k`), and of numbers that loops carry on (`@@k`). */
  readonly closed: Map<string, Cost>;
  readonly assumptions: Map<string, Assumption>;
  readonly unexplained: Map<string, Span>;
  /** What the open blocks that make a capacity larger know of it and of what is held. */
  readonly regrown: Regrown[];
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
  /** Input symbols from whose front values are taken, and whether a loop does it. */
  readonly taken: Map<string, boolean>;
  /** The symbol of the first number that the program reads. */
  firstRead: string | null;
  /** Tests that have found a key, around the current place. */
  readonly present: Present[];
  /** The arm of an `if` that is being interpreted. */
  arm: Arm | null;
  /** Places of elements that were taken out. */
  readonly gaps: Gap[];
  /** Tests whose `then` has left: what comes after them in the open blocks does not run with it. */
  readonly passed: If[];
  /** What the open branches have made anew so far. */
  readonly remakes: Remake[];
  /** Lengths up to which the open loops fill containers. */
  readonly lengthLimits: LengthLimit[];
  /** Containers whose lengths have symbols in the open loops. */
  readonly measures: Measure[];
  /** A container was found to grow from turn to turn: the next pass sees how large it is in the turns. */
  grew: boolean;
  /** Of the open tests for a shorter way: how many places there are. */
  readonly relaxed: Cost[];
  /** How many cells were linked to others, by the tables of links and of heads. */
  readonly linked: Map<HeapObject, Cost>;
  /** Open marks: places that are entered once for each thing that can be marked. */
  marks: number;
  /** Open tests for what is marked elsewhere. */
  asked: number;
  /** What tests around say is not marked yet, and only some ways on from there mark. */
  readonly laterMarks: { readonly mark: Unmarked; readonly frame: Frame }[];
  /** Interpreted nodes so far, against runaway inlining. */
  steps: number;
  /** The size of the whole input, for growth that nothing bounds. */
  inputSize: Cost;
  /** Depth of the recursions that are open; null outside. */
  frameDepth: Cost | null;
  /** The least index in `calls` of a function that was called while it was open, since the innermost helper began. */
  outermostRepeat: number;
  readonly recursions: Map<FunctionNode, { readonly depth: Cost; readonly countsAll: boolean }>;
  /** The functions of the program that have been called. */
  reached: Set<FunctionNode>;
}

/** The function that a frame runs, or the program where it is the top level. */
export const scopeOf = ({ program }: Machine, { func }: Frame): FunctionNode | Program => func ?? program;

export const STEP_LIMIT = 60_000;

/** What ran so far only prepared the entry: its cost, its places and its calls don't count. */
export function forgetSetup(machine: Machine): void {
  machine.time = ZERO;
  machine.sites = [];
  machine.reached = new Set();
}

/** Replaces the variables of loops that have ended, and the numbers that loops carry on, by their upper bounds. */
export function settle(machine: Machine, cost: Cost): Cost {
  let out = cost;
  for (let round = 0; round < 4 && mentionsClosed(machine, out); round++) out = settleOnce(machine, out);
  return out;
}

const isOfLoop = (name: string): boolean => name.charCodeAt(0) === 64;

function mentionsClosed({ closed }: Machine, cost: Cost): boolean {
  for (const name of symbolsOf(cost)) if (isOfLoop(name) && closed.has(name)) return true;
  return false;
}

function settleOnce({ closed }: Machine, cost: Cost): Cost {
  const found = symbolsOf(cost).filter((name) => isOfLoop(name) && closed.has(name));
  return substituteBounds(cost, new Map(found.map((name) => [name, closed.get(name)!])));
}

/** A symbol for a number of which only a bound is known, so that differences with it cancel. */
export function boundedSymbol(machine: Machine, bound: Cost, kind: keyof typeof SUFFIX = 'other'): string {
  const name = `${newSymbol(machine)}${SUFFIX[kind]}`;
  machine.closed.set(name, bound);
  return name;
}

const SUFFIX = { index: 'i', quotient: 'q', other: '' } as const;

/** Whether a symbol stands for a number that a loop carries on, and for none that it counts up or down. */
export const isCarried = (name: string): boolean => name.startsWith('@@') && !name.endsWith(SUFFIX.index);

/** Whether of the number that a symbol stands for only a bound is known: it may be much less. */
export const isLoose = (name: string): boolean => name.startsWith('@@') && !name.endsWith(SUFFIX.quotient);

/** A symbol for a number that is not known yet. */
export const newSymbol = (machine: Machine): string => `@@${String(machine.nextId++)}`;

/** A cost as it holds in every turn of all the open loops: their variables at their upper bounds. */
export function outermost(machine: Machine, cost: Cost): Cost {
  return settle(machine, closeOver(machine.levels, cost, 0, machine.levels.length));
}

/** Charges a cost at the innermost level; returns what it makes in all. */
export function charge(machine: Machine, cost: Cost): Cost {
  const total = inAll(machine.levels, settle(machine, cost));
  machine.time = plus(machine.time, total);
  return total;
}

/** Opens a level; in the derivation it stands at `site`, or, without one of its own, where the level around it does. */
export function pushLevel(machine: Machine, level: Level, site: number | null = null): void {
  machine.levels.push(level);
  machine.open.push(site ?? machine.open[machine.open.length - 1] ?? -1);
}

/** Closes the innermost level. */
export function popLevel(machine: Machine): void {
  const level = machine.levels.pop();
  machine.open.pop();
  if (level !== undefined) closeSpans(machine, level);
}

/** Closes a level, with all that are still open inside of it; nothing when it has been closed. */
export function leaveFrom(m: Machine, level: Level): void {
  const at = m.levels.lastIndexOf(level);
  if (at < 0) return;
  for (const left of m.levels.splice(at)) closeSpans(m, left);
  m.open.splice(at);
}

/** The distances that the turns of a level had are from now on at most what they add up to. */
function closeSpans(machine: Machine, level: Level): void {
  for (const [name, { total }] of level.spans) machine.closed.set(name, settle(machine, total));
}

/** Bounds memory that no heap object holds. */
export function chargeSpace(machine: Machine, cost: Cost): void {
  machine.space = plus(machine.space, settle(machine, cost));
}

/** 2 to the power of a cost; what is exponential already stays: towers of exponentials say nothing more. */
export function exponential(exponent: Cost): Cost {
  return classify(exponent) === 'exponential' ? exponent : exp(2, exponent);
}

/** Whether a symbol stands for the size of something that is read. */
export const isReadSize = (name: string): boolean => /^in[\d.]+$/.test(name);

/** What is read by this much is taken apart into a fixed number of values. */
export function fixInput(machine: Machine, size: Cost): void {
  for (const name of symbolsOf(size)) if (isReadSize(name)) machine.fixed.add(name);
}

export function assume(machine: Machine, id: string, text: string, span: Span | null = null): void {
  if (!machine.assumptions.has(id)) machine.assumptions.set(id, { id, text, span });
}
