/**
 * Visited marks: a branch that runs only for what is not marked yet, and marks it, runs once for each thing that can be
 * marked, whatever the loops and recursions around it do.
 */
import { type Cost, ONE, compare, isOne, isZero, times } from '../cost/cost.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import { ownerOf, type Frame } from './frame.ts';
import { turns, type Level } from './levels.ts';
import { settle, sizeOf, totalOf, type Machine } from './machine.ts';
import { pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { UNKNOWN, domainOf, find, withDistinct, type HeapObject } from './value.ts';

export interface Mark {
  /** Null when the mark does not lower the count. */
  readonly level: Level | null;
}

/** What a test says is not marked yet: `x not in seen`, `not seen[x]`, `grid[r][c] == 1`, `new < dist[v]`. */
export interface Unmarked {
  readonly container: Expr;
  /** The key or the indexes, outermost first. */
  readonly keys: readonly Expr[];
  readonly form: 'member' | 'cell' | 'relax';
  /** The test is `cell == constant`: it holds at one point of a countdown. */
  readonly exact: boolean;
  /** The value that an unmarked cell has (`is`) or that a marked one has (`isNot`); null for truth values. */
  readonly value: { readonly side: 'is' | 'isNot'; readonly expr: Expr | null } | null;
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
  for (const unmarked of unmarkedBy(test, holds)) {
    if (!(marks(block, unmarked) || countsDown(frame, unmarked)) || unmarks(block, unmarked)) continue;
    const bound = markBound(m, frame, unmarked);
    if (bound === null) continue;
    const natural = turns(m.levels, bound.from);
    const order = compare(natural, bound.count);
    m.marks++;
    const feeds =
      unmarked.form !== 'relax' && m.levels.some((level) => level.source !== null && level.kind === 'loop');
    const noGain =
      order === 'less' || order === 'equal' || (order === 'incomparable' && unmarked.form === 'relax');
    // A worklist's turns depend on what is put in under the mark: the mark's count has to stand even if it is no gain yet.
    if (noGain && !feeds) return { level: null };
    const level: Level = {
      kind: 'guard',
      count: bound.count,
      from: bound.from,
      variable: null,
      solve: null,
      node,
      body: [],
      frame,
      source: null,
    };
    m.levels.push(level);
    m.open.push(m.open[m.open.length - 1] ?? -1);
    if (unmarked.keys.length === 1) makeDistinct(frame, unmarked.keys[0]!, level);
    return { level };
  }
  return null;
}

/** What is marked only once is another in each turn of the guard. */
function makeDistinct(frame: Frame, key: Expr, level: Level): void {
  const names = key.kind === 'name' ? [key.name] : [];
  for (const name of names) {
    const owner = ownerOf(frame, name);
    const value = owner.vars.get(name);
    if (value !== undefined) owner.vars.set(name, withDistinct(value, level));
  }
}

export function leaveMark(m: Machine, mark: Mark): void {
  m.marks--;
  if (mark.level === null) return;
  const at = m.levels.lastIndexOf(mark.level);
  if (at >= 0) {
    m.levels.splice(at);
    m.open.splice(at);
  }
}

/** Every fact of the form "not marked" in a test. */
export function unmarkedBy(test: Expr, holds: boolean): Unmarked[] {
  if (test.kind === 'logical')
    return (test.op === 'and') === holds
      ? [...unmarkedBy(test.left, holds), ...unmarkedBy(test.right, holds)]
      : [];
  if (test.kind === 'unary' && test.op === 'not') return unmarkedBy(test.operand, !holds);
  if (test.kind === 'compare') {
    const absent = (test.op === 'not in') === holds && (test.op === 'not in' || test.op === 'in');
    if (absent)
      return [{ container: test.right, keys: [test.left], form: 'member', exact: false, value: null }];
    const cells: Unmarked[] = [];
    if (test.op !== 'in' && test.op !== 'not in') {
      const relaxed = test.op === '<' || test.op === '<=' || test.op === '>' || test.op === '>=';
      for (const side of [test.left, test.right]) {
        const cell = cellOf(side);
        const equal = (test.op === '==' || test.op === 'is') === holds;
        const other = side === test.left ? test.right : test.left;
        if (cell !== null)
          cells.push({
            ...cell,
            form: relaxed ? 'relax' : 'cell',
            exact: equal && !relaxed,
            value: relaxed ? null : { side: equal ? 'is' : 'isNot', expr: other },
          });
      }
    }
    return cells;
  }
  const cell = cellOf(test);
  return cell === null
    ? []
    : [{ ...cell, form: 'cell', exact: !holds, value: { side: holds ? 'isNot' : 'is', expr: null } }];
}

/** `a[i]`, `a[i][j]`: the container and its indexes. */
export function cellOf(expr: Expr): { container: Expr; keys: readonly Expr[] } | null {
  if (expr.kind !== 'index') return null;
  const keys: Expr[] = [];
  let at: Expr = expr;
  while (at.kind === 'index') {
    keys.unshift(at.index);
    at = at.object;
  }
  return { container: at, keys };
}

const ADDS = new Set(['add', 'append', 'push', 'insert', 'setdefault', 'put']);
const REMOVES = new Set(['remove', 'discard', 'pop']);

/** The block marks what the test found unmarked. */
export function marks(block: readonly (Stmt | Expr)[], mark: Unmarked): boolean {
  return block.some((node) => some(node, (at) => isMarking(at, mark)));
}

/** The cell only ever counts down (an in-degree): it is zero just once. */
function countsDown(frame: Frame, mark: Unmarked): boolean {
  if (mark.form !== 'cell' || !mark.exact) return false;
  const container = pathOf(mark.container);
  const counts = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' &&
    node.op === '-' &&
    node.targets.some((target) => {
      const cell = cellOf(target);
      return cell !== null && pathOf(cell.container) === container;
    });
  for (let at: Frame | null = frame; at !== null; at = at.parent)
    if (at.func?.body.some((stmt) => some(stmt, counts)) === true) return true;
  return false;
}

/** The block takes the mark back: backtracking, not visiting. */
export function unmarks(block: readonly (Stmt | Expr)[], mark: Unmarked): boolean {
  const container = pathOf(mark.container);
  if (container === null) return false;
  if (mark.form === 'member') {
    return block.some((node) =>
      some(
        node,
        (at) =>
          (at.kind === 'call' &&
            at.callee.kind === 'field' &&
            REMOVES.has(at.callee.name) &&
            pathOf(at.callee.object) === container) ||
          (at.kind === 'delete' && at.target.kind === 'index' && pathOf(at.target.object) === container),
      ),
    );
  }
  const writes: (Expr | null)[] = [];
  for (const node of block)
    some(node, (at) => {
      if (isMarking(at, mark)) writes.push(at.kind === 'assign' && at.op === null ? at.value : null);
      return false;
    });
  return writes.length >= 2 && writes.some((value) => value !== null && restores(value, mark));
}

/** Writing the value of an unmarked cell takes the mark back; a third value is a colour. */
function restores(value: Expr, mark: Unmarked): boolean {
  if (mark.value === null) return false;
  const same = mark.value.expr === null ? isFalsy(value) : sameText(value, mark.value.expr);
  return mark.value.side === 'is' ? same : !same;
}

function isFalsy(expr: Expr): boolean {
  return (
    (expr.kind === 'constant' && expr.value !== true) ||
    (expr.kind === 'number' && expr.value === 0) ||
    (expr.kind === 'string' && expr.value === '')
  );
}

function sameText(a: Expr, b: Expr): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  if ((a.kind === 'number' || a.kind === 'string' || a.kind === 'constant') && a.kind === b.kind)
    return a.value === b.value;
  if (a.kind === 'unary' && b.kind === 'unary') return a.op === b.op && sameText(a.operand, b.operand);
  return pathOf(a) !== null && pathOf(a) === pathOf(b);
}

