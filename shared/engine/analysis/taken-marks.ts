/**
 * Marks that a worklist sets when it takes something out, `node = queue.popleft(); seen.add(node)`, and asks for when it puts
 * something in. What waits already may be put in again, which is taken not to happen.
 */
import { rememberedFor } from '../ir/facts.ts';
import type { Call, Expr, Stmt, While } from '../ir/ir.ts';
import type { Role, RoleIndex } from '../ir/roles.ts';
import { leafNames } from '../ir/targets.ts';
import { someAct, someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import { type Machine, assume } from './machine.ts';
import type { Unmarked } from './marks.ts';
import { cellOf } from './looked-up.ts';
import { pathOf } from './progress.ts';

/** The block puts into what the innermost `while` takes something out of and then marks, as the test asks for it. */
export function isMarkedWhenTaken(
  m: Machine,
  frame: Frame,
  { container, form }: Unmarked,
  block: readonly Stmt[],
): boolean {
  const path = form === 'member' || form === 'cell' ? pathOf(container) : null;
  const level = m.levels.findLast(({ kind, node }) => kind === 'loop' && node?.kind === 'while');
  if (path === null || level?.node?.kind !== 'while' || level.frame !== frame) return false;
  const { roles } = m.index;
  const worklist = marksTaken(level.node, path, roles);
  if (worklist === null || worklist === path) return false;
  const puts = (node: Stmt | Expr): boolean =>
    node.kind === 'call' && containerOf(node, roles, 'push', 'pushFirst') === worklist;
  if (!block.some((stmt) => someAct(stmt, puts))) return false;
  const text = 'what waits to be taken out, and is marked only then, is taken not to be put in again';
  assume(m, 'marked-when-taken', text, level.node.headerSpan);
  return true;
}

/** What a turn takes something out of that it then marks in the container at `path`. */
const marksTaken = rememberedFor((loop: While, path: string, roles: RoleIndex): string | null => {
  const taken = new Set<string>();
  let worklist: string | null = null;
  for (const stmt of loop.body) {
    if (markedBy(stmt, path, roles).some((key) => isOf(key, taken))) return worklist;
    const from =
      stmt.kind === 'assign' && stmt.value.kind === 'call'
        ? containerOf(stmt.value, roles, 'pop', 'popFirst')
        : null;
    if (from === null || stmt.kind !== 'assign') continue;
    worklist = from;
    for (const name of stmt.targets.flatMap(leafNames)) taken.add(name);
  }
  return null;
});

/** What a call changes that has one of these roles, of its receiver or of its first argument. */
function containerOf(call: Call, roles: RoleIndex, ofReceiver: Role, ofFirst: Role): string | null {
  const { callee, args } = call;
  if (roles.is(call, ofFirst) && args[0] !== undefined) return pathOf(args[0].value);
  return callee.kind === 'field' && roles.is(call, ofReceiver) ? pathOf(callee.object) : null;
}

/** The keys that a statement marks in the container. */
function markedBy(stmt: Stmt, path: string, roles: RoleIndex): readonly Expr[] {
  if (stmt.kind === 'assign' && stmt.op === null) {
    const cells = stmt.targets.map(cellOf);
    return cells.flatMap((cell) => (cell !== null && pathOf(cell.container) === path ? cell.keys : []));
  }
  const call = stmt.kind === 'expr' && stmt.expr.kind === 'call' ? stmt.expr : null;
  if (call?.callee.kind !== 'field' || !roles.is(call, 'mark')) return [];
  return pathOf(call.callee.object) === path ? call.args.slice(0, 1).map(({ value }) => value) : [];
}

/** It is made of what was taken out, and of nothing else. */
const isOf = (key: Expr, taken: ReadonlySet<string>): boolean =>
  someCode(key, (node) => node.kind === 'name') &&
  !someCode(key, (node) => node.kind === 'name' && !taken.has(node.name));
