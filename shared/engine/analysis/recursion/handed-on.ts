/** What a call of a function that is open already is given: it holds for all calls, and each open call holds a text of its own. */
import { ONE, isZero, times } from '../../cost/cost.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import type { Arg } from '../calls.ts';
import { type Machine, chargeSpace, settle } from '../machine.ts';
import { changesIn } from '../progress.ts';
import type { Value } from '../value.ts';

/** The value of an argument for every call; charges the texts that are made for them. */
export function handedOn(m: Machine, func: FunctionNode, arg: Arg): Value {
  const closed = closedArgument(m, arg.value);
  const depth = m.recursions.get(func)?.depth;
  if (closed.kind === 'str' && !closed.input && depth !== undefined && !isNeverSet(m, func, arg))
    chargeSpace(m, times(depth, isZero(closed.size) ? ONE : closed.size));
  return closed;
}

/** A variable that the function never sets: every call has the same text. */
function isNeverSet(m: Machine, func: FunctionNode, { expr }: Arg): boolean {
  return expr?.kind === 'name' && !changesIn(func.body, m.index).has(expr.name);
}

function closedArgument(m: Machine, value: Value): Value {
  if (value.kind === 'num')
    return {
      ...value,
      max: settle(m, value.max),
      domain: value.domain === null ? null : settle(m, value.domain),
      distinct: null,
      lengthOf: null,
      drawnFrom: null,
      share: null,
    };
  if (value.kind === 'str') return { ...value, size: settle(m, value.size), distinct: null, drawnFrom: null };
  return value.kind === 'ref' ? { ...value, part: null, distinct: null } : value;
}
