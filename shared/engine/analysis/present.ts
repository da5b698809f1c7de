/** Keys that a test has found: looking them up in a default dictionary makes nothing. */
import type { Compare, Expr, Index } from '../ir/ir.ts';
import type { Machine } from './machine.ts';
import { sameText } from './unmark.ts';

/** Notes the keys that are there when the test is known to hold, or to fail; returns how many were noted before. */
export function notePresent(m: Machine, test: Expr, holds: boolean): number {
  const before = m.present.length;
  m.present.push(...presentBy(test, holds));
  return before;
}

/** Every fact of the form "is a key" in a test. */
function presentBy(test: Expr, holds: boolean): Compare[] {
  switch (test.kind) {
    case 'logical':
      return (test.op === 'and') === holds
        ? [...presentBy(test.left, holds), ...presentBy(test.right, holds)]
        : [];
    case 'unary':
      return test.op === 'not' ? presentBy(test.operand, !holds) : [];
    case 'compare':
      return test.op === (holds ? 'in' : 'not in') ? [test] : [];
    default:
      return [];
  }
}

/** A test around this place has found the key of `container[key]`. */
export function isPresent(m: Machine, { object, index }: Index): boolean {
  return m.present.some((test) => sameText(test.right, object) && sameText(test.left, index));
}
