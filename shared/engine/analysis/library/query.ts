/** What evaluating a library row works on. */
import { type Cost } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { ContainerKind, LibraryRow, Operand, Shape } from '../../ir/library.ts';
import type { Arg } from '../calls.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { startOf } from '../sites.ts';
import type { HeapObject, Ref, Value } from '../value.ts';

export interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly site: object;
  readonly self: Value | null;
  readonly args: readonly Arg[];
  readonly operands: ReadonlyMap<Operand, Value>;
  readonly row: LibraryRow;
  returned: Value;
  /** What all the strings that the callback returned add up to, where they are pieces of a container. */
  returnedTotal: Cost | null;
  outSize: Cost | null;
  part: Ref['part'];
  /** The size of the operand that the call scans, and what all its scans cost together, where that is less. */
  scanned: { readonly size: Cost; readonly made: HeapObject['made'] } | null;
}

export type Make = Extract<Shape, { readonly make: ContainerKind }>;

export function isExpr(site: object): site is Expr {
  return 'kind' in site && 'span' in site;
}

/** What tells apart what is read: where in the text that is, and by which calls. */
export const placeOf = ({ site, frame, m }: Query): string =>
  `${startOf(site) ?? m.nextId}${frame.context.place}`;
