/**
 * Lists that a program lays through cells, one for each head: `next[k] = head[x]; head[x] = k`, and the same with objects,
 * `head[x] = new Edge(to, head[x])`. A cell is put in front of one list, so all the lists together are as long as there
 * are cells.
 */
import type { Assign, Expr, FunctionNode, Index, Program, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { blocksWithin } from '../ir/tree.ts';
import { type Cost, ONE, ZERO, isOne, plus } from '../cost/cost.ts';
import { remembered } from '../ir/facts.ts';
import type { Frame } from './frame.ts';
import { sizeOf } from './heap.ts';
import { inAll } from './levels.ts';
import { type Machine, settle } from './machine.ts';
import type { ProgramIndex } from './program-index.ts';
import { pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import { type HeapObject, type Value, find } from './value.ts';

/** How a program lays its lists. */
interface Layings {
  /** The tables of links, by their names, with the names of the tables of heads. */
  readonly heads: ReadonlyMap<string, string>;
  /** The assignments that link a cell. */
  readonly links: ReadonlySet<Stmt>;
}

const layingsIn = remembered(({ body }: Program, index: ProgramIndex): Layings => {
  const heads = new Map<string, string>();
  const links = new Set<Stmt>();
  const read = (block: readonly Stmt[]): void =>
    block.forEach((stmt, i) => {
      const link = linkOf(stmt, index.roles);
      const table = link === null ? null : nameOf(link.table);
      const isHead = (at: Stmt): boolean =>
        at.kind === 'assign' && at.op === null && at.targets.some((target) => sameText(target, link!.head));
      if (table !== null && block.slice(i + 1).some(isHead)) {
        heads.set(table, nameOf(link!.head.object)!);
        links.add(stmt);
      }
      blocksWithin(stmt).forEach(read);
    });
  read(body);
  return { heads, links };
});

/** `next[k] = head[x]`, `next.append(head[x])` */
function linkOf(stmt: Stmt, roles: RoleIndex): { readonly table: Expr; readonly head: Index } | null {
  if (stmt.kind === 'assign') {
    const [target] = stmt.targets;
    const { value, op } = stmt;
    return op === null && target?.kind === 'index' && value.kind === 'index'
      ? { table: target.object, head: value }
      : null;
  }
  if (stmt.kind !== 'expr' || stmt.expr.kind !== 'call' || stmt.expr.callee.kind !== 'field') return null;
  const head = stmt.expr.args[0]?.value;
  return head?.kind === 'index' && roles.is(stmt.expr, 'append')
    ? { table: stmt.expr.callee.object, head }
    : null;
}

/** The name of a variable or field, whatever object it is a field of. */
const nameOf = (expr: Expr): string | null => pathOf(expr)?.split('.').at(-1) ?? null;

/** Counts the cells that an assignment links. */
export function noteLink(m: Machine, frame: Frame, node: Assign, value: Value): void {
  const [target] = node.targets;
  if (target?.kind !== 'index' || value.kind !== 'num' || value.drawnFrom === null) return;
  if (!layingsIn(m.program, m.index).links.has(node)) return;
  const table = quietly(m, frame, target.object);
  if (table.kind !== 'ref') return;
  for (const object of [find(table.object), find(value.drawnFrom)]) {
    const base = object.origin === 'input' ? 0 : Math.min(object.born, m.levels.length);
    m.linked.set(object, plus(m.linked.get(object) ?? ZERO, settle(m, inAll(m.levels, ONE, base))));
  }
}

/** How many cells the lists along a table of links have in all; null where it holds no lists. */
export function cellsAlong(m: Machine, table: Expr, heads: Expr, links: HeapObject): Cost | null {
  const name = nameOf(table);
  if (name === null || layingsIn(m.program, m.index).heads.get(name) !== nameOf(heads)) return null;
  const cells = m.linked.get(links) ?? sizeOf(m, links);
  return isOne(cells) ? null : cells;
}

interface Chain {
  /** The cell that it begins with. */
  readonly head: Index;
  readonly links: Expr;
}

/** `e = head[x]`, and then `e = next[e]`: a variable that goes through the cells of a list, as it stands before a place. */
export function chainOf(body: readonly Stmt[], name: string, before = Infinity): Chain | null {
  const values = setTo(body, name);
  const indexes = values.filter((value) => value?.kind === 'index');
  const next = indexes.find(({ index }) => pathOf(index) === name);
  const head = indexes.findLast((value) => pathOf(value.index) !== name && value.span.start < before);
  return next === undefined || head === undefined || indexes.length < values.length
    ? null
    : { head, links: next.object };
}

/** What a variable is set to, anywhere in the code; null where it is changed in another way. */
function setTo(body: readonly Stmt[], name: string): (Expr | null)[] {
  return body.flatMap((stmt) => {
    const inside = blocksWithin(stmt).flatMap((block) => setTo(block, name));
    const isSet = stmt.kind === 'assign' && stmt.targets.some((target) => pathOf(target) === name);
    return isSet ? [stmt.op === null ? stmt.value : null, ...inside] : inside;
  });
}

/** The table of heads from which a list begins whose cells a function goes through. */
export function headsBehind(func: FunctionNode, cell: Expr, param: string): Expr | null {
  const chain = cell.kind === 'name' ? chainOf(func.body, cell.name) : null;
  return chain !== null && pathOf(chain.head.index) === param ? chain.head.object : null;
}
