/** What texts have of the recursive functions that gave them. */
import { type Cost, ZERO, max, plus } from '../cost/cost.ts';
import type { FunctionNode } from '../ir/ir.ts';
import type { Value } from './value.ts';

/** What a text has of a recursive function. */
export interface Given {
  readonly by: FunctionNode;
  /** Whether something was put to it since. */
  readonly extended: boolean;
  /** How long what was put to it since is in all, where each place put it there once; null where that is not known. */
  readonly added: Cost | null;
  /** How many times what each call returned stands in it, by the place of the call. */
  readonly times: ReadonlyMap<object, number>;
}

/** What a string that is put together of these has of a recursive function; `added` is how long the others are. */
export function extendedBy(parts: readonly Value[], added: Cost | null): Given | null {
  const [first, ...others] = parts.flatMap((one) => (one.kind === 'str' ? (one.given ?? []) : []));
  if (first === undefined) return null;
  const times = others.length === 0 ? first.times : new Map(first.times);
  for (const other of others)
    for (const [call, more] of other.times)
      (times as Map<object, number>).set(call, (times.get(call) ?? 0) + more);
  const all = [first, ...others].reduce<Cost | null>(
    (sum, part) => (sum === null || part.added === null ? null : plus(sum, part.added)),
    added,
  );
  return { by: first.by, extended: true, times, added: all };
}

/** The same of texts that are put behind each other. */
export function extendedByTexts(...parts: readonly Value[]): Given | null {
  const others = parts.flatMap((part) => (part.kind === 'str' && part.given === null ? [part.size] : []));
  return extendedBy(parts, plus(ZERO, ...others));
}

/** What either has. */
export function eitherGiven(a: Given | null, b: Given | null): Given | null {
  const given = b?.extended === true ? b : (a ?? b);
  if (a === null || b === null || given === null) return given;
  return { ...given, added: a.added === null || b.added === null ? null : max(a.added, b.added) };
}
