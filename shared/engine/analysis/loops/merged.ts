/**
 * Parts of a container that are put into one another, `groups[a].extend(groups[b])`. Where what is left behind is emptied,
 * or its elements are noted to be elsewhere, no part ever holds more than all of them together.
 */
import { ONE, compare, isZero, log, max, times } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Expr, FunctionNode, If, Program, Stmt } from '../../ir/ir.ts';
import { elementLoop, measuredBy } from '../../ir/roles.ts';
import { blocksOf } from '../../ir/tree.ts';
import { type Code, someAct, someCode } from '../../ir/walk.ts';
import { totalOf } from '../heap.ts';
import { inAll } from '../levels.ts';
import { type Machine, exponential, settle } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { mostOnPath } from '../recursion/paths.ts';
import { definitionsOf } from '../recursion/self-calls.ts';
import { sameText } from '../unmark.ts';
import { type HeapObject, type Value, find } from '../value.ts';
import type { LoopBound } from './open.ts';

interface Merge {
  /** The part that is put in is left behind. */
  readonly isMoved: boolean;
  /** The shorter part is put into the longer one. */
  readonly bySize: boolean;
}

/** The places of the program where a part of a container is read to be put into another part of it. */
const mergesIn = remembered(({ body }: Program, index: ProgramIndex): ReadonlyMap<Expr, Merge> => {
  const merges = new Map<Expr, Merge>();
  if (!mayMerge(index)) return merges;
  const read = (func: FunctionNode | null, block: readonly Stmt[], tests: readonly If[]): void => {
    let asked = tests;
    for (const stmt of block) {
      for (const { source, at, isOther } of movesIn(index, func, stmt)) {
        const isMoved = block.some((other) => leaves(index, func, other, source));
        if (isOther && !isMoved) continue;
        const merge = { isMoved, bySize: isMoved && asked.some((test) => asksForSizes(index, func, test)) };
        for (const expr of at) merges.set(expr, merge);
      }
      if (stmt.kind === 'if') asked = [...asked, stmt];
      for (const part of blocksOf(stmt)) read(func, part, asked);
    }
  };
  read(null, body, []);
  for (const func of index.functions) read(func, func.body, []);
  return merges;
});

/** Something is put into a part of a container, or into what has a name of its own: cheaper to tell than what it is. */
function mayMerge(index: ProgramIndex): boolean {
  const parts = new Set<string>();
  for (const act of index.acts)
    if (act.kind === 'assign' && (act.value.kind === 'index' || act.value.kind === 'call'))
      for (const target of act.targets) if (target.kind === 'name') parts.add(target.name);
  const isPart = (expr: Expr): boolean =>
    expr.kind === 'index' || (expr.kind === 'name' && parts.has(expr.name));
  return index.acts.some((act) => {
    if (act.kind === 'assign') {
      const op = act.op ?? (act.value.kind === 'binary' ? act.value.op : null);
      return (op === '+' || op === '|') && act.targets.some(isPart) && !isNumber(act.value);
    }
    const push = pushIn(index, act);
    return push !== null && isPart(push.target);
  });
}

const isNumber = (value: Expr): boolean =>
  value.kind === 'number' || (value.kind === 'binary' && value.right.kind === 'number');

/** A part of a container, as the program names it. */
export interface Cell {
  readonly table: Expr;
  readonly key: Expr;
}

/** The part of a container that a name or an expression stands for. */
function cellOf(index: ProgramIndex, func: FunctionNode | null, expr: Expr): Cell | null {
  const defined = expr.kind === 'name' ? definitionsOf(func).get(expr.name) : expr;
  if (defined?.kind === 'index') return { table: defined.object, key: defined.index };
  if (defined?.kind !== 'call' || defined.callee.kind !== 'field' || !index.roles.is(defined, 'takeAt'))
    return null;
  const key = defined.args[0]?.value;
  return key === undefined ? null : { table: defined.callee.object, key };
}

export const isSameCell = (a: Cell | null, b: Cell): boolean =>
  a !== null && sameText(a.table, b.table) && sameText(a.key, b.key);

/** A part that a statement puts into another one, and where it is read for that. */
interface Move {
  readonly source: Cell;
  readonly at: readonly Expr[];
  /** Something else is put in for each element. */
  readonly isOther: boolean;
}

function movesIn(index: ProgramIndex, func: FunctionNode | null, stmt: Stmt): readonly Move[] {
  const move = (target: Expr, from: Expr, at: readonly Expr[], isOther = false): readonly Move[] => {
    const [to, source] = [cellOf(index, func, target), cellOf(index, func, from)];
    const isPart = to !== null && source !== null && sameText(to.table, source.table);
    return isPart && !sameText(to.key, source.key) ? [{ source, at, isOther }] : [];
  };
  if (stmt.kind === 'forEach') {
    const { target: element, iterable } = elementLoop(index.roles, stmt);
    return pushesOf(index, element, stmt.body).flatMap(({ target, pushed }) =>
      move(target, iterable, [iterable, pushed], !sameText(pushed, element)),
    );
  }
  if (stmt.kind === 'assign' && stmt.targets.length === 1) {
    const [target] = stmt.targets as readonly [Expr];
    const { value, op } = stmt;
    if (op === '+' || op === '|') return move(target, value, [value]);
    const isPut = op === null && value.kind === 'binary' && (value.op === '+' || value.op === '|');
    return isPut && sameText(value.left, target) ? move(target, value.right, [value.right]) : [];
  }
  const pushed = stmt.kind === 'expr' ? pushIn(index, stmt.expr) : null;
  return pushed === null ? [] : move(pushed.target, pushed.pushed, [pushed.pushed]);
}

interface Push {
  readonly target: Expr;
  readonly pushed: Expr;
}

