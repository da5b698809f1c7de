/** Operators on containers whose class in the library has methods of its own for them. */
import { type Cost, ONE } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { Operators } from '../../ir/library.ts';
import type { Arg } from '../calls.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { find, type Ref, type Value } from '../value.ts';
import { libraryCost } from './call.ts';

export const operand = (value: Value, expr: Expr | null): Arg => ({ value, name: null, spread: false, expr });

/** What an operator takes by the class of the container, which a sorted list has; null where that has no say in it. */
export function operatorCost(
  m: Machine,
  frame: Frame,
  operator: keyof Operators,
  container: Ref,
  operands: readonly Arg[],
  site: object,
): Cost | null {
  const { className } = find(container.object);
  const name = className === null ? undefined : m.library.table.operators?.[operator];
  if (className === null || name === undefined || !m.library.has(className, name)) return null;
  const method = { kind: 'library', on: className, name, self: container } as const;
  return libraryCost(m, frame, method, operands, site) ?? ONE;
}
