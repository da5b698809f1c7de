/** Parts of a container that are emptied once they were visited: over all the loops around, every element is met once. */
import { blocksWithin } from '../../ir/tree.ts';
import { compare, isZero } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Expr, ForEach, Program, Stmt } from '../../ir/ir.ts';
import { type Role, type RoleIndex, elementLoop } from '../../ir/roles.ts';
import { someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { totalOf } from '../heap.ts';
import { inAll } from '../levels.ts';
import type { Machine } from '../machine.ts';
import type { Act, ProgramIndex } from '../program-index.ts';
import { type Change, changesIn } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find } from '../value.ts';
import { type Cell, isMergedAway, isSameCell } from './merged.ts';
import type { LoopBound } from './open.ts';

/** `for j in graph[x]: ...` with `graph[x] = []` behind it, `for j in graph.pop(x, [])`: what was put in, once. */
export function emptiedBound(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound | null {
  if (isMergedAway(m, elementLoop(m.index.roles, node).iterable)) return null;
  const table = tableOf(m, node);
  const value = table === null ? null : quietly(m, frame, table);
  if (value?.kind !== 'ref') return null;
  const container = find(value.object);
  const total = totalOf(m, container);
  const from = Math.min(container.born, m.levels.length);
  if (total === null || isZero(total)) return null;
  if (compare(total, inAll(m.levels.slice(from), plain.count)) !== 'less') return null;
  return {
    ...plain,
    count: total,
    from,
    rule: 'amortised',
    reason: 'the part is emptied after it was visited: every element is met once',
  };
}

interface NamedCell extends Cell {
  /** The variable that was set to it before. */
  readonly name?: string;
}

/** `graph[x]`, `graph.get(x)` */
function cellOf(roles: RoleIndex, expr: Expr): Cell | null {
  if (expr.kind === 'index') return { table: expr.object, key: expr.index };
  const key = expr.kind === 'call' && roles.is(expr, 'lookup') ? expr.args[0]?.value : undefined;
  return key === undefined ? null : calledOn(expr, key);
}

const calledOn = (expr: Expr, key: Expr): Cell | null =>
  expr.kind === 'call' && expr.callee.kind === 'field' ? { table: expr.callee.object, key } : null;

/** `graph.pop(x, [])`: what the call takes out, and where. */
function takenOut(roles: RoleIndex, expr: Expr): Cell | null {
  const key =
    expr.kind === 'call' && TAKES.some((role) => roles.is(expr, role)) ? expr.args[0]?.value : undefined;
  return key === undefined ? null : calledOn(expr, key);
}

const TAKES: readonly Role[] = ['takeAt', 'unmark'];

/** The container of which the loop takes a whole part out. */
function tableOf(m: Machine, node: ForEach): Expr | null {
  return (emptiedIn(m.program, m.index).get(node) ?? takenOut(m.index.roles, node.iterable))?.table ?? null;
}

/** The loops of the program over a part that a statement behind them empties, with that part. */
const emptiedIn = remembered(({ body }: Program, index: ProgramIndex): ReadonlyMap<ForEach, Cell> => {
  const loops = new Map<ForEach, Cell>();
  if (!index.acts.some((act) => mayEmpty(index.roles, act))) return loops;
  const isEmptied = (cell: NamedCell, behind: readonly Stmt[]): boolean => {
    const next = behind.find(
      (stmt) => empties(index.roles, stmt, cell) || sets(index, stmt, cell.key) || rebinds(index, stmt, cell),
    );
    return next !== undefined && empties(index.roles, next, cell);
  };
  const read = (block: readonly Stmt[]): void => {
    block.forEach((stmt, i) => {
      const behind = stmt.kind === 'forEach' ? block.slice(i + 1) : [];
      // Cheap to tell, and seldom so.
      if (stmt.kind === 'forEach' && behind.some((other) => emptiedBy(index.roles, other) !== null)) {
        const cell = partOf(index, elementLoop(index.roles, stmt).iterable, block.slice(0, i));
        if (cell !== null && isEmptied(cell, behind)) loops.set(stmt, cell);
      }
      blocksWithin(stmt).forEach(read);
    });
  };
  read(body);
  return loops;
});

/** Something is left empty in the program: cheaper to tell than what that is. */
function mayEmpty(roles: RoleIndex, act: Act): boolean {
  if (act.kind === 'delete') return true;
  if (act.kind === 'assign') return isEmpty(act.value) && act.targets[0]!.kind !== 'name';
  return act.kind === 'call' && (roles.is(act, 'clear') || TAKES.some((role) => roles.is(act, role)));
}

/** The part that the loop runs over, by its place or by the variable that a statement before set to it. */
function partOf(index: ProgramIndex, iterable: Expr, before: readonly Stmt[]): NamedCell | null {
  if (iterable.kind !== 'name') return cellOf(index.roles, iterable);
  const { name } = iterable;
  const at = before.findLastIndex((stmt) => changesIn([stmt], index).get(name)?.some(isSet) === true);
  const set = before[at];
  const isPlain = set?.kind === 'assign' && set.op === null && set.targets.length === 1;
  const cell = isPlain && set.targets[0]!.kind === 'name' ? cellOf(index.roles, set.value) : null;
  return cell === null || before.slice(at + 1).some((stmt) => sets(index, stmt, cell.key))
    ? null
    : { ...cell, name };
}

const isSet = ({ kind }: Change): boolean => kind !== 'push' && kind !== 'pop' && kind !== 'clear';

/** The variable stands for something else from here on. */
const rebinds = (index: ProgramIndex, stmt: Stmt, { name }: NamedCell): boolean =>
  name !== undefined && changesIn([stmt], index).get(name)?.some(isSet) === true;

/** The statement gives another value to something in the key. */
function sets(index: ProgramIndex, stmt: Stmt, key: Expr): boolean {
  const changed = changesIn([stmt], index);
  return someCode(key, (at) => at.kind === 'name' && changed.has(at.name));
}

/** What a statement leaves empty: `graph[x] = []`, `part.clear()`, `del graph[x]`, `graph.pop(x)`. */
function emptiedBy(roles: RoleIndex, stmt: Stmt): Expr | Cell | null {
  if (stmt.kind === 'delete') return notName(stmt.target);
  if (stmt.kind === 'assign')
    return stmt.op === null && isEmpty(stmt.value) ? notName(stmt.targets[0]!) : null;
  if (stmt.kind !== 'expr' || stmt.expr.kind !== 'call' || stmt.expr.callee.kind !== 'field') return null;
  return roles.is(stmt.expr, 'clear') ? stmt.expr.callee.object : takenOut(roles, stmt.expr);
}

/** A name that is set to something else still leaves the part as it was. */
const notName = (target: Expr): Expr | null => (target.kind === 'name' ? null : target);

function empties(roles: RoleIndex, stmt: Stmt, cell: NamedCell): boolean {
  const emptied = emptiedBy(roles, stmt);
  if (emptied === null || 'table' in emptied) return isSameCell(emptied, cell);
  return emptied.kind === 'name' ? emptied.name === cell.name : isSameCell(cellOf(roles, emptied), cell);
}

const isEmpty = (value: Expr): boolean =>
  (value.kind === 'collection' && value.elements.length === 0) ||
  (value.kind === 'constant' && value.value === null);