function pushIn({ roles }: ProgramIndex, expr: Code): Push | null {
  if (expr.kind !== 'call' || expr.callee.kind !== 'field' || !roles.is(expr, 'push')) return null;
  const [arg] = expr.args;
  return arg === undefined || expr.args.length > 1 ? null : { target: expr.callee.object, pushed: arg.value };
}

/** What a loop puts its own variable into, or one thing at most in each turn, whatever that is. */
function pushesOf(index: ProgramIndex, element: Expr, body: readonly Stmt[]): Push[] {
  const all = new Map<Code, Push>();
  const note = (node: Code): false => {
    const push = pushIn(index, node);
    if (push !== null) all.set(node, push);
    return false;
  };
  body.forEach((stmt) => someAct(stmt, note));
  const own = [...all.values()].filter(({ pushed }) => sameText(pushed, element));
  const single = [...all].filter(([node]) => node.kind === 'call' && index.roles.is(node, 'append'));
  const isOne = single.length > 0 && mostOnPath(body, new Set(single.map(([node]) => node))) <= 1;
  return isOne ? [...own, ...single.map(([, push]) => push)] : own;
}

/** The statement empties the part, lets another one stand for it, or notes for each of its elements where that is. */
function leaves(index: ProgramIndex, func: FunctionNode | null, stmt: Stmt, cell: Cell): boolean {
  const isCell = (expr: Expr): boolean => isSameCell(cellOf(index, func, expr), cell);
  switch (stmt.kind) {
    case 'assign': {
      const [target] = stmt.targets;
      const isPart = stmt.op === null && target?.kind === 'index' && isCell(target);
      return isPart && (isEmpty(stmt.value) || cellOf(index, func, stmt.value) !== null);
    }
    case 'delete':
      return isCell(stmt.target);
    case 'forEach': {
      const { target, iterable } = elementLoop(index.roles, stmt);
      const isTaken = iterable.kind === 'call' && isCell(iterable);
      return isTaken || (isCell(iterable) && stmt.body.some((inner) => notes(inner, target)));
    }
    case 'expr': {
      const { expr } = stmt;
      if (expr.kind !== 'call' || expr.callee.kind !== 'field') return false;
      return index.roles.is(expr, 'clear') ? isCell(expr.callee.object) : isCell(expr);
    }
    default:
      return false;
  }
}

const isEmpty = (value: Expr): boolean =>
  value.kind === 'constant' ||
  ((value.kind === 'collection' || value.kind === 'call') &&
    (value.kind === 'call' ? value.args : value.elements).length === 0);

/** `where[x] = a` for the x of the loop. */
const notes = (stmt: Stmt, variable: Expr): boolean =>
  stmt.kind === 'assign' &&
  stmt.op === null &&
  stmt.targets.some((target) => target.kind === 'index' && sameText(target.index, variable));

/** The test compares how long two parts of one container are, or what a table says of that. */
function asksForSizes(index: ProgramIndex, func: FunctionNode | null, { test }: If): boolean {
  const sizeOf = (expr: Expr): Cell | null => cellOf(index, func, measuredBy(index.roles, expr) ?? expr);
  return someCode(test, (at) => {
    if (at.kind !== 'compare' || !/^[<>]=?$/.test(at.op)) return false;
    const [left, right] = [sizeOf(at.left), sizeOf(at.right)];
    return left !== null && right !== null && sameText(left.table, right.table);
  });
}

/** What the loop or scan over a part turns in all, where the shorter parts are put into the longer ones. */
export function mergedBySize(m: Machine, value: Value, expr: Expr | null): LoopBound | null {
  if (value.kind !== 'ref' || expr === null || mergesIn(m.program, m.index).get(expr)?.bySize !== true)
    return null;
  const holder = find(value.object).holder;
  const total = holder === null ? null : totalOf(m, holder);
  if (holder === null || total === null || isZero(total)) return null;
  return {
    count: times(total, log(total)),
    from: Math.min(find(holder).born, m.levels.length),
    rule: 'amortised',
    reason: 'the shorter part is put into the longer one: each element comes to a part twice as long',
  };
}

/** What is read here is put into another part of the same container. */
export const isMergedAway = (m: Machine, expr: Expr): boolean => mergesIn(m.program, m.index).has(expr);

/**
 * Puts a part of a container into another one. Parts that are left behind, or that each turn of the outermost loop takes
 * another one of, add up to what there was; others may double in every turn.
 * @returns false where it is no such merge, and nothing was done
 */
export function mergeParts(m: Machine, target: HeapObject, source: Value, expr: Expr | null): boolean {
  const merge = expr === null ? undefined : mergesIn(m.program, m.index).get(expr);
  const { holder } = target;
  if (merge === undefined || holder === null) return false;
  const { total } = find(holder);
  if (total === null || isZero(total)) return false;
  const isOnce = source.kind === 'ref' && source.part !== null && isOutermost(m, target, source.part.level);
  const held = merge.isMoved || isOnce ? total : exponential(inAll(m.levels, ONE, 0));
  const before = target.settled ?? ONE;
  target.size = max(target.size, settle(m, held));
  target.pushed = max(target.pushed, target.size);
  // The loops over it that came before did not know yet that it holds so many.
  if (m.frameDepth === null && compare(before, target.size) === 'less') m.grew = true;
  // What stands in several parts is no longer told by what was put in.
  if (!merge.isMoved) {
    target.selfGrowth = true;
    target.growth = null;
    find(holder).total = null;
  }
  return true;
}

const isOutermost = ({ levels }: Machine, { born }: HeapObject, level: Machine['levels'][number]): boolean =>
  levels.every((other, at) => at < born || other === level || other.kind === 'guard');
