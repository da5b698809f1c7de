/** `map.containsKey(key) ? map.get(key) : other` is what `map.getOrDefault(key, other)` gives. */
import type { Conditional, Expr } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { fieldExpr } from './lower-names.ts';

/** The look-up that a choice stands for; any other choice as it is. */
export function withDefault(conditional: Conditional): Expr {
  const { test, then, otherwise, span } = conditional;
  if (test.kind !== 'compare' || test.op !== 'in' || then.kind !== 'index') return conditional;
  const { object, index } = then;
  const isLookUp = printExpr(test.right) === printExpr(object) && printExpr(test.left) === printExpr(index);
  if (!isLookUp || !isCheap(otherwise)) return conditional;
  const args = [index, otherwise].map((value) => ({ value, name: null, spread: false }));
  const callee = fieldExpr(object, 'getOrDefault', span, span, 'Map');
  return { kind: 'call', callee, args, style: 'call', span };
}

/** A default is worked out each time, needed or not: that must cost as little, and do nothing else. */
function isCheap(expr: Expr): boolean {
  const isEmpty = expr.kind === 'call' && expr.style === 'new' && expr.args.length === 0;
  return isEmpty || expr.kind === 'number' || expr.kind === 'constant';
}
