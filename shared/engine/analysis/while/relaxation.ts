/**
 * Searches that put a place into their queue whenever a shorter way to it was found. Where ways have weights and the queue
 * is no heap, a place may be found anew in each of as many rounds as there are places (Moore 1959; Cormen et al.,
 * Introduction to Algorithms, section 24.1): without weights the first way is the shortest.
 */
import { type Cost, ZERO, classify, isOne, plus, times } from '../../cost/cost.ts';
import type { Expr, FunctionNode, If, Stmt, While } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { operandsOf, someAct, someStmtIn } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { valueOfPath } from '../loops/paths.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, scopeOf } from '../machine.ts';
import { type Unmarked, markBound, marks, unmarkedBy } from '../marks.ts';
import { cellOf, entryOf } from '../looked-up.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { factsOf } from '../recursion/facts.ts';
import { type Definitions, type SelfCall, definitionsOf } from '../recursion/self-calls.ts';
import { find } from '../value.ts';
import { sameText } from '../unmark.ts';
import { pathsIn, whileBody } from './query.ts';

/** Where the places and the costs of a loop begin that is counted once more for each round. */
export interface Rounds {
  readonly count: Cost;
  readonly sites: number;
  readonly time: Cost;
}

/** Before such a search; null for any other loop. */
export const beginRounds = (m: Machine, frame: Frame, node: While): Rounds | null =>
  begin(m, roundsOf(m, frame, node));

/** Before the calls of a recursion that goes on to a place whenever a shorter way to it was found. */
export function beginCalls(
  m: Machine,
  frame: Frame,
  func: FunctionNode,
  calls: readonly SelfCall[],
): Rounds | null {
  const { roles } = m.index;
  const isWeighted = ({ changes }: SelfCall): boolean =>
    [...changes.values()].some((change) => change.kind === 'vary' && change.amount.kind !== 'number');
  if (!calls.some(isWeighted)) return null;
  const fact = factsOf(roles, func.body).find(
    (one) =>
      one.form === 'relax' &&
      marks(roles, func.body, one) &&
      calls.every(({ call }) => one.region.some((node) => contains(node, call))),
  );
  return begin(m, fact === undefined ? null : placesOf(m, frame, fact, func.body));
}

function begin(m: Machine, count: Cost | null): Rounds | null {
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
  node.body.some((stmt) => someStmtIn(stmt, visit));
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
  if (fact === undefined || !then.some((stmt) => someAct(stmt, (code) => isQueued(m, node, code))))
    return null;
  const definitions = definitionsOf(scopeOf(m, frame));
  const isWeighted = operandsOf(test, 'and').some(
    (part) =>
      part.kind === 'compare' &&
      [part.left, part.right].some(
        (side, i) =>
          cellOf(side) === null &&
          cellOf(entryOf(roles, i === 0 ? part.right : part.left)) !== null &&
          addsWeight(m, side, definitions),
      ),
  );
  return isWeighted ? placesOf(m, frame, fact, then) : null;
}

/** As many as can be marked; in a map that was filled beforehand, where the cell that is asked for is set, as it holds. */
function placesOf(m: Machine, frame: Frame, fact: Unmarked, block: readonly (Stmt | Expr)[]): Cost | null {
  const bound = markBound(m, frame, fact);
  if (bound !== null) return bound.count;
  const [key] = fact.keys;
  const isCell = (target: Expr): boolean =>
    target.kind === 'index' &&
    sameText(target.object, fact.container) &&
    key !== undefined &&
    sameText(target.index, key);
  const isSet = block.some((node) =>
    someStmtIn(node, (at) => at.kind === 'assign' && at.targets.some(isCell)),
  );
  const map = isSet ? quietly(m, frame, fact.container) : null;
  return map?.kind === 'ref' ? sizeOf(m, map.object) : null;
}

/** Puts behind what the loop takes out in front. */
function isQueued(m: Machine, node: While, code: Stmt | Expr): boolean {
  const { roles } = m.index;
  if (code.kind !== 'call' || code.callee.kind !== 'field' || !roles.is(code, 'push')) return false;
  const path = pathOf(code.callee.object);
  const value = path === null ? null : valueOfPath(m, path);
  if (path === null || value === null || find(value).type === 'heap') return false;
  const isPut = (other: Stmt | Expr): boolean => other.kind === 'call' && roles.is(other, 'pushFront');
  if (node.body.some((stmt) => someAct(stmt, isPut))) return false;
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
