/** Arguments that a call makes of what it got itself, by way of locals and loops: they grow from call to call. */
import type { BinaryOp, Expr, FunctionNode } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import { eachChildExpr, someCode } from '../../ir/walk.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { loopTargets } from './arguments.ts';
import { type ArgChange, type Definitions, definitionsOf } from './self-calls.ts';

interface Scope {
  readonly param: string;
  readonly func: FunctionNode;
  readonly definitions: Definitions;
  readonly roles: RoleIndex;
}

/** How far names are followed. */
const DEPTH = 4;

/** Whether what a call passes on for `param` is a sum or product of the parameter: `max(m, x)` of an x up to `2 * m`. */
export function feedsBack(func: FunctionNode, param: string, change: ArgChange, roles: RoleIndex): boolean {
  if (change.kind !== 'other' && change.kind !== 'loop') return false;
  const scope: Scope = { param, func, definitions: definitionsOf(func), roles };
  if (change.kind === 'other') return enlarges(scope, change.value, false, DEPTH);
  return loopTargets(change.loop).some(({ iterable }) => enlarges(scope, iterable, false, DEPTH));
}

const ENLARGES: ReadonlySet<BinaryOp> = new Set(['+', '*', '<<']);

/** The parameter occurs in it; `added`: under a sum or product. What divides or looks up makes no larger number of it. */
function enlarges(scope: Scope, expr: Expr, added: boolean, depth: number): boolean {
  const inner = (part: Expr): boolean => enlarges(scope, part, added, depth);
  switch (expr.kind) {
    case 'name':
      return expr.name === scope.param ? added : depth > 0 && viaName(scope, expr.name, added, depth - 1);
    case 'binary':
      if (expr.op === '-') return inner(expr.left);
      if (expr.op === '|') return inner(expr.left) || inner(expr.right);
      if (reduction(expr) !== null) return inner(expr.left);
      if (!ENLARGES.has(expr.op)) return false;
      return [expr.left, expr.right].some((side) => enlarges(scope, side, true, depth));
    case 'range':
      return inner(lastOf(expr));
    case 'collection':
      return expr.elements.some(inner);
    case 'conditional':
      return inner(expr.then) || inner(expr.otherwise);
    case 'call':
      return scope.roles.is(expr, 'keeps') && expr.args.some(({ value }) => inner(value));
    default:
      return false;
  }
}

/** What leaves a number less than `by`, which may be large itself: `x % by`, `x & by`. */
function reduction(expr: Expr): Expr | null {
  const reduces = expr.kind === 'binary' && (expr.op === '%' || expr.op === '&');
  return reduces && expr.right.kind !== 'number' ? expr.right : null;
}

/** What an argument is reduced by before it is handed on, at its end or on the way: `(x * 10 + d) % by`. */
export function reducedBy(func: FunctionNode, value: Expr): Expr | null {
  const definitions = definitionsOf(func);
  let found: Expr | null = null;
  const visit = (expr: Expr, depth: number): void => {
    found ??= reduction(expr);
    const defined = expr.kind === 'name' && depth > 0 ? definitions.get(expr.name) : null;
    if (defined != null) visit(defined, depth - 1);
    else eachChildExpr(expr, (child) => visit(child, depth));
  };
  visit(value, DEPTH);
  return found;
}

/** `i` of `range(i + 1)`, which ends before. */
function lastOf({ end, inclusive }: Expr & { kind: 'range' }): Expr {
  const isNext = !inclusive && end.kind === 'binary' && end.op === '+' && end.right.kind === 'number';
  return isNext && end.right.value === 1 ? end.left : end;
}

function viaName(scope: Scope, name: string, added: boolean, depth: number): boolean {
  const defined = scope.definitions.get(name);
  if (defined != null) return enlarges(scope, defined, added, depth);
  return scope.func.body.some((stmt) =>
    someCode(
      stmt,
      (node) =>
        node.kind === 'forEach' &&
        leafNames(node.target).includes(name) &&
        enlarges(scope, node.iterable, added, depth),
    ),
  );
}
