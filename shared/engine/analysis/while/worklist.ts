/** Loops that consume a container: worklists, stacks, layers. */
import { type Cost, ONE, isZero, max, plus } from '../../cost/cost.ts';
import type { Expr, Index, Stmt } from '../../ir/ir.ts';
import { someChild, someCode } from '../../ir/walk.ts';
import { sizeOf, totalOf } from '../heap.ts';
import { type LoopBound } from '../loops/open.ts';
import { reached, valueOfPath } from '../loops/paths.ts';
import { consumedInAll, overAllMade } from '../loops/rebuilt.ts';
import { type Change, changesIn, pathOf, takesOut } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find } from '../value.ts';
import { sameText } from '../unmark.ts';
import { type Query, objectOf } from './query.ts';
import { placesCut } from './interval-splits.ts';
import { everyTurn, touchesEachTurn } from './motion.ts';
import { isRefilled } from './refills.ts';
import { type CellStep, cellSteps, withCellSteps } from './cells.ts';
import { framesIn } from './frames.ts';
import { searchOfFrames, withResumptions } from './resumed-frames.ts';
import { nodesWalked } from './tree-walk.ts';

/** Every turn takes an element out of a container, whatever the test is; best of one that nothing is put into. */
export function byPops(q: Query): LoopBound | null {
  const changed = (path: string, kinds: readonly Change['kind'][]): boolean =>
    (q.changes.get(path) ?? []).some((change) => kinds.includes(change.kind));
  const popped = q.node.body
    .filter((stmt) => stmt.kind !== 'if' && stmt.kind !== 'forEach' && stmt.kind !== 'while')
    .flatMap((stmt) => [...changesIn([stmt], q.m.index)])
    .flatMap(([path, list]) => (list.some((change) => change.kind === 'pop') ? [path] : []))
    .filter((path) => isContainer(valueOfPath(q.m, path)) && !changed(path, ['set', 'copy']));
  const path = popped.find((other) => !changed(other, ['push'])) ?? popped[0];
  if (path === undefined) return null;
  const object = valueOfPath(q.m, path)!;
  const walk = overTree(q, object, path);
  if (walk !== null) return walk;
  const count = reached(q.m, object);
  const here = q.m.levels.length;
  return withResumptions(q, path, object, {
    count: isZero(count) ? ONE : count,
    from: object.refilled || isRefilled(q.m, q.frame, path) ? here : bornAt(object, here),
    rule: 'amortised',
    source: object,
    reason: 'each turn takes an element out, and every element was put in once',
  });
}

/** Whatever way a turn takes, it takes an element out of one of several containers, into which none puts any. */
export function byAnyPops(q: Query): LoopBound | null {
  const popped = [...q.changes].flatMap(([path, list]) => {
    const object =
      list.some(({ kind }) => kind === 'pop') && list.every(takesOut) ? valueOfPath(q.m, path) : null;
    return isContainer(object) ? [{ path, object: object! }] : [];
  });
  if (popped.length < 2) return null;
  const takes = (stmt: Stmt): boolean =>
    stmt.kind !== 'if' &&
    stmt.kind !== 'forEach' &&
    stmt.kind !== 'while' &&
    popped.some(({ path }) => changesIn([stmt], q.m.index).has(path));
  if (!everyTurn(q.node.body, takes)) return null;
  const here = q.m.levels.length;
  const froms = popped.map(({ path, object }) =>
    object.refilled || isRefilled(q.m, q.frame, path) ? here : bornAt(object, here),
  );
  return {
    count: popped.reduce<Cost>((sum, { object }) => plus(sum, reached(q.m, object)), ONE),
    from: Math.max(...froms),
    rule: 'amortised',
    reason: 'each turn takes an element out of one of them, and every element was put in once',
  };
}

const bornAt = (object: HeapObject, here: number): number =>
  object.origin === 'input' ? 0 : Math.min(object.born, here);

/** An object of the program's own that has a method called `pop` or `next` need not hold any elements. */
const isContainer = (object: HeapObject | null): boolean => object !== null && find(object).type !== 'object';

/** The container is consumed: all its turns together are what was ever put in. */
export function byWorklist(q: Query, expr: Expr): LoopBound | null {
  const named = pathOf(expr);
  if (named === null) {
    if (expr.kind === 'call' && expr.args.length === 1 && expr.callee.kind === 'name')
      return byWorklist(q, expr.args[0]!.value);
    if (expr.kind === 'index') return byWorklistValue(q, expr);
    return null;
  }
  const whole = objectOf(q, expr);
  if (whole === null) return null;
  const { object, path } = heldIn(q, whole, named);
  const list = q.changes.get(path) ?? aliasChanges(q, object);
  if (list.some((c) => c.kind === 'pop')) {
    const steps = stepsBetween(q, path);
    if (steps === null) return null;
    const search = searchOfFrames(q, path);
    if (search !== null) return search;
    const here = q.m.levels.length;
    const walk = overTree(q, object, path);
    if (walk !== null) return walk;
    const overall = emptiedInAll(q, object);
    const goingOn = (begun: LoopBound): LoopBound | null =>
      withCellSteps(q, steps, withResumptions(q, path, object, begun));
    if (overall !== null) return goingOn(overall);
    const count = reached(q.m, object);
    return goingOn({
      count: isZero(count) ? ONE : count,
      from: isTurned(q, object, path) || isRefilled(q.m, q.frame, path) ? here : bornAt(object, here),
      rule: object.born < here ? 'amortised' : 'worklist',
      source: object,
      reason: 'each turn takes an element out, and every element was put in once',
    });
  }
  if (list.some((c) => c.kind === 'copy' || c.kind === 'set')) return byLayers(q, object, path);
  if (object.type === 'linked' || object.type === 'tree') return null;
  return null;
}

