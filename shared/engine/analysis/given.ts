/** What texts have of the recursive functions that gave them. */
import type { FunctionNode } from '../ir/ir.ts';
import type { Value } from './value.ts';

/** What a text has of a recursive function. */
export interface Given {
  readonly by: FunctionNode;
  /** Whether something was put to it since. */
  readonly extended: boolean;
  /** How many times what each call returned stands in it, by the place of the call. */
  readonly times: ReadonlyMap<object, number>;
}

/** What a string that is put together of these has of a recursive function. */
export function extendedBy(...parts: readonly Value[]): Given | null {
  const [first, ...others] = parts.flatMap((one) => (one.kind === 'str' ? (one.given ?? []) : []));
  if (first === undefined) return null;
  const times = others.length === 0 ? first.times : new Map(first.times);
  for (const other of others)
    for (const [call, more] of other.times)
      (times as Map<object, number>).set(call, (times.get(call) ?? 0) + more);
  return { by: first.by, extended: true, times };
}
