/** Graphs whose links lead both ways: a walk that never asks where it goes comes back to where it was. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { mentions, someCode } from '../../ir/walk.ts';
import type { ProgramIndex } from '../program-index.ts';
import { pathOf } from '../progress.ts';
import { type Query, changesFor } from './query.ts';
import { argumentOf } from './self-calls.ts';

/** `links[a].append(b); links[b].append(a)`: the paths of such tables. */
const linkedBothWays = remembered(({ acts, roles }: ProgramIndex): ReadonlySet<string> => {
  const links: { readonly table: string; readonly key: string; readonly put: readonly Expr[] }[] = [];
  for (const act of acts) {
    if (act.kind !== 'call' || act.callee.kind !== 'field' || !roles.is(act, 'push')) continue;
    const list = act.callee.object;
    const [table, key] = list.kind === 'index' ? [pathOf(list.object), pathOf(list.index)] : [null, null];
    if (table !== null && key !== null) links.push({ table, key, put: act.args.map(({ value }) => value) });
  }
  const puts = (put: readonly Expr[], name: string): boolean => put.some((expr) => mentions(expr, name));
  const both = links.filter((one) =>
    links.some(
      (other) =>
        other.table === one.table &&
        other.key !== one.key &&
        puts(one.put, other.key) &&
        puts(other.put, one.key),
    ),
  );
  return new Set(both.map(({ table }) => table));
});

/** Every call goes on to the neighbours of its node in such a graph, and no test asks for the neighbour, or for a mark of the node. */
export function goesBack(q: Query, walked: string): boolean {
  const both = linkedBothWays(q.m.index);
  const isLinked = changesFor(q, walked).every(
    (change) => change.kind === 'neighbour' && both.has(pathOf(change.table) ?? ''),
  );
  return isLinked && !q.func.body.some((stmt) => someCode(stmt, (node) => asksWhere(q, walked, node)));
}

function asksWhere(q: Query, walked: string, node: Stmt | Expr): boolean {
  const test = node.kind === 'if' || node.kind === 'while' || node.kind === 'conditional' ? node.test : null;
  if (test === null) return false;
  const next = q.calls.flatMap((call) => pathOf(argumentOf(call, walked) ?? call.call.callee) ?? []);
  const isLookup = (at: Stmt | Expr): boolean =>
    (at.kind === 'index' && mentions(at.index, walked)) ||
    (at.kind === 'compare' && (at.op === 'in' || at.op === 'not in') && mentions(at.left, walked)) ||
    (at.kind === 'call' && at.args.some(({ value }) => mentions(value, walked)));
  return next.some((name) => mentions(test, name)) || someCode(test, isLookup);
}
