/** Functions that call themselves only while a capacity is made larger: within such a call it is not reached again. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, FunctionNode, If, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { selfCallsOf } from '../recursion/self-calls.ts';
import { regrowthOf } from './regrowth.ts';

/** One of the functions on the cycle of calls goes on only there. */
export const endsByGrowth = remembered((func: FunctionNode, m: Machine): boolean => {
  const cycle = m.index.cycles.get(func) ?? new Set<FunctionNode>();
  return cycle.size > 1 && [...cycle].some((member) => growsOnly(m, member, cycle));
});

function growsOnly(m: Machine, func: FunctionNode, cycle: ReadonlySet<FunctionNode>): boolean {
  const blocks: If[] = [];
  const note = (node: Stmt | Expr): boolean => {
    if (node.kind === 'if' && regrowthOf(node, { index: m.index, program: m.program, func }) !== null)
      blocks.push(node);
    return false;
  };
  func.body.forEach((stmt) => someCode(stmt, note));
  const isInside = (call: Expr): boolean =>
    blocks.some(({ then }) => then.some((stmt) => contains(stmt, call)));
  return blocks.length > 0 && selfCallsOf(func, cycle, m.index).every(({ call }) => isInside(call));
}

/** The block of such a test in the body of the open call runs this one, and no other such block around it does. */
export const isRunByGrowth = ({ calls, regrown }: Machine, open: Frame): boolean =>
  regrown.some(({ level }) => level.frame === open) &&
  calls.filter(({ func }) => func === open.func).length === 1;

/** The block of the test is open already. */
export const isGrowing = ({ regrown }: Machine, node: If): boolean =>
  regrown.some(({ level }) => level.node === node);
