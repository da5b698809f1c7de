/** Loops that follow links: lists, trees, tables of links. */
import { ONE, isZero, log } from '../../cost/cost.ts';
import type { Expr, Index, Stmt } from '../../ir/ir.ts';
import { childExprs, operandsOf, someChild, someChildStmt, someCode } from '../../ir/walk.ts';
import { cellsAlong, chainOf } from '../chains.ts';
import { type LoopBound } from '../loops/open.ts';
import { partsBound } from '../loops/parts.ts';
import { valueOfPath } from '../loops/paths.ts';
import { nodesIn, sizeOf } from '../heap.ts';
import { isLinkedByWeight } from '../linked-by-weight.ts';
import { assume, scopeOf, settle } from '../machine.ts';
import { DOWNWARD } from '../platform.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { walkedOnce } from '../recursion/list-cursors.ts';
import { sameText } from '../unmark.ts';
import { type HeapObject, find } from '../value.ts';
import { byKeptLink } from './kept-links.ts';
import { groupsFrom } from './list-groups.ts';
import { bySpines } from './spines.ts';
import { type Query, pathsIn, progressFrom } from './query.ts';
import { innermost } from '../levels.ts';

/** A cursor runs along a linked list or down a tree. */
export function byCursor(q: Query, expr: Expr): LoopBound | null {
  for (const path of cursorPaths(expr)) {
    const list = q.changes.get(path);
    const move = list?.find((c) => c.kind === 'cursor');
    if (move === undefined) continue;
    const value = valueOfPath(q.m, path);
    const object = value === null ? null : find(value);
    const once = object?.type === 'linked' ? walkedOnce(q.m, q.frame, q.node, path) : null;
    const from = once ?? along(q, path, move.field, object);
    if (object === null)
      return {
        count: q.m.inputSize,
        from,
        rule: 'cursor',
        reason: `${path} moves along its ${move.field} links`,
      };
    const apart =
      object.type === 'tree'
        ? (byLevels(q, move.field, object) ?? bySpines(q, path, move.field, object))
        : null;
    if (apart !== null) return apart;
    const tree = object.type === 'tree' && DOWNWARD.has(move.field) && !relinks(q);
    const count =
      tree && !list!.some((c) => c.kind === 'set' || c.kind === 'copy')
        ? (object.height ?? nodesIn(q.m, object))
        : nodesIn(q.m, object);
    return {
      count: settle(q.m, isZero(count) ? ONE : count),
      from,
      rule: 'cursor',
      reason: `${path} moves along its ${move.field} links and never back`,
    };
  }
  return null;
}

/** Since when the cursor only goes on; along a list also where others go on for it. */
function along(q: Query, path: string, field: string, object: HeapObject | null): number {
  const from = progressFrom(q, path);
  if (from < q.m.levels.length) return goesRound(q, path, from) ? q.m.levels.length : from;
  return object?.type === 'linked' ? (groupsFrom(q, path, field) ?? from) : from;
}

/** A loop around asks whether the cursor has come to a node again, `cur.next != cur`: the links lead round in a circle. */
function goesRound({ m, frame }: Query, path: string, from: number): boolean {
  const isOfCursor = (expr: Expr): boolean => pathOf(expr)?.split('.')[0] === path.split('.')[0];
  const asks = (test: Expr): boolean =>
    test.kind === 'compare' &&
    (test.op === '!=' || test.op === 'is not') &&
    (isOfCursor(test.left) || isOfCursor(test.right)) &&
    [test.left, test.right].every((side) => quietly(m, frame, side).kind === 'ref');
  return m.levels
    .slice(from)
    .some(({ node }) => node?.kind === 'while' && operandsOf(node.test, 'and').some(asks));
}

/** A walk along a level of a tree, whose nodes the loop around links from left to right, level by level. */
function byLevels(q: Query, field: string, tree: HeapObject): LoopBound | null {
  const at = innermost(q.m.levels);
  const around = q.m.levels[at];
  if (DOWNWARD.has(field) || around?.kind !== 'loop' || around.frame !== q.frame) return null;
  const isChild = (value: Expr): boolean => value.kind === 'field' && DOWNWARD.has(value.name);
  const links = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' &&
    isChild(node.value) &&
    node.targets.some((target) => target.kind === 'field' && target.name === field);
  if (!around.body.some((code) => someCode(code, links))) return null;
  assume(q.m, 'levels', `the links along ${field} lead through one level of the tree`, q.node.headerSpan);
  return {
    count: settle(q.m, tree.size),
    from: at,
    rule: 'amortised',
    reason: `each walk along ${field} is on another level of the tree`,
  };
}

