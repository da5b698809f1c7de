/**
 * One name for several containers, one after the other: `stack = [0]` before one search and `stack = [(0, 0)]` before the
 * next. Where every mention of the name is reached from such an assignment in its own block alone, nobody reads the
 * container behind that block: the name is forgotten there, so that the joins of loops and branches make no two of them one.
 */
import { remembered } from '../ir/facts.ts';
import type { Expr, FunctionNode, Program, Stmt } from '../ir/ir.ts';
import { blocksOf, functionOf, treeOf } from '../ir/tree.ts';
import { ownerOf } from '../ir/variables.ts';
import { forEachStmt, mentions, someChildExpr } from '../ir/walk.ts';
import { type Frame, forgetVariable } from './frame.ts';
import { type Machine, scopeOf } from './machine.ts';

/** Forgets what nobody reads any more behind a block. */
export function forgetSpent(m: Machine, frame: Frame, block: readonly Stmt[]): void {
  const spent = spentIn(scopeOf(m, frame), m.program).get(block);
  if (spent !== undefined) for (const name of spent) forgetVariable(frame, name);
}

type Spent = ReadonlyMap<readonly Stmt[], readonly string[]>;

/** The names that are spent at the ends of the blocks of a function or of the top level. */
const spentIn = remembered((scope: FunctionNode | Program, program: Program): Spent => {
  const spent = new Map<readonly Stmt[], string[]>();
  for (const name of namesOfSeveral(scope.body)) {
    const ends: (readonly Stmt[])[] = [];
    // Seldom so, and told without the tree of the whole program.
    if (!isBegunAnew(scope.body, name, ends) || !isOwn(program, scope, name)) continue;
    for (const block of ends) spent.set(block, [...(spent.get(block) ?? []), name]);
  }
  return spent;
});

/** The names to which more than one place may assign a new container. */
function namesOfSeveral(body: readonly Stmt[]): readonly string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  forEachStmt(body, (stmt) => {
    const name = madeAt(stmt);
    if (name !== null) (seen.has(name) ? again : seen).add(name);
  });
  return again.size === 0 ? NONE : [...again];
}

const NONE: readonly string[] = [];

const MADE: ReadonlySet<Expr['kind']> = new Set(['collection', 'map', 'comprehension', 'call']);

/** The name that a statement gives what may be new. */
function madeAt(stmt: Stmt): string | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length > 1) return null;
  const [target] = stmt.targets;
  return target?.kind === 'name' && MADE.has(stmt.value.kind) ? target.name : null;
}

/** The statement gives the name something new, whatever it was before. */
const begins = (stmt: Stmt, name: string): boolean =>
  stmt.kind === 'assign' && madeAt(stmt) === name && !mentions(stmt.value, name);

/** No other function reads it, and none hands it in. */
function isOwn(program: Program, scope: FunctionNode | Program, name: string): boolean {
  const tree = treeOf(program);
  const func = scope.kind === 'program' ? null : scope;
  if (func !== null && (!func.locals.includes(name) || func.params.some((param) => param.name === name)))
    return false;
  return (tree.names.get(name) ?? []).every(
    (use) => ownerOf(tree, name, use) !== scope || functionOf(tree, use) === func,
  );
}

/** Every mention in the block stands behind an assignment of the same block that begins anew; notes where these end. */
function isBegunAnew(block: readonly Stmt[], name: string, ends: (readonly Stmt[])[]): boolean {
  let isOpen = false;
  for (const stmt of block) {
    isOpen ||= begins(stmt, name);
    if (isOpen) continue;
    if (someChildExpr(stmt, (expr) => mentions(expr, name))) return false;
    if (!blocksOf(stmt).every((inner) => isBegunAnew(inner, name, ends))) return false;
  }
  if (isOpen) ends.push(block);
  return true;
}
