/** Operations that a class of the program's own defines by its methods. */
import type { FunctionNode, Special } from '../ir/ir.ts';
import { callValue } from './calls.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { subSite } from './sites.ts';
import { type Value, find } from './value.ts';

/** Calls the method by which the program's own class defines an operation, if the value has it. */
export function callSpecial(
  m: Machine,
  frame: Frame,
  site: object,
  self: Value,
  special: Special,
  args: readonly Value[],
): Value | null {
  const method = specialMethod(m, self, special);
  return method === null
    ? null
    : callValue(m, frame, { kind: 'closure', func: method, frame: null, self }, args, subSite(site, special));
}

/** The method of the value's class, or of a base of it, that defines an operation. */
function specialMethod(m: Machine, self: Value, special: Special): FunctionNode | null {
  const cls = self.kind === 'ref' ? find(self.object).cls : null;
  if (cls === null) return null;
  const bases = cls.bases.flatMap((base) => m.index.classes.get(base) ?? []);
  return (
    [cls, ...bases].flatMap(({ methods }) => methods.filter((method) => method.special === special))[0] ??
    null
  );
}
