/** Short forms of the rows and shapes of the library tables. */
import type { ContainerKind, LibraryRow, Operand, Shape } from '../../ir/library.ts';

type Extra = Omit<LibraryRow, 'on' | 'name' | 'time' | 'result'>;
type Make = Extract<Shape, { readonly make: ContainerKind }>;
type MakeExtra = Omit<Make, 'make' | 'size' | 'of'>;

/** Makes the rows of one receiver or module; a row without a result returns None. */
export const on =
  (receiver: string) =>
  (name: string, time: string, result: Shape = 'none', extra: Extra = {}): LibraryRow => ({
    on: receiver,
    name,
    time,
    result,
    ...extra,
  });

export const int = (bound: string): Shape => ({ int: bound });
export const float = (bound: string): Shape => ({ float: bound });
export const same = (operand: Operand): Shape => ({ same: operand });
export const element = (operand: Operand): Shape => ({ element: operand });
export const value = (operand: Operand): Shape => ({ value: operand });
export const returned = (operand: Operand): Shape => ({ returned: operand });
export const tuple = (...shapes: readonly Shape[]): Shape => ({ tuple: shapes });
export const copy = (operand: Operand, as?: ContainerKind): Shape =>
  as === undefined ? { copy: operand } : { copy: operand, as };
export const make = (kind: ContainerKind, size: string, of?: Shape, extra: MakeExtra = {}): Shape =>
  of === undefined ? { make: kind, size, ...extra } : { make: kind, size, of, ...extra };
export const text = (size: string): Shape => ({ make: 'string', size });

/** Exactly `n` positional arguments; from `n` to `m`. */
export const args = (n: number, m = n): Pick<Extra, 'arity'> => ({ arity: [n, m] });

/** Calls of a callback that is an argument, or the argument of a keyword. */
export const calls = (
  callback: Operand,
  times: string,
  ...parameters: readonly Shape[]
): Pick<Extra, 'calls'> => ({
  calls: { callback, times, with: parameters },
});
export const key = (times: string, ...parameters: readonly Shape[]): Pick<Extra, 'calls'> => ({
  calls: { callback: { keyword: 'key' }, times, with: parameters },
});

export const consumes = (...operands: readonly Operand[]): Pick<Extra, 'consumes'> => ({
  consumes: operands,
});

/** Hashing: constant on average, the size of the table when every hash collides. */
export const hashed = (worst = 'self'): Pick<Extra, 'basis' | 'worst'> => ({ basis: 'expected', worst });
export const amortised = (worst = 'self'): Pick<Extra, 'basis' | 'worst'> => ({ basis: 'amortised', worst });

/** The number of positional arguments of a function that takes any number. */
export const ANY = 99;

/** Rows of one receiver in the order of their names, as tables keep them; rows of one name stay in theirs. */
export const byName = (rows: readonly LibraryRow[]): readonly LibraryRow[] =>
  [...rows].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
