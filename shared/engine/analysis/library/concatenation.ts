/** `a + b` of containers: what copying both sides costs, over all the turns of the loops around. */
import { type Cost, isOne, isZero, plus } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { madeUnder, recordScan } from '../loops/open.ts';
import type { Machine } from '../machine.ts';
import { recordCall } from '../record.ts';
import type { HeapObject, Value } from '../value.ts';
import { scanBound } from './scans.ts';

/** Charges the copies of both sides, of each once over all where its copies add up; says what these are together. */
export function chargeConcatenation(
  m: Machine,
  frame: Frame,
  node: Expr,
  left: Value,
  right: Value,
  reason: string,
): HeapObject['made'] {
  const label = 'concatenation';
  // What a text adds up to over the turns is asked of its concatenations themselves.
  const exprs = node.kind === 'binary' && left.kind === 'ref' ? [node.left, node.right] : [];
  const sides = [left, right].map((value, i) => {
    const size = valueSize(m, value);
    return { size, bound: isOne(size) ? null : scanBound(m, frame, value, exprs[i] ?? null) };
  });
  const plain = sides.filter(({ bound }) => bound === null).map(({ size }) => size);
  if (plain.length > 0) {
    const size = plus(...plain);
    recordCall(m, node, label, size, reason, size);
  }
  const [first, ...others] = sides.filter(({ bound }) => bound !== null);
  for (const { size, bound } of [first, ...others].filter((side) => side !== undefined))
    recordScan(m, frame, { node, label, reason, allocates: size }, size, bound);
  if (first?.bound == null || others.length > 0 || !plain.every(isSmall)) return null;
  return madeUnder(m, first.bound);
}

const isSmall = (size: Cost): boolean => isOne(size) || isZero(size);
