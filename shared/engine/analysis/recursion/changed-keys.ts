/** States that are the contents of a container: there are as many as its cells can be changed to. */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { type Cost, ONE, isOne, isZero, plus } from '../../cost/cost.ts';
import { eachChildExpr, someAct } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import type { Query } from './query.ts';
import { definitionsOf } from './self-calls.ts';

/** `counts[i] -= 1`, `row[i], row[j] = row[j], row[i]`: cells of what has the name are set. */
export function setsCells(func: FunctionNode, name: string): boolean {
  const isCell = (target: Expr): boolean =>
    target.kind === 'collection'
      ? target.elements.some(isCell)
      : target.kind === 'index' && pathOf(target.object) === name;
  const sets = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' ? node.targets.some(isCell) : node.kind === 'assignExpr' && isCell(node.target);
  return func.body.some((stmt) => someAct(stmt, sets));
}

/**
 * The size of the containers that are a key as a whole, `tuple(counts)`, and whose cells the function sets: each may hold
 * anything. Null where the key has none.
 */
export function changedCells(q: Query, keys: readonly Expr[]): Cost | null {
  const { m, func, frame } = q;
  const definitions = definitionsOf(func);
  const found = new Set<string>();
  const visit = (expr: Expr, depth: number): void => {
    if (expr.kind === 'index' || isMeasure(m.index.roles, expr)) return;
    if (expr.kind !== 'name') eachChildExpr(expr, (child) => visit(child, depth));
    else if (!func.locals.includes(expr.name) || func.params.some(({ name }) => name === expr.name))
      found.add(expr.name);
    else {
      const defined = definitions.get(expr.name);
      if (defined != null && depth > 0) visit(defined, depth - 1);
    }
  };
  keys.forEach((key) => visit(key, 2));
  const sizes = [...found].flatMap((name) => {
    if (!setsCells(func, name)) return [];
    const value = quietly(m, frame, { kind: 'name', name, span: func.headerSpan });
    const size = value.kind === 'ref' ? settle(m, valueSize(m, value)) : ONE;
    return isOne(size) || isZero(size) ? [] : [size];
  });
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => plus(sum, size));
}

const isMeasure = (roles: RoleIndex, expr: Expr): boolean => expr.kind === 'call' && roles.is(expr, 'size');
