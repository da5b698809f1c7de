/** Worklists that a counting loop reads one by one, while its turns put more behind: `for i in range(n): u = order[i]`. */
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { type Query, objectOf } from '../while/query.ts';
import { isMarkedWalk, nodesWalked } from '../while/tree-walk.ts';
import { endless } from './endless.ts';
import type { LoopBound } from './open.ts';

/**
 * As many turns as the range has, each for another node of the tree or graph that the worklist walks. Null where the turns read no
 * worklist, or one of which nothing tells that its elements differ.
 */
export function byNumber(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound | null {
  if (node.target.kind !== 'name') return null;
  const changes = changesIn(node.body, m.index);
  const lists = new Set([...changes].flatMap(([path, list]) => (isOnlyPut(list) ? [path] : [])));
  const list = lists.size === 0 ? null : listRead(node.body, node.target.name, lists);
  if (list === null) return null;
  const q: Query = { m, frame, node: endless(node), body: node.body, changes, starts: [] };
  const path = pathOf(list)!;
  const object = objectOf(q, list);
  if (object?.origin !== 'local') return null;
  const nodes = nodesWalked(q, path);
  return nodes === null && !isMarkedWalk(q, path) ? null : { ...plain, source: object, fed: nodes };
}

const isOnlyPut = (list: readonly Change[]): boolean => list.every(({ kind }) => kind === 'push');

/** The list among these of which the body reads the element with that number. */
function listRead(body: readonly Stmt[], number: string, lists: ReadonlySet<string>): Expr | null {
  let found: Expr | null = null;
  const reads = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'index' || node.index.kind !== 'name' || node.index.name !== number) return false;
    const path = pathOf(node.object);
    if (path !== null && lists.has(path)) found = node.object;
    return found !== null;
  };
  body.some((stmt) => someCode(stmt, reads));
  return found;
}
