/** Queries of an interval in a tree of halves, as segment trees answer them. */
import type { Compare, Expr, If, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { forEachStmt, mentions, operandsOf, someCode } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../../ir/normal-forms.ts';
import { isMidpoint } from '../while/halving.ts';
import { type Query, changesFor } from './query.ts';
import { type ArgChange, type SelfCall, definitionsOf } from './self-calls.ts';

/**
 * The calls cut their own interval in halves and hand on another one as it is, or cut to their part of it; they end where
 * their own lies within the other one or apart from it. So in each level only the parts at the two ends of the other
 * interval go on (de Berg et al., Computational Geometry, section 10.3).
 */
export function asksForRange(q: Query): boolean {
  const own = halvedIn(q);
  const asked = new Set(q.func.params.map(({ name }) => name).filter((name) => isHandedOn(q, name, own)));
  if (own.size < 2 || asked.size === 0) return false;
  return endsAtRange(q, asked, (side) => own.has(pathOf(side) ?? ''));
}

/** The ends of the interval that is cut in the middle. */
export function halvedIn({ func }: Query): ReadonlySet<string> {
  const middles = [...definitionsOf(func).values()].filter((value) => value !== null && isMidpoint(value));
  const isIn = (name: string): boolean => middles.some((middle) => mentions(middle!, name));
  return new Set(func.params.map(({ name }) => name).filter(isIn));
}

function isHandedOn(q: Query, name: string, own: ReadonlySet<string>): boolean {
  const changes = changesFor(q, name);
  return !own.has(name) && changes.length > 0 && changes.every((change) => isKept(change, name));
}

/** The same, or cut at the middle: `min(high, middle)`, `middle + 1`. */
const isKept = (change: ArgChange, name: string): boolean =>
  change.kind === 'same' ||
  (change.kind === 'inner' && change.midpoint) ||
  (change.kind === 'other' &&
    change.value.kind === 'call' &&
    change.value.args.length === 2 &&
    change.value.args.some(({ value }) => pathOf(value) === name));

/**
 * A test of both ends tells that all of the own interval is asked for, and one that nothing is, or the calls stand under
 * tests of what is asked for, or each is asked for its part only.
 */
function endsAtRange(q: Query, asked: ReadonlySet<string>, isOwn: (side: Expr) => boolean): boolean {
  const isAsked = (side: Expr): boolean => asked.has(pathOf(side) ?? '');
  const between = ({ left, right }: Compare): boolean =>
    (isOwn(left) && isAsked(right)) || (isOwn(right) && isAsked(left));
  const ends = ifsOf(q.func.body).filter(({ then }) => endsEarly(then));
  const endsBy = (op: 'and' | 'or'): boolean =>
    ends.some(
      ({ test }) =>
        operandsOf(test, op).filter((part) => part.kind === 'compare' && between(part)).length >= 2,
    );
  if (!endsBy('and')) return false;
  return (
    endsBy('or') ||
    q.calls.every(({ call }) => isAskedFor(q.func.body, call, asked)) ||
    q.calls.every((call) => isAskedForPart(call, asked))
  );
}

const isAskedForPart = ({ changes }: SelfCall, asked: ReadonlySet<string>): boolean =>
  [...asked].some((name) => changes.get(name)?.kind !== 'same');

/**
 * The same with nodes that hold their interval: what is asked for is handed on to both children as it is; or it is cut
 * where the node's is, and each part goes to the child that it lies in, until it is all that a node has.
 */
export function asksForParts(q: Query): boolean {
  const names = q.func.params.map(({ name }) => name);
  const isCut = (kept: string, cut: string): boolean =>
    q.calls.some(({ changes }) => {
      const change = changes.get(cut);
      return changes.get(kept)?.kind === 'same' && change?.kind === 'inner' && change.midpoint;
    });
  if (
    names.some((low) =>
      names.some((high) => low !== high && isCut(low, high) && isCut(high, low) && endsWhole(q, [low, high])),
    )
  )
    return true;
  const asked = new Set(names.filter((name) => isHandedOn(q, name, new Set())));
  return asked.size >= 2 && endsAtRange(q, asked, ({ kind }) => kind === 'field');
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

/** The call stands under a test of what is asked for, or behind one that leads to another call. */
function isAskedFor(body: readonly Stmt[], call: Expr, asked: ReadonlySet<string>): boolean {
  const isIn = (block: readonly Stmt[]): boolean => block.some((stmt) => contains(stmt, call));
  const behind = (node: If): boolean => {
    const at = body.indexOf(node);
    return at >= 0 && endsEarly(node.then) && isIn(body.slice(at + 1)) && hasCall(node.then);
  };
  return ifsOf(body).some(
    (node) =>
      someCode(node.test, (part) => part.kind === 'name' && asked.has(part.name)) &&
      (isIn([...node.then, ...node.otherwise]) || behind(node)),
  );
}

const hasCall = (block: readonly Stmt[]): boolean =>
  block.some((stmt) => someCode(stmt, ({ kind }) => kind === 'call'));

function ifsOf(body: readonly Stmt[]): If[] {
  const found: If[] = [];
  forEachStmt(body, (stmt) => {
    if (stmt.kind === 'if') found.push(stmt);
  });
  return found;
}
