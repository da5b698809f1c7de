/**
 * Walks along links that go on from where the turn before has left off, by way of a table: `j = fail[i - 1]`, then
 * `j = fail[j - 1]` while nothing fits, and `fail[i] = j` or one more (Knuth, Morris and Pratt, Fast Pattern Matching in
 * Strings, 1977). As j grows by a constant in each turn around, all falls together are no more than these turns.
 */
import type { Assign, Expr, Stmt } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import { contains } from '../../ir/standing.ts';
import { forEachStmt, someStmtIn } from '../../ir/walk.ts';
import { innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { scopeOf } from '../machine.ts';
import { type Change, changesIn, isByOne, pathOf } from '../progress.ts';
import { type Query, variableAt } from './query.ts';

export function byKeptLink(q: Query, path: string, table: string | null): LoopBound | null {
  const at = innermost(q.m.levels);
  const around = q.m.levels[at];
  if (table === null || around?.frame !== q.frame) return null;
  const { node } = around;
  if ((node?.kind !== 'forEach' && node?.kind !== 'while') || !node.body.includes(q.node)) return null;
  if (node.body.some(continues)) return null;
  const start = startIn(node.body, path, table);
  if (start === null || !movesByOne(q, node, start.name)) return null;
  const changes = changesIn(node.body, q.m.index).get(path) ?? [];
  if (!changes.every((change) => change.node === start.node || isKept(q, change, table))) return null;
  if (node.body.some((stmt) => repeats(stmt, q.node, changes))) return null;
  const isStored: IsStored = (stmt, index) => {
    const place = variableAt(index);
    return (
      stmt.op === null && place?.name === start.name && place.by === start.by + 1 && isNear(stmt.value, path)
    );
  };
  // In every turn: what the cell held before says nothing.
  const isEach = node.body.some((stmt) => stmt.kind === 'assign' && stores(stmt, table, isStored));
  if (!isEach || !storesOnly(scopeOf(q.m, q.frame).body, node.body, table, isStored)) return null;
  return {
    count: around.count,
    from: Math.min(around.from, at),
    rule: 'amortised',
    reason: `${path} goes on from where the turn before has left it, grows by one and falls along the links: all falls together are the growth`,
  };
}

interface Start {
  readonly node: Stmt;
  readonly name: string;
  readonly by: number;
}

/** `j = table[i - 1]`. */
function startIn(body: readonly Stmt[], path: string, table: string): Start | null {
  for (const node of body) {
    if (node.kind !== 'assign' || node.op !== null || pathOf(node.targets[0]!) !== path) continue;
    if (node.value.kind !== 'index' || pathOf(node.value.object) !== table) return null;
    const place = variableAt(node.value.index);
    return place === null ? null : { node, ...place };
  }
  return null;
}

/** The loop's variable, or one that each turn brings up by one. */
function movesByOne(q: Query, node: Query['node'] | (Stmt & { kind: 'forEach' }), name: string): boolean {
  if (node.kind === 'forEach')
    return pathOf(node.target) === name && node.iterable.kind === 'range' && node.iterable.step === null;
  const [step, ...more] = changesIn([...node.body, ...node.update], q.m.index).get(name) ?? [];
  const isLast = step !== undefined && (node.update.at(-1) ?? node.body.at(-1)) === step.node;
  return isLast && more.length === 0 && isUp(step);
}

const isUp = (change: Change): boolean => isByOne(change) && change.sign === 1;

/** It follows a link of the table in the walk, or grows by one elsewhere. */
const isKept = (q: Query, change: Change, table: string): boolean =>
  change.kind === 'follow' ? pathOf(change.table) === table : isUp(change) && !contains(q.node, change.node);

/** Another loop than the walk changes the variable. */
const repeats = (stmt: Stmt, walk: Stmt, changes: readonly Change[]): boolean =>
  someStmtIn(
    stmt,
    (at) =>
      (at.kind === 'while' || at.kind === 'forEach') &&
      at !== walk &&
      someStmtIn(at, (node) => changes.some((change) => change.node === node)),
  );

/** The variable, or a constant more; in arms of a condition too. */
function isNear(value: Expr, path: string): boolean {
  if (value.kind === 'conditional') return isNear(value.then, path) && isNear(value.otherwise, path);
  return value.kind === 'number' || variableAt(value)?.name === path || pathOf(value) === path;
}

type IsStored = (stmt: Assign, index: Expr) => boolean;

const stores = (stmt: Assign, table: string, isStored: IsStored): boolean =>
  stmt.targets.some(
    (target) => target.kind === 'index' && pathOf(target.object) === table && isStored(stmt, target.index),
  );

/** The loop stores in the table as the test says, and nothing else does but numbers. */
function storesOnly(all: readonly Stmt[], body: readonly Stmt[], table: string, isStored: IsStored): boolean {
  const within = new Set<Stmt>();
  forEachStmt(body, (stmt) => within.add(stmt));
  const isOther = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' &&
    node.targets.some(
      (target) =>
        target.kind === 'index' &&
        pathOf(target.object) === table &&
        !(within.has(node) ? isStored(node, target.index) : node.value.kind === 'number'),
    );
  return !all.some((stmt) => someStmtIn(stmt, isOther));
}
