/** Whether there is something in a container is asked in one way: `size > 0`, or `size == 0`. */
import type { Compare, CompareOp, Expr } from '../../ir/ir.ts';

/** The comparison with zero that says the same, of one in its one form (`comparison`): of `size != 0`, `size >= 1`, `size < 1`. */
export function sizeTest(compare: Compare, isSize: (expr: Expr) => boolean): Compare {
  const { op, left, right } = compare;
  if (right.kind !== 'number' || right.value > 1 || !isSize(left)) return compare;
  const asked = TESTS[`${op} ${right.value}`];
  return asked === undefined ? compare : { ...compare, op: asked, right: { ...right, value: 0 } };
}

const TESTS: Readonly<Record<string, CompareOp>> = {
  '!= 0': '>',
  '> 0': '>',
  '>= 1': '>',
  '== 0': '==',
  '<= 0': '==',
  '< 1': '==',
};
