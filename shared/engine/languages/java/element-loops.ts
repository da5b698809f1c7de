/** `for (int i = 0; i < xs.size(); i++) { T x = xs.get(i); ... }` that asks nothing else of i is the loop over xs. */
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { mentions } from '../../ir/walk.ts';
import { sizedIn } from './emptiness.ts';

/** The loop over the elements; the loop itself where it uses the places. Nothing in it changes what its range reads. */
export function elementLoop(loop: ForEach): ForEach {
  const { target, iterable } = loop;
  const [first, ...body] = loop.body;
  if (target.kind !== 'name' || iterable.kind !== 'range' || first === undefined) return loop;
  const { start, end, step, inclusive } = iterable;
  if (step !== null || inclusive || (start !== null && !isZero(start))) return loop;
  const container = sizedIn(end);
  const element = container === null ? null : elementSet(first, container, target.name);
  if (container === null || element === null || body.some((stmt) => mentions(stmt, target.name))) return loop;
  return { ...loop, target: element, iterable: container, body };
}

const isZero = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 0;

/** x of `x = xs[i]`. */
function elementSet(stmt: Stmt, container: Expr, place: string): Expr | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.value.kind !== 'index') return null;
  const [target] = stmt.targets;
  const { object, index } = stmt.value;
  const isElement =
    index.kind === 'name' && index.name === place && printExpr(object) === printExpr(container);
  return isElement && stmt.targets.length === 1 && target?.kind === 'name' ? target : null;
}
