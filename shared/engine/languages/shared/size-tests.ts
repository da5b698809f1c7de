/** Whether there is something in a container is asked in one way: `size > 0`, or `size == 0`. */
import type { Compare, CompareOp, Expr } from '../../ir/ir.ts';

/** The comparison with zero that says the same: of `size != 0`, `1 <= size`, `size < 1`. */
export function sizeTest(compare: Compare, isSize: (expr: Expr) => boolean): Compare {
  const { op, left, right } = compare;
  const isLeft = right.kind === 'number';
  const [size, number] = isLeft ? [left, right] : [right, left];
  if (number.kind !== 'number' || number.value > 1 || !isSize(size)) return compare;
  const asked = TESTS[`${isLeft ? op : (MIRRORED[op] ?? op)} ${number.value}`];
  if (asked === undefined) return compare;
  const zero: Expr = { ...number, value: 0 };
  return { ...compare, op: asked, left: size, right: zero };
}

const TESTS: Readonly<Record<string, CompareOp>> = {
  '!= 0': '>',
  '> 0': '>',
  '>= 1': '>',
  '== 0': '==',
  '<= 0': '==',
  '< 1': '==',
};

const MIRRORED: Readonly<Record<string, CompareOp>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