/**
 * The cells that the turns count up which leave the container, and the frame on top of it, as they are; null where a turn
 * may do nothing of all that.
 */
function stepsBetween(q: Query, path: string): readonly CellStep[] | null {
  if (!q.changes.has(path) || touchesEachTurn(q, path)) return [];
  const frames = framesIn(q.node, path, q.m.index)?.steps ?? [];
  if (touchesEachTurn(q, path, q.node.body, frames)) return [];
  const steps = cellSteps(q.node);
  const nodes = [...frames, ...steps.map(({ node }) => node)];
  return steps.length > 0 && touchesEachTurn(q, path, q.node.body, nodes) ? steps : null;
}

/** Every turn puts one back for what it takes out, whatever else it does. */
const isTurned = ({ m, node }: Query, object: HeapObject, path: string): boolean =>
  object.refilled &&
  node.body.some(
    (stmt) =>
      stmt.kind === 'expr' &&
      changesIn([stmt], m.index)
        .get(path)
        ?.some(({ kind }) => kind === 'push'),
  );

/** What an object of the program's own keeps its elements in: the field that a turn takes something out of. */
function heldIn(q: Query, object: HeapObject, path: string): { object: HeapObject; path: string } {
  if (object.type !== 'object') return { object, path };
  for (const [field, list] of q.changes) {
    if (!field.startsWith(`${path}.`) || !list.some(({ kind }) => kind === 'pop')) continue;
    const held = valueOfPath(q.m, field);
    if (held !== null) return { object: find(held), path: field };
  }
  return { object, path };
}

/** A walk over a tree takes out each node once. */
function overTree(q: Query, object: HeapObject, path: string): LoopBound | null {
  if (object.type === 'tree' || object.type === 'linked') return null;
  const nodes = nodesWalked(q, path);
  const places = nodes === null ? placesCut(q, object, path) : null;
  if (places !== null)
    return {
      count: places,
      from: Math.min(object.born, q.m.levels.length),
      rule: 'worklist',
      source: object,
      fed: places,
      reason: 'each turn takes an interval out and puts in what is before and behind a place of it',
    };
  if (nodes === null) return null;
  return {
    count: nodes,
    from: Math.min(object.born, q.m.levels.length),
    rule: 'worklist',
    source: object,
    fed: nodes,
    reason: 'each turn takes a node of the tree out, and every node is put in once',
  };
}

function byWorklistValue(q: Query, expr: Expr): LoopBound | null {
  const value = quietly(q.m, q.frame, expr);
  if (value.kind !== 'ref' || (expr.kind !== 'index' && expr.kind !== 'field')) return null;
  const holder = find(find(value.object).holder ?? find(value.object));
  const here = q.m.levels.length;
  const isMoved = expr.kind === 'index' && fillsOthers(q, expr);
  // What only changes its place is no more than there was before.
  const held = isMoved ? holder.total : totalOf(q.m, holder);
  return popsSomewhere(q)
    ? {
        count: max(reached(q.m, holder), held ?? ONE),
        from: isMoved ? here : Math.min(holder.born, here),
        rule: 'amortised',
        source: find(value.object),
        reason: 'each turn takes an element out, and every element was put in once',
      }
    : null;
}

/** The loop puts what it takes out of one part into another one, out of which it may be taken again. */
function fillsOthers({ m, body }: Query, { object, index }: Index): boolean {
  const fills = (node: Stmt | Expr): boolean =>
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    m.index.roles.is(node, 'push') &&
    node.callee.object.kind === 'index' &&
    sameText(node.callee.object.object, object) &&
    !sameText(node.callee.object.index, index);
  return body.some((code) => someCode(code, fills));
}

function popsSomewhere(q: Query): boolean {
  const pops = (node: Stmt | Expr): boolean =>
    (node.kind === 'call' &&
      node.callee.kind === 'field' &&
      q.m.index.roles.is(node, 'pop') &&
      node.callee.object.kind === 'index') ||
    someChild(node, pops);
  return q.body.some(pops);
}

function aliasChanges(q: Query, object: HeapObject): readonly Change[] {
  const out: Change[] = [];
  for (const [path, list] of q.changes) {
    const other = valueOfPath(q.m, path);
    if (other !== null && find(other) === object) out.push(...list);
  }
  return out;
}

/** `while level: ... level = next_level`: as many turns as there are layers, at most one for each element. */
function byLayers(q: Query, object: HeapObject, path: string): LoopBound | null {
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'object') return null;
  const nodes = nodesWalked(q, path);
  // What goes from layer to layer is put in again each time.
  const count = nodes ?? (object.takesOver ? sizeOf(q.m, object) : reached(q.m, object));
  return {
    ...overAllMade(q.m, object, { count: isZero(count) ? ONE : count, from: q.m.levels.length }),
    rule: 'layers',
    source: object,
    fed: nodes,
    reason: `${path} is replaced by the next layer each turn`,
  };
}

/** A worklist that an outer loop makes anew each time: all its turns together are all that was ever put in. */
function emptiedInAll({ m }: Query, object: HeapObject): LoopBound | null {
  const all = consumedInAll(m, object);
  return all === null
    ? null
    : {
        count: all,
        from: 0,
        rule: 'worklist',
        source: object,
        reason: 'each turn takes an element out, and every element was put in once',
      };
}
