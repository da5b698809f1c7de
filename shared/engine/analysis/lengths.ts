/**
 * Lengths of containers over the turns of a loop. At its head the length of what the turns fill has a symbol, so that the
 * length at the end of a turn tells by how much one turn makes it longer. Only the first pass asks: the next ones know.
 */
import { type Affine, affine } from '../cost/affine.ts';
import { ONE, classify, exp, plus } from '../cost/cost.ts';
import type { Expr, ForEach, Stmt } from '../ir/ir.ts';
import { someCode, someStmtIn } from '../ir/walk.ts';
import { type Frame, lookup } from './frame.ts';
import { inAll } from './levels.ts';
import { type Machine, boundedSymbol, settle } from './machine.ts';
import { changesIn } from './progress.ts';
import { quietly } from './quiet.ts';
import { type HeapObject, find } from './value.ts';

/** A container whose length has a symbol while the body of a loop runs. */
export interface Measure {
  readonly object: HeapObject;
  readonly symbol: Affine;
  /** Its length before the loop. */
  readonly before: Affine;
  /** How many levels are open where the body of the loop runs. */
  readonly depth: number;
  /** Some path through the body leaves a part of it out. */
  readonly jumps: boolean;
  /** A part of a container that the loop puts others into. */
  readonly isPart: boolean;
}

const JUMPS: ReadonlySet<string> = new Set(['break', 'continue', 'return', 'throw']);

/** Gives symbols to what a counting loop pushes to and to the parts of it; the result ends them (`settleLengths`). */
export function measureLengths(m: Machine, frame: Frame, node: ForEach): number {
  const open = m.measures.length;
  if (frame.context.carried.has(node)) return open;
  const jumps = (): boolean => node.body.some((stmt) => someStmtIn(stmt, ({ kind }) => JUMPS.has(kind)));
  for (const [name, list] of changesIn(node.body, m.index)) {
    if (!list.some(({ kind }) => kind === 'push' || kind === 'step')) continue;
    const value = lookup(frame, name);
    if (value?.kind !== 'ref') continue;
    const object = find(value.object);
    const part = object.elem?.kind === 'ref' ? find(object.elem.object) : null;
    note(m, object, jumps, false);
    if (part !== null) note(m, part, jumps, true);
  }
  return open;
}

function note(m: Machine, object: HeapObject, jumps: () => boolean, isPart: boolean): void {
  const before = object.exact;
  if (object.origin !== 'local' || before === null || !affine.isConstant(before)) return;
  const symbol = affine.symbol(boundedSymbol(m, settle(m, object.size)));
  object.exact = symbol;
  m.measures.push({ object, symbol, before, depth: m.levels.length + 1, jumps: jumps(), isPart });
}

const measureOf = (m: Machine, object: HeapObject): Measure | undefined =>
  m.measures.findLast((measure) => measure.object === object);

/** Whether its length is told apart from the one that it had before the turn. */
export const isMeasured = (m: Machine, object: HeapObject): boolean => measureOf(m, object) !== undefined;

/** Every turn comes here, and once: one more is one more in each turn. */
export function isOnceInTurn(m: Machine, object: HeapObject): boolean {
  if (m.arm !== null) return false;
  const measure = measureOf(m, object);
  return measure === undefined
    ? m.levels.length === object.born
    : m.levels.length === measure.depth && !measure.jumps;
}

/** What is put behind the container is counted by a multiple of its own length: `range(n, k * n)` with n elements there. */
export function lengthenByProduct(m: Machine, frame: Frame, object: HeapObject, more: Expr): void {
  const measure = measureOf(m, object);
  if (measure === undefined || measure.isPart || more.kind !== 'comprehension') return;
  const [name] = measure.symbol.terms.keys();
  const isOwn = (expr: Expr): boolean => {
    const value = quietly(m, frame, expr);
    return value.kind === 'num' && value.exact?.terms.has(name!) === true;
  };
  const isProduct = (node: Stmt | Expr): boolean =>
    node.kind === 'binary' && node.op === '*' && (isOwn(node.left) || isOwn(node.right));
  const counts = more.clauses.some(
    (clause) =>
      clause.kind === 'for' && clause.iterable.kind === 'range' && someCode(clause.iterable.end, isProduct),
  );
  if (counts) lengthen(m, object, 2);
}

/** Ends the symbols of a loop: what each turn made longer is as long as `turns` make it, where that is known. */
export function settleLengths(m: Machine, open: number, turns: Affine | null): void {
  for (const { object, symbol, before, isPart } of m.measures.splice(open)) {
    if (object.forward !== null || object.exact === null) continue;
    const more = affine.plus(object.exact, affine.scale(symbol, -1));
    const factor = factorOf(more, symbol);
    if (factor > 1) lengthen(m, object, factor);
    const exact = isPart || !affine.isConstant(more) ? null : total(before, more.constant, turns);
    object.exact = exact;
  }
}

function total(before: Affine, more: number, turns: Affine | null): Affine | null {
  if (more === 0) return before;
  return turns === null ? null : affine.plus(before, affine.scale(turns, more));
}

/** How many times as long as at the head of the turn; 1 where only some more was added. */
function factorOf(more: Affine, { terms }: Affine): number {
  const [name] = terms.keys();
  return 1 + Math.max(0, more.terms.get(name!) ?? 0);
}

/** The part that a turn puts into a container is longer than the parts before it. */
export function lengthenPart(m: Machine, old: HeapObject, part: HeapObject): void {
  const measure = measureOf(m, old);
  if (measure?.isPart !== true || measure.depth !== m.levels.length || part.exact === null || part === old)
    return;
  const more = affine.plus(part.exact, affine.scale(measure.symbol, -1));
  const factor = factorOf(more, measure.symbol);
  if (factor > 1 || (affine.isConstant(more) && more.constant > 0)) lengthen(m, part, factor);
}

/** Longer by some in each turn, or by a factor. */
function lengthen(m: Machine, object: HeapObject, factor: number): void {
  const rounds = settle(m, inAll(m.levels, ONE, 0));
  const isPower = factor > 1 && classify(rounds) !== 'exponential';
  object.size = plus(object.size, isPower ? exp(factor, rounds) : rounds);
  object.exact = null;
  object.grows = true;
  m.grew = true;
}
