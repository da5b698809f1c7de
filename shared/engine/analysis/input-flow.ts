/** What becomes of a parameter that is only handed around: it is put into containers and taken out again. */
import type { Expr, FunctionNode, Stmt, Type } from '../ir/ir.ts';
import { eachChild, someCode } from '../ir/walk.ts';
import { LINK_LISTS, LINKS, NEXT, NODE, TREE_LINKS } from './platform.ts';
import type { ProgramIndex } from './program-index.ts';
import { pathOf } from './progress.ts';

/** The structure whose links are read of anything that the parameter flows into; unknown without links. */
export function structureByFlow(index: ProgramIndex, func: FunctionNode, param: string): Type {
  const carriers = carriersOf(func, [param]);
  const others = methodsBeside(index, func, [...carriers]);
  const reads = (is: (field: string) => boolean): boolean =>
    readsOf(func, carriers, is) || others.some(([method, fields]) => readsOf(method, fields, is));
  if (reads((field) => TREE_LINKS.has(field))) return { kind: 'tree' };
  if (reads((field) => LINK_LISTS.has(field))) return { kind: 'object', name: NODE };
  return reads((field) => field === NEXT) ? { kind: 'linked' } : { kind: 'unknown' };
}

/** The names that the function puts something of what it is given into. */
function carriersOf({ body }: FunctionNode, given: readonly string[]): ReadonlySet<string> {
  const carriers = new Set(given);
  for (let before = 0; before < carriers.size;) {
    before = carriers.size;
    body.forEach((stmt) => spread(stmt, carriers));
  }
  return carriers;
}

/** The other methods of the object into whose fields something is put, and what carries it there. */
function methodsBeside(
  { classes }: ProgramIndex,
  func: FunctionNode,
  carriers: readonly string[],
): (readonly [FunctionNode, ReadonlySet<string>])[] {
  const fields = carriers.filter((path) => path.startsWith(`${func.receiver}.`));
  const methods = fields.length === 0 ? [] : (classes.get(func.owner ?? '')?.methods ?? []);
  return methods.filter((method) => method !== func).map((method) => [method, carriersOf(method, fields)]);
}

function readsOf(
  { body }: FunctionNode,
  carriers: ReadonlySet<string>,
  is: (field: string) => boolean,
): boolean {
  const isRead = (node: Stmt | Expr): boolean =>
    node.kind === 'field' && is(node.name) && carries(node.object, carriers);
  return body.some((stmt) => someCode(stmt, isRead));
}

/** Adds the names that something of a carrier is assigned to, put into or looped over by. */
function spread(node: Stmt | Expr, carriers: Set<string>): void {
  const add = (target: Expr): void => {
    const path = pathOf(target);
    if (path !== null) carriers.add(path);
    // `dummy.next = head`
    if (target.kind === 'field' && LINKS.has(target.name)) add(target.object);
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
    case 'conditional':
      return carries(expr.then, carriers) || carries(expr.otherwise, carriers);
    case 'logical':
      return carries(expr.left, carriers) || carries(expr.right, carriers);
    case 'map':
      return expr.entries.some(
        ({ key, value }) => (key !== null && carries(key, carriers)) || carries(value, carriers),
      );
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
