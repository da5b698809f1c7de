/** Tables that only count how often each number occurs: the numbers are the values of cells rather than places. */
import type { Expr, FunctionNode, Index, Name, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { someChildExpr, someCode } from '../ir/walk.ts';
import { definitionsOf } from './recursion/self-calls.ts';

/** The tables of a function that some of its code only counts in. */
export function talliesIn(
  roles: RoleIndex,
  func: FunctionNode,
  code: readonly (Stmt | Expr)[],
): ReadonlySet<string> {
  const paths = new Set<string>();
  const note = (node: Stmt | Expr): false => {
    const table = countedCell(roles, node)?.object;
    if (table?.kind === 'name' && isTally(func, table)) paths.add(table.name);
    return false;
  };
  code.forEach((node) => someCode(node, note));
  return paths;
}

/** The cell that a statement or expression counts up or down: `counts[x] += 1`, `counts[x] = counts.get(x, 0) + 1`. */
function countedCell(roles: RoleIndex, node: Stmt | Expr): Index | null {
  if (node.kind !== 'assign' && node.kind !== 'assignExpr') return null;
  const target =
    node.kind === 'assignExpr' ? node.target : node.targets.length === 1 ? node.targets[0]! : null;
  if (target?.kind !== 'index') return null;
  const { op, value } = node;
  const isStep = (op === '+' || op === '-') && value.kind === 'number';
  const adds = op === null && value.kind === 'binary' && value.op === '+' && value.right.kind === 'number';
  const looksUp = adds && value.left.kind === 'call' && roles.is(value.left, 'lookup');
  return isStep || looksUp ? target : null;
}

/** What a function makes as an empty map, or of a length that is none of an input's: a number, a product. */
function isTally(func: FunctionNode, { name }: Name): boolean {
  const made = definitionsOf(func).get(name);
  if (made == null) return false;
  if (made.kind === 'map') return made.entries.length === 0;
  if (made.kind === 'call')
    return isOfModule(func, made.callee) && made.args.every(({ value }) => value.kind === 'name');
  if (made.kind !== 'binary' || made.op !== '*' || made.left.kind !== 'collection') return false;
  return made.right.kind === 'number' || hasProduct(made.right);
}

/** A name, also with that of its module before it. */
function isOfModule(func: FunctionNode, callee: Expr): boolean {
  if (callee.kind === 'name') return true;
  return (
    callee.kind === 'field' && callee.object.kind === 'name' && !func.locals.includes(callee.object.name)
  );
}

const hasProduct = (expr: Expr): boolean =>
  (expr.kind === 'binary' && (expr.op === '*' || expr.op === '**')) || someChildExpr(expr, hasProduct);
