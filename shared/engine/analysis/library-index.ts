/** Look-up in a language's library table. */
import { type Cost, parse } from '../cost/cost.ts';
import type { LibraryRow, LibraryTable } from '../ir/library.ts';
import { type RoleIndex, indexRoles } from '../ir/roles.ts';

export interface LibraryIndex {
  readonly table: LibraryTable;
  readonly roles: RoleIndex;
  /**
   * The row for a call, by receiver, name, number of positional arguments and a literal first argument, which is only asked
   * for where the name has a row of its own for one.
   */
  readonly row: (
    on: string,
    name: string,
    args: number,
    first: () => number | null,
    spread: boolean,
  ) => LibraryRow | null;
  readonly has: (on: string, name: string) => boolean;
  /** Some container of the library has a method of this name. */
  readonly isMethod: (name: string) => boolean;
  /** The module whose function an unimported name is, by the order of the table's modules. */
  readonly moduleOf: (name: string) => string | null;
}

const CONTAINERS = ['list', 'deque', 'set', 'map', 'string'];

/** Builds the index; made once for a language. */
export function indexLibrary(table: LibraryTable): LibraryIndex {
  const receivers = new Map<string, Map<string, LibraryRow[]>>();
  for (const row of table.rows) {
    let names = receivers.get(row.on);
    if (names === undefined) receivers.set(row.on, (names = new Map<string, LibraryRow[]>()));
    const list = names.get(row.name);
    if (list === undefined) names.set(row.name, [row]);
    else list.push(row);
  }
  return {
    table,
    roles: indexRoles(table.roles),
    has: (on, name) => receivers.get(on)?.has(name) === true,
    row: (on, name, args, first, spread) => {
      const list = receivers.get(on)?.get(name);
      return list === undefined ? null : bestRow(list, args, first, spread);
    },
    isMethod: (name) => CONTAINERS.some((on) => receivers.get(on)?.has(name) === true),
    moduleOf: moduleFinder(table, receivers),
  };
}

/** Of the rows of one function the one for a call of this shape; the nearest when none fits. */
function bestRow(
  list: readonly LibraryRow[],
  args: number,
  first: () => number | null,
  spread: boolean,
): LibraryRow | null {
  if (list.length === 1) return list[0]!;
  const alike = list.filter((r) => (r.spread ?? false) === spread);
  const fits = (alike.length > 0 ? alike : list).filter(
    (r) => r.arity === undefined || (args >= r.arity[0] && args <= r.arity[1]),
  );
  const literals = fits.filter(({ when }) => when !== undefined);
  const literal = literals.length === 0 ? null : first();
  const exact = literals.find(({ when }) => when === literal);
  return (
    exact ??
    fits.find((r) => r.when === undefined) ??
    list.find((r) => r.when === undefined) ??
    list[0] ??
    null
  );
}

/** For names that a program uses without importing them: the first module of the table that has them. */
function moduleFinder(
  table: LibraryTable,
  receivers: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): (name: string) => string | null {
  const owners = new Map<string, string>();
  for (const module of table.modules) {
    for (const name of receivers.get(`module:${module}`)?.keys() ?? [])
      if (!owners.has(name)) owners.set(name, module);
  }
  return (name) => owners.get(name) ?? null;
}

const parsed = new Map<string, Cost>();

/** The cost of a row's text, parsed once. */
export function costText(text: string): Cost {
  let cost = parsed.get(text);
  if (cost === undefined) {
    cost = parse(text);
    parsed.set(text, cost);
  }
  return cost;
}
