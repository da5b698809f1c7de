/** Arrays that are set anew and longer than before: `nums = Arrays.copyOf(nums, nums.length + 1)`, once in each turn. */
import { plus } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Assign, Expr, FunctionNode } from '../../ir/ir.ts';
import { depthSince } from '../accumulate.ts';
import type { Frame } from '../frame.ts';
import { inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { quietly } from '../quiet.ts';
import { type Value, find, nonZero } from '../value.ts';
import { type Reading, isBase, quantityOf, readingIn, setsTo } from './factors.ts';

/** Where an assignment stands: the program, and the function; null at the top level. */
interface Around {
  readonly index: ProgramIndex;
  readonly func: FunctionNode | null;
}

/** By how much an assignment makes its target longer than it was; null for any other. */
const longerBy = remembered((node: Assign, { index, func }: Around): Expr | null => {
  const place = node.targets.length === 1 ? quantityOf(index, node.targets[0]!, func) : null;
  if (place === null || node.op !== null) return null;
  let by: Expr | null = null;
  const isLonger = (expr: Expr, reading: Reading): boolean => {
    if (expr.kind !== 'binary' || expr.op !== '+') return false;
    if (isBase(expr.left, reading)) by = expr.right;
    else if (isBase(expr.right, reading)) by = expr.left;
    return by !== null;
  };
  const reading = readingIn(index, { ...place, measured: true }, null, func);
  return setsTo([node], reading, isLonger) ? by : null;
});

/** What was set anew and longer in each turn is as much longer as all turns make it. */
export function noteLonger(m: Machine, frame: Frame, node: Assign, value: Value): void {
  if (value.kind !== 'ref') return;
  const by = longerBy(node, { index: m.index, func: frame.func });
  if (by === null) return;
  const since = depthSince(m, frame, node.targets[0]!);
  const more = quietly(m, frame, by);
  if (m.levels.length <= since || more.kind !== 'num') return;
  const object = find(value.object);
  object.size = settle(m, plus(object.size, inAll(m.levels, nonZero(more.max), since)));
  object.growth = null;
  object.exact = null;
  object.takesOver = true;
  if (object.grows) return;
  object.grows = true;
  m.grew = true;
}
