/** What becomes of a parameter that is only handed around: it is put into containers and taken out again. */
import type { Expr, FunctionNode, Stmt, Type } from '../ir/ir.ts';
import { eachChild, someCode } from '../ir/walk.ts';
import { pathOf } from './progress.ts';

/** The links of tree nodes. */
export const TREE_LINKS: ReadonlySet<string> = new Set(['left', 'right']);

/** The structure whose links are read of anything that the parameter flows into; unknown without links. */
export function structureByFlow(func: FunctionNode, param: string): Type {
  const carriers = new Set([param]);
  for (let before = 0; before < carriers.size;) {
    before = carriers.size;
    func.body.forEach((stmt) => spread(stmt, carriers));
  }
  const reads = (fields: ReadonlySet<string>): boolean =>
    func.body.some((stmt) =>
      someCode(
        stmt,
        (node) => node.kind === 'field' && fields.has(node.name) && carries(node.object, carriers),
      ),
    );
  if (reads(TREE_LINKS)) return { kind: 'tree' };
  return reads(new Set(['next'])) ? { kind: 'linked' } : { kind: 'unknown' };
}

/** Adds the names that something of a carrier is assigned to, put into or looped over by. */
function spread(node: Stmt | Expr, carriers: Set<string>): void {
  const add = (target: Expr): void => {
    const path = pathOf(target);
    if (path !== null) carriers.add(path);
    if (target.kind === 'collection') target.elements.forEach(add);
  };
  if (node.kind === 'assign' && carries(node.value, carriers)) node.targets.forEach(add);
  if (node.kind === 'forEach' && carries(node.iterable, carriers)) add(node.target);
  if (node.kind === 'comprehension')
    for (const clause of node.clauses)
      if (clause.kind === 'for' && carries(clause.iterable, carriers)) add(clause.target);
  if (
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    node.args.some((arg) => carries(arg.value, carriers))
  )
    add(node.callee.object);
  eachChild(node, (child) => spread(child, carriers));
}

/** The value is a carrier, holds one, or is read out of one. */
function carries(expr: Expr, carriers: ReadonlySet<string>): boolean {
  const path = pathOf(expr);
  if (path !== null && carriers.has(path)) return true;
  switch (expr.kind) {
    case 'collection':
      return expr.elements.some((element) => carries(element, carriers));
    case 'comprehension':
      return carries(expr.element, carriers);
    case 'call':
      return (
        expr.args.some((arg) => carries(arg.value, carriers)) ||
        (expr.callee.kind === 'field' && carries(expr.callee.object, carriers))
      );
    case 'field':
    case 'index':
      return carries(expr.object, carriers);
    default:
      return false;
  }
}
