/** `for (int i = 0; i < xs.size(); i++) { T x = xs.get(i); ... }`, `for i in range(len(xs)): x = xs[i]`: loops over xs. */
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { leafNames } from '../../ir/targets.ts';
import { mentions } from '../../ir/walk.ts';

/**
 * The loop over the elements, of one over all places of what `sizedIn` finds the size of, which asks nothing else of the
 * places than one element in each turn; null for any other loop.
 */
export function elementLoop(loop: ForEach, sizedIn: (size: Expr) => Expr | null): ForEach | null {
  const { target, iterable, body } = loop;
  if (target.kind !== 'name' || iterable.kind !== 'range') return null;
  const { start, end, step, inclusive } = iterable;
  if (step !== null || inclusive || (start !== null && !isZero(start))) return null;
  const container = sizedIn(end);
  if (container === null) return null;
  const at = body.findIndex((stmt) => elementSet(stmt, container, target.name) !== null);
  const element = at < 0 ? null : elementSet(body[at]!, container, target.name);
  const before = body.slice(0, Math.max(at, 0));
  if (element === null || before.some((stmt) => leafNames(element).some((name) => mentions(stmt, name))))
    return null;
  const rest = [...before, ...body.slice(at + 1)];
  if (rest.some((stmt) => mentions(stmt, target.name))) return null;
  return { ...loop, target: element, iterable: container, body: rest };
}

const isZero = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 0;

/** x of `x = xs[i]`. */
function elementSet(stmt: Stmt, container: Expr, place: string): Expr | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.value.kind !== 'index') return null;
  const [target] = stmt.targets;
  const { object, index } = stmt.value;
  const isElement =
    index.kind === 'name' && index.name === place && printExpr(object) === printExpr(container);
  return isElement && stmt.targets.length === 1 && target !== undefined ? target : null;
}
