/**
 * Worklists of intervals: what is taken out, `low, high = stack.pop()`, puts in the parts on both sides of a place
 * between, `(low, cut - 1)` and `(cut + 1, high)`. Each place is cut at once, so there are as many turns as places.
 */
import { type Cost, isZero } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { LOOPS, someAct, someCode } from '../../ir/walk.ts';
import { below } from '../loops/tested.ts';
import { settle } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { pathOf } from '../progress.ts';
import type { HeapObject } from '../value.ts';
import { type Query, variableAt } from './query.ts';

/** The number of places that the intervals in the worklist hold; null where it holds anything else. */
export function placesCut(q: Query, object: HeapObject, path: string): Cost | null {
  const end = endOf(q.node, path, q.m.index);
  const part = end !== null && object.elem?.kind === 'tuple' ? object.elem.parts[end] : undefined;
  if (part?.kind !== 'num') return null;
  const size = settle(q.m, part.max);
  return isZero(size) ? null : size;
}

const endOf = rememberedFor((node: While, path: string, index: ProgramIndex): number | null => {
  const pushes = pushesOn(index, node, path);
  const taken = pushes.length === 0 ? null : takenNames(index, node, path, pushes);
  if (taken === null || isRepeated(node.body, pushes)) return null;
  const items = pushes.flatMap((push) => push.items);
  if (items.length !== 2 || items.some((item) => item.length !== taken.length)) return null;
  for (let low = 0; low < taken.length; low++)
    for (let high = 0; high < taken.length; high++)
      if (low !== high && isCut(node, items, taken, low, high)) return high;
  return null;
});

/** One keeps the lower end, the other the upper one, and both have the same place between as their other end. */
function isCut(
  loop: While,
  items: readonly (readonly Expr[])[],
  taken: readonly string[],
  low: number,
  high: number,
): boolean {
  const [a, b] = pathOf(items[0]![low]!) === taken[low] ? [items[0]!, items[1]!] : [items[1]!, items[0]!];
  if (pathOf(a[low]!) !== taken[low] || pathOf(b[high]!) !== taken[high]) return false;
  const [before, behind] = [variableAt(a[high]!), variableAt(b[low]!)];
  if (before === null || behind === null) return false;
  if (taken.includes(before.name) || taken.includes(behind.name)) return false;
  return before.name === behind.name
    ? behind.by >= before.by
    : havePassed(loop.body, before.name, behind.name);
}

/** `while i <= j` has brought the one behind the other. */
export const havePassed = (body: readonly Stmt[], high: string, low: string): boolean =>
  body.some((stmt) =>
    someCode(
      stmt,
      (node) =>
        node.kind === 'while' &&
        below(node.test).some(([small, large]) => pathOf(small) === low && pathOf(large) === high),
    ),
  );

/** The names that the parts of what is taken out get, in statements of every turn; `taken[0]` of one that gets none. */
export function takenNames(
  { roles }: ProgramIndex,
  node: While,
  path: string,
  pushes: readonly Push[],
): string[] | null {
  let whole: string | null = null;
  const names: string[] = [];
  for (const stmt of node.body) {
    const target = stmt.kind === 'assign' && stmt.targets.length === 1 ? stmt.targets[0]! : null;
    if (stmt.kind !== 'assign' || target === null) continue;
    const { value } = stmt;
    const isTaken =
      value.kind === 'call' &&
      value.callee.kind === 'field' &&
      pathOf(value.callee.object) === path &&
      roles.is(value, 'pop');
    const isWhole = whole !== null && pathOf(value) === whole;
    if ((isTaken || isWhole) && target.kind === 'collection') return allNames(target.elements);
    if (isTaken) whole = pathOf(target);
    // `low = taken[0]`
    else if (value.kind === 'index' && value.index.kind === 'number' && pathOf(value.object) === whole)
      names[value.index.value] = pathOf(target) ?? '';
  }
  return whole === null ? null : partNames(whole, names, pushes);
}

function partNames(whole: string, names: readonly string[], pushes: readonly Push[]): string[] {
  const length = Math.max(names.length, pushes[0]?.items[0]?.length ?? 0);
  return Array.from({ length }, (_, i) => names[i] ?? `${whole}[${i}]`);
}

function allNames(exprs: readonly Expr[]): string[] | null {
  const names = exprs.map(pathOf);
  return names.every((name) => name !== null) ? names : null;
}

/** Something is put in by a loop. */
function isRepeated(body: readonly Stmt[], pushes: readonly Push[]): boolean {
  const puts = (node: Stmt | Expr): boolean => pushes.some((push) => push.node === node);
  return body.some((stmt) => someCode(stmt, (node) => LOOPS.has(node.kind) && someCode(node, puts)));
}

export interface Push {
  readonly node: Stmt | Expr;
  readonly items: readonly (readonly Expr[])[];
}

/** What the turn puts in: tuples, one by one or several in a list. */
export function pushesOn({ roles }: ProgramIndex, node: While, path: string): Push[] {
  const pushes: Push[] = [];
  for (const stmt of node.body)
    someAct(stmt, (at) => {
      if (at.kind === 'call' && at.callee.kind === 'field' && pathOf(at.callee.object) === path)
        if (roles.is(at, 'push'))
          pushes.push({ node: at, items: tuplesIn(at.args.map(({ value }) => value)) });
      if (at.kind === 'assign' && at.op === '+' && pathOf(at.targets[0]!) === path)
        pushes.push({ node: at, items: tuplesIn([at.value]) });
      return false;
    });
  return pushes;
}

/** Tuples, and those in lists; anything else counts as one without parts. */
const tuplesIn = (exprs: readonly Expr[]): (readonly Expr[])[] =>
  exprs.flatMap((expr) => {
    if (expr.kind !== 'collection') return [[]];
    const isList = expr.elements.some(({ kind }) => kind === 'collection');
    return isList ? tuplesIn(expr.elements) : [expr.elements];
  });
