/** Operators on containers whose class in the library has methods of its own for them. */
import { type Cost, ONE } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { Operators } from '../../ir/library.ts';
import type { Arg } from '../calls.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { find, type LibraryFunction, type Ref, type Value } from '../value.ts';
import { libraryCost } from './call.ts';

/** The method of the container's class that an operator calls, which a sorted list has; null where it has none. */
export function operatorOf(
  { library }: Machine,
  operator: keyof Operators,
  self: Ref,
): LibraryFunction | null {
  const { className } = find(self.object);
  const name = className === null ? undefined : library.table.operators?.[operator];
  if (className === null || name === undefined || !library.has(className, name)) return null;
  return { kind: 'library', on: className, name, self };
}

/** What a method takes that an operator calls: a step, where nothing else is known. */
export const operatorCost = (
  m: Machine,
  frame: Frame,
  method: LibraryFunction,
  operands: readonly Arg[],
  site: object,
): Cost => libraryCost(m, frame, method, operands, site) ?? ONE;

export const operand = (value: Value, expr: Expr | null): Arg => ({ value, name: null, spread: false, expr });
