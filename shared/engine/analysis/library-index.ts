/** Look-up in a language's library table. */
import { type Cost, parse } from '../cost/cost.ts';
import type { LibraryRow, LibraryTable } from '../ir/library.ts';

export interface LibraryIndex {
  readonly table: LibraryTable;
  /** The row for a call, by receiver, name, number of positional arguments and a literal first argument. */
  readonly row: (on: string, name: string, args: number, first: number | null, spread: boolean) => LibraryRow | null;
  readonly has: (on: string, name: string) => boolean;
}

/** Builds the index; made once for a language. */
export function indexLibrary(table: LibraryTable): LibraryIndex {
  const rows = new Map<string, LibraryRow[]>();
  for (const row of table.rows) {
    const id = `${row.on}.${row.name}`;
    const list = rows.get(id);
    if (list === undefined) rows.set(id, [row]);
    else list.push(row);
  }
  return {
    table,
    has: (on, name) => rows.has(`${on}.${name}`),
    row: (on, name, args, first, spread) => {
      const list = rows.get(`${on}.${name}`);
      if (list === undefined) return null;
      const alike = list.filter((r) => (r.spread ?? false) === spread);
      const fits = (alike.length > 0 ? alike : list).filter((r) => r.arity === undefined || (args >= r.arity[0] && args <= r.arity[1]));
      const exact = fits.find((r) => r.when !== undefined && r.when === first);
      return exact ?? fits.find((r) => r.when === undefined) ?? list.find((r) => r.when === undefined) ?? list[0] ?? null;
    },
  };
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
