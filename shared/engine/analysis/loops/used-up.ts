/** Loops of which every turn takes an element out of another container, or out of its parts, that no turn puts back. */
import { type Cost, isLessAlike, isOne, isZero } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { Call, Expr, ForEach } from '../../ir/ir.ts';
import type { Role, RoleIndex } from '../../ir/roles.ts';
import { type Code, someAct } from '../../ir/walk.ts';
import { surelyCalled } from '../always-run.ts';
import type { Frame } from '../frame.ts';
import { totalOf } from '../heap.ts';
import { inAll } from '../levels.ts';
import { type Machine, assume, settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find } from '../value.ts';
import type { LoopBound } from './open.ts';
import { reached } from './paths.ts';

/** `for leaf in leaves: other = near[leaf].pop()`: as many turns as there are elements, over all the loops around. */
export function usedUpBound(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound | null {
  if (isOne(plain.count)) return null;
  const call = takingCall(node, m.index.roles);
  const taken = call === null ? null : ownerOf(call);
  const value = taken === null ? null : quietly(m, frame, wholeOf(taken));
  if (call === null || taken === null || value?.kind !== 'ref') return null;
  const container = find(value.object);
  const count = heldInAll(m, container, taken);
  const from = filledUpTo(m, container, wholeOf(taken));
  if (count === null || isZero(count) || from >= m.levels.length) return null;
  // Of other things than the loops run over: by their order.
  if (!isLessAlike(count, inAll(m.levels.slice(from), plain.count))) return null;
  if (!isSure(m.index.roles, call))
    assume(m, `taken:${call.span.start}`, 'what is taken out of a part is taken to be there', call.span);
  const reason = 'every turn takes an element out of what no turn fills: there are no more of them';
  return { ...plain, source: null, fed: null, variable: null, count, from, rule: 'amortised', reason };
}

/** The first call of every turn that takes an element out of what the turn does not fill; null where none does. */
const takingCall = rememberedFor((node: ForEach, roles: RoleIndex): Call | null => {
  const isRefilled = (call: Call): boolean =>
    node.body.some((stmt) => fills(roles, stmt, pathOf(wholeOf(ownerOf(call)!))!));
  const takes = (call: Call): boolean =>
    call.args.length < 2 && ownerOf(call) !== null && (isSure(roles, call) || takesByValue(roles, call));
  return surelyCalled(node.body, (call) => takes(call) && !isRefilled(call));
});

/** It fails where there is nothing to take. */
const isSure = (roles: RoleIndex, call: Call): boolean => roles.is(call, 'takesOne');

/** `near[other].remove(leaf)`, of a neighbour that leads back. */
const takesByValue = (roles: RoleIndex, call: Call): boolean =>
  call.args.length === 1 && ownerOf(call)?.kind === 'index' && roles.is(call, 'unmark');

/** What a method is called on: a container, or a part of one. */
function ownerOf({ callee }: Call): Expr | null {
  const owner = callee.kind === 'field' ? callee.object : null;
  return owner !== null && pathOf(wholeOf(owner)) !== null ? owner : null;
}

/** `near` of `near[leaf]` */
const wholeOf = (expr: Expr): Expr => (expr.kind === 'index' ? expr.object : expr);

function heldInAll(m: Machine, container: HeapObject, taken: Expr): Cost | null {
  if (taken.kind !== 'index') return reached(m, container);
  const total = totalOf(m, container);
  return total === null ? null : settle(m, total);
}

/** The depth inside of which no loop puts anything into the container or its parts. */
function filledUpTo(m: Machine, { born }: HeapObject, whole: Expr): number {
  const { roles } = m.index;
  const path = pathOf(whole)!;
  const at = m.levels.findLastIndex(({ body }) => body.some((code) => fills(roles, code, path)));
  return Math.max(at + 1, Math.min(born, m.levels.length));
}

const FILLS: readonly Role[] = ['push', 'pushFirst', 'putAt', 'mark'];

/** Something is put into the container or a part of it, or another one takes its place. */
function fills(roles: RoleIndex, code: Code, path: string): boolean {
  const isOf = (expr: Expr): boolean => pathOf(wholeOf(expr)) === path;
  const test = (node: Code): boolean => {
    if (node.kind === 'assign') return node.targets.some(isOf);
    if (node.kind === 'assignExpr') return isOf(node.target);
    if (node.kind !== 'call' || !FILLS.some((role) => roles.is(node, role))) return false;
    const { callee, args } = node;
    return (callee.kind === 'field' && isOf(callee.object)) || (args[0] !== undefined && isOf(args[0].value));
  };
  return someAct(code, test);
}
