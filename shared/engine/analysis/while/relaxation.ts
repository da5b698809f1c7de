/**
 * Searches that put a place into their queue whenever a shorter way to it was found. Where ways have weights and the queue
 * is no heap, a place may be found anew in each of as many rounds as there are places (Moore 1959; Cormen et al.,
 * Introduction to Algorithms, section 24.1): without weights the first way is the shortest.
 */
import { type Cost, ZERO, classify, isOne, plus, times } from '../../cost/cost.ts';
import type { Expr, If, Stmt, While } from '../../ir/ir.ts';
import { operandsOf, someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { valueOfPath } from '../loops/paths.ts';
import type { Machine } from '../machine.ts';
import { cellOf, markBound, marks, unmarkedBy } from '../marks.ts';
import { changesIn, pathOf } from '../progress.ts';
import { type Definitions, definitionsOf } from '../recursion/self-calls.ts';
import { find } from '../value.ts';
import { pathsIn, whileBody } from './query.ts';

/** Where the places and the costs of a loop begin that is counted once more for each round. */
export interface Rounds {
  readonly count: Cost;
  readonly sites: number;
  readonly time: Cost;
}

/** Before such a search; null for any other loop. */
export function beginRounds(m: Machine, frame: Frame, node: While): Rounds | null {
  const count = roundsOf(m, frame, node);
  if (count === null || isOne(count)) return null;
  const { time } = m;
  m.time = ZERO;
  return { count, sites: m.sites.length, time };
}

/**
 * Behind it: everything in it runs in each round. Turns that are more than the places in kind are counted by something
 * else already, as by the sums that the queue holds.
 */
export function endRounds(m: Machine, { count, sites, time }: Rounds, turns: Cost): void {
  const isPerRound = classify(turns) === classify(count);
  m.time = plus(time, isPerRound ? times(m.time, count) : m.time);
  for (let i = sites; isPerRound && i < m.sites.length; i++) {
    const site = m.sites[i]!;
    const reason =
      i === sites ? `${site.reason}, in each round in which ways may still become shorter` : site.reason;
    m.sites[i] = { ...site, reason, total: times(site.total, count) };
  }
}

function roundsOf(m: Machine, frame: Frame, node: While): Cost | null {
  if (countsRounds(m, node)) return null;
  let rounds: Cost | null = null;
  const visit = (code: Stmt | Expr): boolean => {
    if (code.kind === 'if') rounds ??= placesShortened(m, frame, node, code);
    return rounds !== null;
  };
  node.body.some((stmt) => someCode(stmt, visit));
  return rounds;
}

/** `while queue and stops <= k`: the loop says itself how many rounds there are. */
function countsRounds(m: Machine, node: While): boolean {
  const changes = changesIn(whileBody(node), m.index);
  return operandsOf(node.test, 'and').some(
    (part) =>
      part.kind === 'compare' &&
      pathsIn(part).some((path) => changes.get(path)?.every(({ kind }) => kind === 'step') === true),
  );
}

/** How many places there are, where the block puts one of them into the queue of the loop by a shorter, weighted way. */
function placesShortened(m: Machine, frame: Frame, node: While, { test, then }: If): Cost | null {
  const { roles } = m.index;
  const fact = unmarkedBy(roles, test, true).find((one) => one.form === 'relax' && marks(roles, then, one));
  if (fact === undefined || !then.some((stmt) => someCode(stmt, (code) => isQueued(m, node, code))))
    return null;
  const definitions = definitionsOf(frame.func);
  const isWeighted = operandsOf(test, 'and').some(
    (part) =>
      part.kind === 'compare' &&
      [part.left, part.right].some((side) => cellOf(side) === null && addsWeight(m, side, definitions)),
  );
  return isWeighted ? (markBound(m, frame, fact)?.count ?? null) : null;
}

/** Puts behind what the loop takes out in front. */
function isQueued(m: Machine, node: While, code: Stmt | Expr): boolean {
  const { roles } = m.index;
  if (code.kind !== 'call' || code.callee.kind !== 'field' || !roles.is(code, 'push')) return false;
  const path = pathOf(code.callee.object);
  const value = path === null ? null : valueOfPath(m, path);
  if (path === null || value === null || find(value).type === 'heap') return false;
  const isPut = (other: Stmt | Expr): boolean => other.kind === 'call' && roles.is(other, 'pushFront');
  if (node.body.some((stmt) => someCode(stmt, isPut))) return false;
  return (changesIn(whileBody(node), m.index).get(path) ?? []).some(
    ({ kind, node: pop }) => kind === 'pop' && !takesLeast(m, pop),
  );
}

const takesLeast = (m: Machine, node: Stmt | Expr): boolean =>
  node.kind === 'call' && m.index.roles.is(node, 'popFirst');

/** `dist[u] + w`, `max(dist[u], w)`; not `steps + 1`. */
function addsWeight(m: Machine, expr: Expr, definitions: Definitions, depth = 2): boolean {
  if (expr.kind === 'name') {
    const defined = definitions.get(expr.name);
    return defined != null && depth > 0 && addsWeight(m, defined, definitions, depth - 1);
  }
  if (expr.kind === 'binary')
    return ['+', '*'].includes(expr.op) && [expr.left, expr.right].every(({ kind }) => kind !== 'number');
  const { roles } = m.index;
  return expr.kind === 'call' && expr.args.length === 2 && (roles.is(expr, 'max') || roles.is(expr, 'min'));
}
