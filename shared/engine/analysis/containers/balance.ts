/**
 * Pushes that do not enlarge: into the place of what was taken out just before, or up to the length that a test asks
 * for.
 */
import type { Cost } from '../../cost/cost.ts';
import type { Compare, Expr, If, Stmt, While } from '../../ir/ir.ts';
import { type Level, innermost } from '../levels.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import { type HeapObject, find, knownInt } from '../value.ts';

/** An arm of an `if` that is being interpreted. */
export interface Arm {
  readonly node: If;
  readonly then: boolean;
  readonly outer: Arm | null;
}

/** An element was taken out, and its place may be filled once on every path. */
export interface Gap {
  readonly object: HeapObject;
  /** The innermost loop or recursion in which it was taken out. */
  readonly level: Level | null;
  readonly arm: Arm | null;
  readonly filled: (Arm | null)[];
}

/** Remembers that an element is taken out at the current place. */
export function noteGap(m: Machine, object: HeapObject): void {
  m.gaps.push({ object, level: m.levels[innermost(m.levels)] ?? null, arm: m.arm, filled: [] });
}

/** Whether what is put in takes the place of an element that the same turn has taken out; the place is then filled. */
export function fillGap(m: Machine, object: HeapObject): boolean {
  if (m.gaps.length === 0) return false;
  const level = m.levels[innermost(m.levels)] ?? null;
  const gap = m.gaps.findLast(
    (open) =>
      find(open.object) === object &&
      open.level === level &&
      isWithin(m.arm, open.arm) &&
      open.filled.every((other) => excludes(other, m.arm) || hasLeft(m, other)),
  );
  gap?.filled.push(m.arm);
  return gap !== undefined;
}

/** What is run now is not reached from the arm: its end leaves. */
function hasLeft({ passed }: Machine, arm: Arm | null): boolean {
  for (let at = arm; at !== null; at = at.outer) if (at.then && passed.includes(at.node)) return true;
  return false;
}

function isWithin(arm: Arm | null, outer: Arm | null): boolean {
  for (let at = arm; at !== null; at = at.outer) if (at === outer) return true;
  return outer === null;
}

/** Only one of the two arms is run: they belong to the same `if`. */
export function excludes(a: Arm | null, b: Arm | null): boolean {
  for (let x = a; x !== null; x = x.outer)
    for (let y = b; y !== null; y = y.outer)
      if (x.node === y.node && x.then !== y.then && x.outer === y.outer) return true;
  return false;
}

/** A loop runs only while a container is shorter than this. */
export interface LengthLimit {
  readonly object: HeapObject;
  readonly limit: Cost;
  /** Loops around the test, which has to hold before each push; null for the test of a loop that fills. */
  readonly depth: number | null;
}

/** Notes what the test of a loop that holds says about the lengths of containers; returns how many limits there were. */
export function noteLengthLimits(m: Machine, frame: Frame, { test, body }: While): number {
  const before = m.lengthLimits.length;
  const plain = limitsBy(m, frame, test, true).filter(({ isReached }) => !isReached);
  const limits = [...plain, ...limitsOfSets(m, frame, test, body)];
  m.lengthLimits.push(...limits.map((limit) => ({ ...limit, depth: null })));
  return before;
}

/** `len(kinds) < k or x in kinds`, where nothing but x is put in: what is in it already makes it no larger. */
function limitsOfSets(m: Machine, frame: Frame, test: Expr, body: readonly Stmt[]): Limit[] {
  if (test.kind !== 'logical') return [];
  if (test.op === 'and')
    return [...limitsOfSets(m, frame, test.left, body), ...limitsOfSets(m, frame, test.right, body)];
  const { roles } = m.index;
  return limitsBy(m, frame, test.left, true).filter(({ object, isReached }) => {
    const member = memberOf(test.right);
    const path = member === null ? null : pathOf(member.set);
    if (isReached || object.type !== 'set' || path === null) return false;
    const value = quietly(m, frame, member!.set);
    const puts = (changesIn(body, m.index).get(path) ?? []).filter(({ kind }) => kind === 'push');
    return (
      value.kind === 'ref' &&
      find(value.object) === object &&
      puts.every(
        ({ node }) =>
          node.kind === 'call' &&
          node.args.length > 0 &&
          roles.is(node, 'mark') &&
          sameText(node.args[0]!.value, member!.element),
      )
    );
  });
}

/** `x in kinds`, `kinds.contains(x)`. */
function memberOf(test: Expr): { readonly element: Expr; readonly set: Expr } | null {
  if (test.kind === 'compare' && test.op === 'in') return { element: test.left, set: test.right };
  return null;
}

/** Notes what the test of an `if` says in one of its arms; returns how many limits there were. */
export function noteLengthLimitsOf(m: Machine, frame: Frame, test: Expr, holds: boolean): number {
  const before = m.lengthLimits.length;
  const limits = limitsBy(m, frame, test, holds);
  if (limits.length > 0) {
    const depth = loopsOpen(m);
    m.lengthLimits.push(...limits.map((limit) => ({ ...limit, depth })));
  }
  return before;
}

const loopsOpen = ({ levels }: Machine): number => levels.filter(({ kind }) => kind !== 'guard').length;

const SEVERAL = 2;

interface Limit {
  readonly object: HeapObject;
  readonly limit: Cost;
  /** The length is not yet equal to the limit, which it nears by steps. */
  readonly isReached: boolean;
}

function limitsBy(m: Machine, frame: Frame, test: Expr, holds: boolean): Limit[] {
  if (test.kind === 'logical' && (test.op === 'and') === holds)
    return [...limitsBy(m, frame, test.left, holds), ...limitsBy(m, frame, test.right, holds)];
  if (test.kind !== 'compare') return [];
  const isReached = test.op === (holds ? '!=' : '==');
  const sides = isReached ? [test.left, test.right] : belowBy(test, holds);
  const [tested, against] = sides;
  if (tested === undefined || against === undefined) return [];
  const length = quietly(m, frame, tested);
  if (length.kind !== 'num' || length.lengthOf === null) return [];
  const limit = quietly(m, frame, against);
  if (limit.kind !== 'num') return [];
  const object = find(length.lengthOf);
  const other = limit.lengthOf === null ? null : find(limit.lengthOf);
  // The length of another container that grows is no limit; what is empty is asked about for other reasons.
  if (object.origin === 'input' || other?.origin === 'local') return [];
  if (isReached && (knownInt(limit) ?? SEVERAL) < SEVERAL) return [];
  return [{ object, limit: settle(m, limit.max), isReached }];
}

/** What the test says is below what. */
function belowBy({ op, left, right }: Compare, holds: boolean): readonly Expr[] {
  if (holds ? op === '<' || op === '<=' : op === '>' || op === '>=') return [left, right];
  return (holds ? op === '>' || op === '>=' : op === '<' || op === '<=') ? [right, left] : [];
}

/** The length up to which the loops around fill a container; null where no test limits it. */
export function lengthLimit(m: Machine, object: HeapObject): Cost | null {
  if (m.lengthLimits.length === 0) return null;
  const found = m.lengthLimits.findLast((open) => find(open.object) === object);
  return found === undefined || (found.depth !== null && found.depth < loopsOpen(m)) ? null : found.limit;
}
