/**
 * Visited marks: a branch that runs only for what is not marked yet, and marks it, runs once for each thing that can be
 * marked, whatever the loops and recursions around it do.
 */
import { type Cost, compare, isLessAlike, isZero, min } from '../cost/cost.ts';
import type { BinaryOp, Call, Compare, Expr, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { someAct } from '../ir/walk.ts';
import { ownerOf, setVariable, type Frame } from './frame.ts';
import { closeOver, inAll, turns, type Level, newLevel } from './levels.ts';
import { type Machine, leaveFrom, pushLevel, settle } from './machine.ts';
import { pathOf } from './progress.ts';
import { capacity } from './mark-capacities.ts';
import { askedMarks } from './asked-marks.ts';
import { countsDown } from './counted-down.ts';
import { removes, sameText, unmarks } from './unmark.ts';
import { laterMarked } from './later-marks.ts';
import { isMarkedWhenTaken } from './taken-marks.ts';
import { reached } from './loops/paths.ts';
import { quietly } from './quiet.ts';
import { isAroundZero, signTest } from './sign-tests.ts';
import { holds } from './containers/holds.ts';
import { cellOf, entryOf } from './looked-up.ts';
import { emptiesCell, filledCell } from './emptied-cells.ts';
import { find, type HeapObject } from './value.ts';
import { keptKey, withDistinct } from './distinct.ts';

export interface Mark {
  /** Null when the mark does not lower the count. */
  readonly level: Level | null;
  /** The test asks for a shorter way. */
  readonly relaxes: boolean;
  /** The block marks what the test asks for, or that is marked elsewhere, or in a branch further in. */
  readonly counts: 'marks' | 'asked' | null;
  /** How many of the facts are marked only further in. */
  readonly later: number;
}

/**
 * What a test says is not marked yet: `x not in seen`, `not seen[x]`, `grid[r][c] == 1`, `new < dist[v]`; `x in left`,
 * where it is marked by taking it out.
 */
export interface Unmarked {
  readonly container: Expr;
  /** The key or the indexes, outermost first. */
  readonly keys: readonly Expr[];
  readonly form: 'member' | 'left' | 'cell' | 'relax';
  /** The test is `cell == constant`: it holds at one point of a countdown. */
  readonly exact: boolean;
  /** The test itself marks it, `seen.add(x)`, and tells whether it was marked before. */
  readonly marksItself?: true;
  /** The value that an unmarked cell has (`is`) or that a marked one has (`isNot`); null for truth values. */
  readonly value: {
    readonly side: 'is' | 'isNot';
    readonly expr: Expr | null;
    /** Where the test asks for a sign: whether a cell of that number is unmarked. */
    readonly isLeft?: (cell: number) => boolean;
    /** The cell is a container, which is marked by being emptied. */
    readonly isEmptied?: true;
  } | null;
}

/** Opens a guard level when the test, known to `hold` or to fail, makes the block run once for each mark. */
export function enterMark(
  m: Machine,
  frame: Frame,
  test: Expr,
  holds: boolean,
  block: readonly Stmt[],
  node: Stmt,
): Mark | null {
  if (block.length === 0) return null;
  const { roles } = m.index;
  const { facts, asked } = askedMarks(node, holds, { roles, test, block });
  if (facts.length === 0 && m.laterMarks.length === 0) return null;
  const known = laterMarked(m, frame, block);
  let later = 0;
  const open: Unmarked[] = [];
  for (const { mark, isMarked, isLater, isTakenBack } of asked) {
    const counted = (!isMarked || isLater) && countsDown(m, frame, mark);
    if (isLater && !counted) {
      m.laterMarks.push({ mark, frame });
      later++;
    } else if ((isMarked || counted) && !isTakenBack()) open.push(mark);
  }
  open.push(...known.filter((mark) => !unmarks(roles, block, mark)));
  for (const mark of open) {
    if (mark.form === 'relax' && !m.levels.some(isSearch)) continue;
    const bound = markBound(m, frame, mark, facts);
    if (bound !== null) return { ...openMark(m, frame, mark, bound, node, block), later, counts: 'marks' };
  }
  return askedOnly(m, frame, facts, block, later);
}

/** What a test asks about marks that the block does not set, at least not on every way. */
function askedOnly(
  m: Machine,
  frame: Frame,
  facts: readonly Unmarked[],
  block: readonly Stmt[],
  later: number,
): Mark | null {
  if (later === 0 && facts.some((fact) => isMarkedWhenTaken(m, frame, fact, block))) {
    m.marks++;
    return { level: null, relaxes: false, later, counts: 'marks' };
  }
  const asks = facts.some(({ form }) => form === 'member');
  if (!asks && later === 0) return null;
  if (asks) m.asked++;
  return { level: null, relaxes: false, later, counts: asks ? 'asked' : null };
}

/** Counts what follows once for each mark, where that is less than the loops around say. */
function openMark(
  m: Machine,
  frame: Frame,
  unmarked: Unmarked,
  bound: MarkBound,
  node: Stmt,
  block: readonly Stmt[],
): Pick<Mark, 'level' | 'relaxes'> {
  const order = compare(turns(m.levels, bound.from), bound.count);
  m.marks++;
  const relaxes = unmarked.form === 'relax';
  if (relaxes) m.relaxed.push(bound.count);
  const feeds = !relaxes && m.levels.some((level) => level.kind === 'loop' && mayBeFed(level));
  const noGain =
    order === 'less' || order === 'equal' || (order === 'incomparable' && (relaxes || isLessInAll(m, bound)));
  // A worklist's turns depend on what is put in under the mark: the mark's count has to stand even if it is no gain yet.
  if (noGain && !feeds) return { level: null, relaxes };
  const level = newLevel({
    kind: 'guard',
    count: bound.count,
    from: bound.from,
    node,
    frame,
    marked: unmarked.form === 'cell' && bound.object.type !== 'map' ? bound.object : null,
    key: keptKey(m, unmarked.keys, block),
  });
  pushLevel(m, level);
  if (unmarked.keys.length === 1) makeDistinct(frame, unmarked.keys[0]!, level);
  return { level, relaxes };
}

/** The loops around turn less often in all than the mark says, at least where all sizes grow alike. */
function isLessInAll({ levels }: Machine, { count, from }: MarkBound): boolean {
  const [all, marked] = [turns(levels, 0), inAll(levels.slice(0, from), count)];
  return compare(all, marked) === 'less' || !isLessAlike(marked, all);
}

/** Shorter ways are taken to be found once for each place where a search goes from place to place, not in a table filled by counting. */
const isSearch = ({ kind, node }: Level): boolean =>
  kind === 'recursion' || (kind === 'loop' && node?.kind === 'while');

/** It runs over a container of the program's own, which may get more elements in its turns; no input does unseen. */
const mayBeFed = ({ source }: Level): boolean => source !== null && mayGetMore(source);

function mayGetMore(source: HeapObject, depth = 3): boolean {
  const { grows, origin, views } = find(source);
  if (grows || views === null) return grows || origin === 'local';
  return views.some((view) => view !== null && (depth === 0 || mayGetMore(view, depth - 1)));
}

/** What is marked only once is another in each turn of the guard. */
function makeDistinct(frame: Frame, key: Expr, level: Level): void {
  const name = key.kind === 'field' ? key.object : key;
  if (name.kind !== 'name') return;
  const owner = ownerOf(frame, name.name);
  const value = owner.vars.get(name.name);
  if (value === undefined) return;
  if (key.kind !== 'field') setVariable(owner, name.name, withDistinct(value, level));
  else if (value.kind === 'ref')
    setVariable(owner, name.name, {
      ...value,
      distinctFields: new Map(value.distinctFields).set(key.name, level),
    });
}

export function leaveMark(m: Machine, mark: Mark): void {
  m.laterMarks.length -= mark.later;
  if (mark.counts !== null) m[mark.counts]--;
  if (mark.relaxes) m.relaxed.pop();
  if (mark.level !== null) leaveFrom(m, mark.level);
}

/** Every fact of the form "not marked" in a test. */
export function unmarkedBy(roles: RoleIndex, test: Expr, holds: boolean): Unmarked[] {
  const filled = filledCell(roles, test, holds);
  if (filled !== null) return [filled];
  switch (test.kind) {
    case 'logical':
      return (test.op === 'and') === holds
        ? [...unmarkedBy(roles, test.left, holds), ...unmarkedBy(roles, test.right, holds)]
        : [];
    case 'unary':
      return test.op === 'not' ? unmarkedBy(roles, test.operand, !holds) : [];
    case 'compare':
      return comparedMarks(roles, test, holds);
    default: {
      if (test.kind === 'call' && !roles.is(test, 'lookup')) return holds ? markedByCall(roles, test) : [];
      const cell = cellOf(entryOf(roles, test));
      const value = { side: holds ? 'isNot' : 'is', expr: null } as const;
      return cell === null ? [] : [{ ...cell, form: 'cell', exact: !holds, value }];
    }
  }
}

/** `seen.add(x)` holds where x was not in the set, `left.remove(x)` where it was. */
function markedByCall(roles: RoleIndex, call: Call): Unmarked[] {
  const { callee, args } = call;
  const [key] = args;
  if (callee.kind !== 'field' || key === undefined || args.length > 1) return [];
  const form = roles.is(call, 'mark') ? 'member' : roles.is(call, 'unmark') ? 'left' : null;
  if (form === null) return [];
  return [
    { container: callee.object, keys: [key.value], form, exact: false, value: null, marksItself: true },
  ];
}

function comparedMarks(roles: RoleIndex, test: Compare, holds: boolean): Unmarked[] {
  if (test.op === 'in' || test.op === 'not in') {
    const form = (test.op === 'not in') === holds ? 'member' : 'left';
    return [{ container: test.right, keys: [test.left], form, exact: false, value: null }];
  }
  const sides = [comparedCell(roles, test, 'left', holds), comparedCell(roles, test, 'right', holds)];
  return sides.filter((mark) => mark !== null);
}

const RELAXING: ReadonlySet<Compare['op']> = new Set(['<', '<=', '>', '>=']);

/** What a comparison of a cell on one side with something on the other says. */
function comparedCell(
  roles: RoleIndex,
  test: Compare,
  on: 'left' | 'right',
  holds: boolean,
): Unmarked | null {
  const [side, expr] = on === 'left' ? [test.left, test.right] : [test.right, test.left];
  const relaxed = RELAXING.has(test.op);
  const equal = (test.op === '==' || test.op === 'is') === holds;
  const cell = cellOf(entryOf(roles, equal ? counted(side) : side));
  // The one cell of `best[0]` is a variable: a shorter way to it may be found any number of times.
  if (cell === null || (relaxed && cell.keys.every(({ kind }) => kind === 'number'))) return null;
  const bySign = relaxed && isAroundZero(expr);
  if (relaxed && !bySign) return { ...cell, form: 'relax', exact: false, value: null };
  if (bySign) {
    const isLeft = signTest(test, on === 'left', holds);
    return { ...cell, form: 'cell', exact: false, value: { side: 'isNot', expr: null, isLeft } };
  }
  return { ...cell, form: 'cell', exact: equal, value: { side: equal ? 'is' : 'isNot', expr } };
}

/** `--degree[v]` asks for the cell that it counts down. */
const counted = (side: Expr): Expr =>
  side.kind === 'assignExpr' && side.op === '-' && side.result === 'new' ? side.target : side;

/** The block marks what the test found unmarked. */
export function marks(roles: RoleIndex, block: readonly (Stmt | Expr)[], mark: Unmarked): boolean {
  return mark.marksItself === true || block.some((node) => someAct(node, (at) => isMarking(roles, at, mark)));
}

/** The statement or expression marks what the test found unmarked. */
export function isMarking(roles: RoleIndex, node: Stmt | Expr, mark: Unmarked): boolean {
  const container = pathOf(mark.container);
  if (mark.value?.isEmptied === true || (node.kind === 'call' && asksForContents(mark)))
    return container !== null && emptiesCell(roles, node, container);
  if (mark.form === 'left') return container !== null && removes(roles, node, container, mark.keys[0]);
  if (
    mark.form === 'member' &&
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    roles.is(node, 'mark')
  ) {
    return container !== null && pathOf(node.callee.object) === container;
  }
  if (node.kind === 'assign' || node.kind === 'assignExpr') {
    if (onlyCounts(node.op, mark)) return false;
    const targets = node.kind === 'assign' ? node.targets.flatMap(flat) : [node.target];
    return targets.some((target) => {
      const cell = cellOf(target);
      if (cell === null)
        return (
          mark.form === 'member' && node.op !== null && pathOf(target) === container && container !== null
        );
      return container !== null && pathOf(partMade(roles, cell.container)) === container;
    });
  }
  return false;
}

/** `if needs[x]` asks for what is in the cell, which `needs[x].clear()` takes out. */
const asksForContents = ({ form, value }: Unmarked): boolean =>
  form === 'cell' && value?.side === 'isNot' && value.expr === null;

/** The container of a part that is made where it is missing: `table` of `table.setdefault(i, {})`. */
const partMade = (roles: RoleIndex, expr: Expr): Expr =>
  expr.kind === 'call' && expr.callee.kind === 'field' && roles.is(expr, 'mark') ? expr.callee.object : expr;

/** `if count[x]: count[x] -= 1` may find the cell again. */
const onlyCounts = (op: BinaryOp | null, { form, value }: Unmarked): boolean =>
  (op === '-' || op === '+') && form === 'cell' && value?.side === 'isNot';

function flat(target: Expr): readonly Expr[] {
  return target.kind === 'collection' ? target.elements.flatMap(flat) : [target];
}

export interface MarkBound {
  readonly count: Cost;
  readonly from: number;
  readonly object: HeapObject;
}

/** How many different things can be marked, and since when; `facts` of the same test tell what they are among. */
export function markBound(
  m: Machine,
  frame: Frame,
  mark: Unmarked,
  facts: readonly Unmarked[] = [],
): MarkBound | null {
  const value = quietly(m, frame, mark.container);
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  if (mark.marksItself === true && object.type !== 'set') return null;
  // The marks of a node are its own: a trie has as many as it has nodes.
  if (object.origin === 'local' && (object.ownMarks || holds(object, object))) return null;
  const from = heldSince(m, object);
  const count = smaller(capacity(m, frame, object, mark), amongOthers(m, frame, mark, facts));
  if (count === null || isZero(count)) return null;
  return { count: settle(m, closeOver(m.levels, count, from, m.levels.length)), from, object };
}

/** The marks of what a loop makes anew hold since then. */
function heldSince({ levels }: Machine, { origin, born, remade }: HeapObject): number {
  return origin === 'input' ? 0 : Math.min(Math.max(born, remade ?? 0), levels.length);
}

/** Since which depth a mark holds; null where that is not known. */
export function markedSince(m: Machine, frame: Frame, { container }: Unmarked): number | null {
  const value = quietly(m, frame, container);
  return value.kind === 'ref' ? heldSince(m, find(value.object)) : null;
}

const smaller = (a: Cost | null, b: Cost | null): Cost | null =>
  a === null || b === null ? (a ?? b) : min(a, b);

/** `word in words and word not in seen`: no more than the words that there are. */
function amongOthers(m: Machine, frame: Frame, mark: Unmarked, facts: readonly Unmarked[]): Cost | null {
  const [key] = mark.keys;
  const around = facts.find(
    ({ form, keys }) =>
      mark.form === 'member' && form === 'left' && key !== undefined && sameText(keys[0]!, key),
  );
  const value = around === undefined ? null : quietly(m, frame, around.container);
  return value?.kind === 'ref' ? reached(m, find(value.object)) : null;
}