function isMarking(node: Stmt | Expr, mark: Unmarked): boolean {
  const container = pathOf(mark.container);
  if (
    mark.form === 'member' &&
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    ADDS.has(node.callee.name)
  ) {
    return container !== null && pathOf(node.callee.object) === container;
  }
  if (node.kind === 'assign' || node.kind === 'assignExpr') {
    const targets = node.kind === 'assign' ? node.targets.flatMap(flat) : [node.target];
    return targets.some((target) => {
      const cell = cellOf(target);
      if (cell === null)
        return (
          mark.form === 'member' && node.op !== null && pathOf(target) === container && container !== null
        );
      return container !== null && pathOf(cell.container) === container;
    });
  }
  return false;
}

function flat(target: Expr): readonly Expr[] {
  return target.kind === 'collection' ? target.elements.flatMap(flat) : [target];
}

function some(node: Stmt | Expr, test: (node: Stmt | Expr) => boolean): boolean {
  if (node.kind === 'function' || node.kind === 'class' || node.kind === 'lambda') return false;
  return (
    test(node) ||
    childStmts(node).some((child) => some(child, test)) ||
    childExprs(node).some((child) => some(child, test))
  );
}

/** How many different things can be marked, and since when. */
export function markBound(m: Machine, frame: Frame, mark: Unmarked): { count: Cost; from: number } | null {
  const value = quietly(m, frame, mark.container);
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  const from = object.origin === 'input' ? 0 : Math.min(object.born, m.levels.length);
  const count = capacity(m, frame, object, mark);
  return count === null || isZero(count) ? null : { count: settle(m, count), from };
}

function capacity(m: Machine, frame: Frame, object: HeapObject, mark: Unmarked): Cost | null {
  if (mark.form === 'member') {
    const keyDomain = domainOf(quietly(m, frame, mark.keys[0]!));
    const stored = object.type === 'map' ? object.key : object.elem;
    const storedDomain = stored === null || stored === UNKNOWN ? null : domainOf(stored);
    if (keyDomain === null) return storedDomain;
    return storedDomain !== null && compare(storedDomain, keyDomain) === 'less' ? storedDomain : keyDomain;
  }
  if (object.type === 'map') {
    const key = domainOf(quietly(m, frame, mark.keys[0]!));
    return key === null ? null : mark.keys.length > 1 ? null : key;
  }
  const size = sizeOf(m, object);
  const [first, second] = mark.keys;
  const diagonal = first !== undefined && second !== undefined && sameText(first, second);
  if (mark.keys.length === 1 || (mark.keys.length === 2 && diagonal)) return size;
  const total = totalOf(m, object);
  const inner = object.elem?.kind === 'ref' ? sizeOf(m, find(object.elem.object)) : ONE;
  if (mark.keys.length > 2) return null;
  if (total !== null && !isZero(total) && !isOne(total) && compare(total, times(size, inner)) === 'less')
    return total;
  return times(size, inner);
}
