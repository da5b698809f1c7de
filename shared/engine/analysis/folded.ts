/** Calls whose result the next call takes again, `g = gcd(g, x)`: what one of them wears down, none of the others can. */
import { type Cost, plus } from '../cost/cost.ts';
import { remembered } from '../ir/facts.ts';
import type { BinaryOp, Call, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { childStmts, someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import { keptSince } from './kept-since.ts';
import { inAll, turns } from './levels.ts';
import type { LoopBound } from './loops/open.ts';
import { type Machine, scopeOf, settle } from './machine.ts';
import { wornByEach } from './moved-from.ts';
import { pathOf } from './progress.ts';
import { assignmentOf, callerOf } from './threads.ts';
import type { Value } from './value.ts';

/** The turns of all calls of a function that takes the common divisor of its parameters by remainders. */
export function divisorsInAll(m: Machine, frame: Frame, each: Cost): LoopBound | null {
  const { func } = frame;
  if (func === null || !takesDivisor(func)) return null;
  const around = m.levels[frame.base - 1];
  if (around?.node?.kind === 'call' && m.index.roles.is(around.node, 'folds'))
    return inAllFrom(m, frame.base - 1, frame.base, each);
  const site = callerOf(m, frame);
  return site === null ? null : foldedInAll(m, site.caller, site.call, each, frame.base);
}

/** What all calls at a site cost that each take a number which the call before gave; null where they don't. */
export function foldedInAll(
  m: Machine,
  frame: Frame,
  call: Call,
  each: Cost,
  here = m.levels.length,
): LoopBound | null {
  const assignment = assignmentOf(scopeOf(m, frame).body, call);
  const target = assignment?.targets.length === 1 ? assignment.targets[0]! : null;
  if (assignment === null || target?.kind !== 'name' || !takes(call, target.name)) return null;
  const from = keptSince(m, frame, target.name, here, () => new Set([assignment]));
  return from === here ? null : inAllFrom(m, from, here, each);
}

const takes = ({ callee, args }: Call, name: string): boolean =>
  args.some(({ value }) => pathOf(value) === name) ||
  (callee.kind === 'field' && pathOf(callee.object) === name);

/** A turn for each call, and for each time that the number is set anew as many as it has bits. */
function inAllFrom(m: Machine, kept: number, here: number, each: Cost): LoopBound {
  let from = kept;
  for (let at = here - 1; at >= from; at--) from = Math.min(from, m.levels[at]!.from);
  const outer = m.levels.slice(0, here);
  const worn = inAll(outer.slice(0, kept), each, from);
  return {
    count: settle(m, plus(turns(outer, from), worn)),
    from,
    rule: 'amortised',
    reason:
      'each call goes on with the divisor that the one before left: all together they wear it down once',
  };
}

/** A common divisor remembers of which numbers it is one. */
export function asDivisor(value: Value, of: readonly Value[]): Value {
  const [a, b] = of.filter((one) => one.kind === 'num');
  return value.kind === 'num' && a !== undefined && b !== undefined
    ? { ...value, moved: wornByEach(a, b, 'divided') }
    : value;
}

/** `while b: a, b = b, a % b`, or the same by calling itself: its only arithmetic is one remainder, its result a variable. */
export const takesDivisor = remembered(({ name, params, body }: FunctionNode): boolean => {
  if (params.length !== 2) return false;
  const results = returned(body);
  if (!results.every((value) => isDivisor(value, name))) return false;
  const loops = body.filter(({ kind }) => kind === 'while');
  const ops: BinaryOp[] = [];
  for (const part of [...loops, ...results]) if (part !== null) someCode(part, (node) => noteOp(node, ops));
  return ops.length === 1 && ops[0] === '%';
});

function noteOp(node: Stmt | Expr, ops: BinaryOp[]): boolean {
  if (node.kind === 'binary') ops.push(node.op);
  if ((node.kind === 'assign' || node.kind === 'assignExpr') && node.op !== null) ops.push(node.op);
  return false;
}

const returned = (body: readonly Stmt[]): (Expr | null)[] =>
  body.flatMap((stmt) => (stmt.kind === 'return' ? [stmt.value] : returned(childStmts(stmt))));

function isDivisor(value: Expr | null, name: string): boolean {
  if (value?.kind === 'conditional') return isDivisor(value.then, name) && isDivisor(value.otherwise, name);
  if (value?.kind === 'call') return pathOf(value.callee)?.split('.').at(-1) === name;
  return value?.kind === 'name';
}
