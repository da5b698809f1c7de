/** Activations of functions, and what is remembered of them from one pass to the next. */
import type { Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import type { Cost } from '../cost/cost.ts';
import type { Level } from './levels.ts';
import type { Returning, ReturnedSize } from './recursion/returned.ts';
import type { HeapObject, Value } from './value.ts';

type Site = Stmt | Expr | FunctionNode;

/**
 * What a call context remembers between passes: its objects by allocation site, the values at the end of each loop body
 * (which the next pass finds at the loop's head), the arguments of recursive calls and the result.
 */
export interface Context {
  readonly children: Map<Site, Context>;
  readonly objects: Map<object, HeapObject>;
  readonly carried: Map<Site, Map<string, Value>>;
  /** The variables that loops were found to take to their logarithms: once that is known, they end a turn as constants. */
  readonly contracted: Map<Site, string>;
  /** Arguments of recursive calls, by parameter. */
  recursive: Map<string, Value> | null;
  result: Value | null;
  /** What one call of a recursion puts to the string that it returns. */
  ownText: Cost | null;
  /** What is known to be put to the string that another call returns; null where that is not known, undefined at first. */
  addedText: Cost | null | undefined;
  /** The symbols of the lengths of what calls of the recursion return, and how many times as long the result is. */
  readonly textLengths: Set<string>;
  textFactor: number;
  /** The size of the container that a recursion returns, as the pass before found it. */
  returnedSize: ReturnedSize | null;
  /** Where the calls stand that lead here, for names of what is read: empty at the top. */
  readonly place: string;
  readonly depth: number;
}

export const newContext = (depth: number, place: string): Context => ({
  children: new Map(),
  objects: new Map(),
  carried: new Map(),
  contracted: new Map(),
  recursive: null,
  result: null,
  ownText: null,
  addedText: undefined,
  textLengths: new Set(),
  textFactor: 1,
  returnedSize: null,
  place,
  depth,
});

export interface Frame {
  /** Null for the program's top level. */
  readonly func: FunctionNode | null;
  /** Its variables; `setVariable` alone changes them. */
  vars: ReadonlyMap<string, Value>;
  /** Somebody keeps `vars` as they are now: the next change makes others. */
  kept: boolean;
  /** The frame that encloses it lexically. */
  readonly parent: Frame | null;
  /** Depth of the level stack at entry: variables of this frame are reset at every entry. */
  readonly base: number;
  readonly context: Context;
  readonly self: Value | null;
  returned: Value | null;
  /** Of the first call of a recursion: the sizes of what its calls return. */
  returning: Returning | null;
  /** Of a recursion that computes each state of several parameters once: its level, and how often each of their values comes. */
  states: { readonly level: Level; readonly often: ReadonlyMap<string, Cost> } | null;
  /** What a generator yields. */
  yielded: HeapObject | null;
  /** Depth of the level stack at which each variable was first bound. */
  readonly boundAt: Map<string, number>;
}

/** Gives a variable of the frame a value. */
export function setVariable(frame: Frame, name: string, value: Value): void {
  if (frame.kept) {
    if (frame.vars.get(name) === value) return;
    frame.vars = new Map(frame.vars);
    frame.kept = false;
  }
  (frame.vars as Map<string, Value>).set(name, value);
}

/** Takes a variable out of the frame. */
export function forgetVariable(frame: Frame, name: string): void {
  if (!frame.vars.has(name)) return;
  if (frame.kept) {
    frame.vars = new Map(frame.vars);
    frame.kept = false;
  }
  (frame.vars as Map<string, Value>).delete(name);
}

/** The variables of the frame as they are now, whatever is done to them later. */
export function keptVariables(frame: Frame): ReadonlyMap<string, Value> {
  frame.kept = true;
  return frame.vars;
}

/** The frame that owns a name, by the scoping that the front end resolved. */
export function ownerOf(frame: Frame, name: string): Frame {
  let at: Frame | null = frame;
  let last = frame;
  while (at !== null) {
    if (at.func === null || at.vars.has(name) || at.func.locals.includes(name)) return at;
    last = at;
    at = at.parent;
  }
  return last;
}

/** The innermost frame in which a name has a value; null when nothing binds it. */
export function binderOf(frame: Frame, name: string): Frame | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent) if (at.vars.has(name)) return at;
  return null;
}

/** The value of a name, or undefined when nothing binds it. */
export function lookup(frame: Frame, name: string): Value | undefined {
  return binderOf(frame, name)?.vars.get(name);
}
