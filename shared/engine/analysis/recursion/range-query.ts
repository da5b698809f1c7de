/** Queries of an interval in a tree of halves, as segment trees answer them. */
import type { Expr, If, Stmt } from '../../ir/ir.ts';
import { forEachStmt, operandsOf, someCode } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../statements.ts';
import { type Query, changesFor } from './query.ts';

/**
 * The calls cut their own interval in halves and hand on another one as it is; they end where their own lies within the
 * other one or apart from it. So in each level only the parts at the two ends of the other interval go on (de Berg et
 * al., Computational Geometry, section 10.3).
 */
export function asksForRange(q: Query): boolean {
  const names = q.func.params.map(({ name }) => name);
  const kinds = (name: string): ReadonlySet<string> => new Set(changesFor(q, name).map(({ kind }) => kind));
  const own = new Set(names.filter((name) => kinds(name).has('inner')));
  const asked = new Set(names.filter((name) => kinds(name).size === 1 && kinds(name).has('same')));
  if (own.size < 2 || asked.size === 0) return false;
  const between = ({ left, right }: { readonly left: Expr; readonly right: Expr }): boolean =>
    [
      [left, right],
      [right, left],
    ].some(([a, b]) => own.has(pathOf(a!) ?? '') && asked.has(pathOf(b!) ?? ''));
  const ends = ifsOf(q.func.body).filter(({ then }) => endsEarly(then));
  const endsBy = (op: 'and' | 'or'): boolean =>
    ends.some(
      ({ test }) =>
        operandsOf(test, op).filter((part) => part.kind === 'compare' && between(part)).length >= 2,
    );
  return endsBy('and') && (endsBy('or') || q.calls.every(({ call }) => isAskedFor(q.func.body, call, asked)));
}

/**
 * The same with nodes that hold their interval: the interval that is asked for is cut where the node's is, and each part
 * goes to the child that it lies in, until it is all that a node has.
 */
export function asksForParts(q: Query): boolean {
  const names = q.func.params.map(({ name }) => name);
  const isCut = (kept: string, cut: string): boolean =>
    q.calls.some(({ changes }) => {
      const change = changes.get(cut);
      return changes.get(kept)?.kind === 'same' && change?.kind === 'inner' && change.midpoint;
    });
  return names.some((low) =>
    names.some((high) => low !== high && isCut(low, high) && isCut(high, low) && endsWhole(q, [low, high])),
  );
}

/** `if node.start == low and node.end == high: return ...` */
function endsWhole(q: Query, asked: readonly string[]): boolean {
  const between = (part: Expr): boolean =>
    part.kind === 'compare' &&
    [part.left, part.right].some((side) => asked.includes(pathOf(side) ?? '')) &&
    [part.left, part.right].some((side) => side.kind === 'field');
  return ifsOf(q.func.body).some(
    ({ test, then }) => endsEarly(then) && operandsOf(test, 'and').filter(between).length >= 2,
  );
}

/** The call stands under a test of what is asked for. */
function isAskedFor(body: readonly Stmt[], call: Expr, asked: ReadonlySet<string>): boolean {
  return ifsOf(body).some(
    ({ test, then, otherwise }) =>
      someCode(test, (node) => node.kind === 'name' && asked.has(node.name)) &&
      [...then, ...otherwise].some((stmt) => someCode(stmt, (node) => node === call)),
  );
}

function ifsOf(body: readonly Stmt[]): If[] {
  const found: If[] = [];
  forEachStmt(body, (stmt) => {
    if (stmt.kind === 'if') found.push(stmt);
  });
  return found;
}