/** The loop changes links of nodes: what was a way down may lead back up. */
function relinks(q: Query): boolean {
  const stores = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' &&
      node.targets.some((target) => target.kind === 'field' && DOWNWARD.has(target.name))) ||
    someChildStmt(node, stores);
  return q.body.some(stores);
}

function cursorPaths(expr: Expr): string[] {
  const path = pathOf(expr);
  if (path === null) return childExprs(expr).flatMap(cursorPaths);
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

/** `while parent[x] != x: x = parent[x]`. */
export function byFollow(q: Query, expr: Expr): LoopBound | null {
  for (const path of pathsIn(expr)) {
    const move = (q.changes.get(path) ?? []).find((c) => c.kind === 'follow');
    if (move === undefined) continue;
    const table = quietly(q.m, q.frame, move.table);
    const object = table.kind === 'ref' ? find(table.object) : null;
    const chain = object === null ? null : byChain(q, path, move.table, object);
    if (chain !== null) return chain;
    const from = progressFrom(q, path, true);
    if (from < q.m.levels.length)
      return {
        count: object === null ? q.m.inputSize : sizeOf(q.m, object),
        from,
        rule: 'amortised',
        reason: `${path} falls along the links and grows by one in the outer loop: all falls together are the growth`,
      };
    const kept = byKeptLink(q, path, pathOf(move.table));
    if (kept !== null) return kept;
    if (rewrites(q.frame.func === null ? q.body : q.frame.func.body, pathOf(move.table))) {
      assume(q.m, 'union-find', 'a look-up with path compression is O(1) amortised (inverse Ackermann)');
      return {
        count: ONE,
        from: q.m.levels.length,
        rule: 'union-find',
        reason: 'the links it follows are shortened: amortised nearly constant',
      };
    }
    const cells = object === null ? q.m.inputSize : sizeOf(q.m, object);
    const name = pathOf(move.table);
    const isFlat = name !== null && isLinkedByWeight(q.m.index, name);
    return {
      count: isFlat ? log(cells) : cells,
      from: q.m.levels.length,
      rule: 'follow',
      reason: isFlat
        ? `${path} goes up a tree below which only smaller ones were hung`
        : `${path} follows a table of links`,
    };
  }
  return null;
}

/** `e = head[u]; while e != -1: e = next[e]`: the lists that begin at different heads have no cell in common. */
function byChain(q: Query, path: string, table: Expr, links: HeapObject): LoopBound | null {
  const { m, frame, node } = q;
  const chain = chainOf(scopeOf(m, frame).body, path, node.test.span.start);
  const cells = chain === null ? null : cellsAlong(m, table, chain.head.object, links);
  if (cells === null) return null;
  const head = quietly(m, frame, chain!.head);
  const here = m.levels.length;
  const lists = head.kind === 'num' && head.drawnFrom !== null ? find(head.drawnFrom) : null;
  const distinct = head.kind === 'num' ? head.place : null;
  const parts =
    lists === null || distinct === null ? null : partsBound(m, lists, distinct, cells, here, cells);
  return parts ?? { count: cells, from: here, rule: 'follow', reason: `${path} follows a table of links` };
}

/** The function shortens the links of the table: stores in it another place, or what it holds of one. */
function rewrites(body: readonly (Stmt | Expr)[], table: string | null): boolean {
  const isLink = ({ index }: Index, value: Expr): boolean =>
    value.kind === 'index'
      ? pathOf(value.object) === table
      : value.kind !== 'call' && value.kind !== 'number' && !sameText(value, index);
  const writes = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' &&
      node.targets.some(
        (target) => target.kind === 'index' && pathOf(target.object) === table && isLink(target, node.value),
      )) ||
    someChild(node, writes);
  return table !== null && body.some(writes);
}
