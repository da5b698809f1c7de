/** `for (int i = 0; i < xs.size(); i++) { T x = xs.get(i); ... }`, `for i in range(len(xs)): x = xs[i]`: loops over xs. */
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';

/** A loop over the places of a container that begins by taking the element out of it. */
export interface ElementLoop {
  readonly container: Expr;
  /** What the element is called. */
  readonly element: Expr;
  /** What follows. */
  readonly body: readonly Stmt[];
}

/** The loop over all places of what `sizedIn` finds the size of; null for any other loop. */
export function elementLoop(loop: ForEach, sizedIn: (size: Expr) => Expr | null): ElementLoop | null {
  const { target, iterable } = loop;
  const [first, ...body] = loop.body;
  if (target.kind !== 'name' || iterable.kind !== 'range' || first === undefined) return null;
  const { start, end, step, inclusive } = iterable;
  if (step !== null || inclusive || (start !== null && !isZero(start))) return null;
  const container = sizedIn(end);
  const element = container === null ? null : elementSet(first, container, target.name);
  return container === null || element === null ? null : { container, element, body };
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
