/** Look-up in a language's library table. */
import { type Cost, parse, symbolsOf } from '../cost/cost.ts';
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
  const choices = new Map<readonly LibraryRow[], Map<number, Choice>>();
  const choiceOf = (list: readonly LibraryRow[], args: number, spread: boolean): Choice => {
    let shapes = choices.get(list);
    if (shapes === undefined) choices.set(list, (shapes = new Map<number, Choice>()));
    // Numbers below 0 are those of calls `f(*a)`.
    const shape = spread ? -1 - args : args;
    let choice = shapes.get(shape);
    if (choice === undefined) shapes.set(shape, (choice = choose(list, args, spread)));
    return choice;
  };
  for (const given of table.rows) {
    const row = inFull(given);
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
      if (list === undefined) return null;
      if (list.length === 1) return list[0]!;
      const { literals, plain } = choiceOf(list, args, spread);
      const literal = literals.length === 0 ? null : first();
      return literals.find(({ when }) => when === literal) ?? plain;
    },
    isMethod: (name) => CONTAINERS.some((on) => receivers.get(on)?.has(name) === true),
    moduleOf: moduleFinder(table, receivers),
  };
}

/** The row with all of its fields: rows of one shape are read much faster. */
const inFull = (row: LibraryRow): LibraryRow => ({ ...NO_ROW, ...row }) as LibraryRow;

const NO_ROW = {
  on: '',
  name: '',
  time: '',
  arity: undefined,
  when: undefined,
  spread: undefined,
  named: undefined,
  worst: undefined,
  basis: undefined,
  allocates: undefined,
  result: undefined,
  effect: undefined,
  calls: undefined,
  consumes: undefined,
  lazy: undefined,
  divides: undefined,
  binds: undefined,
  note: undefined,
};

/** The rows of one function for calls of one shape: those for literal first arguments, and the one for all others. */
interface Choice {
  readonly literals: readonly LibraryRow[];
  readonly plain: LibraryRow | null;
}

/** The nearest rows where none fits. */
function choose(list: readonly LibraryRow[], args: number, spread: boolean): Choice {
  const alike = list.filter((r) => (r.spread ?? false) === spread);
  const fits = (alike.length > 0 ? alike : list).filter(
    (r) => r.arity === undefined || (args >= r.arity[0] && args <= r.arity[1]),
  );
  const isPlain = ({ when }: LibraryRow): boolean => when === undefined;
  return {
    literals: fits.filter((row) => !isPlain(row)),
    plain: fits.find(isPlain) ?? list.find(isPlain) ?? list[0] ?? null,
  };
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

/** What a cost text says of an operand: `a.value` of the value of a. */
export interface CostOperand {
  /** "a.value" */
  readonly symbol: string;
  /** "a" */
  readonly name: string;
  /** "value"; empty where the text asks for the size. */
  readonly part: string;
}

export interface CostText {
  /** The cost, with the operands as its symbols. */
  readonly template: Cost;
  readonly operands: readonly CostOperand[];
  /** The text is one operand, and nothing else. */
  readonly isAlone: boolean;
}

const parsed = new Map<string, CostText>();

/** The cost of a row's text, parsed once. */
export function costText(text: string): CostText {
  let cost = parsed.get(text);
  if (cost === undefined) parsed.set(text, (cost = parseText(text)));
  return cost;
}

function parseText(text: string): CostText {
  const template = parse(text);
  const operands = symbolsOf(template).map((symbol) => {
    const dot = symbol.indexOf('.');
    return dot < 0
      ? { symbol, name: symbol, part: '' }
      : { symbol, name: symbol.slice(0, dot), part: symbol.slice(dot + 1) };
  });
  return { template, operands, isAlone: operands.length === 1 && operands[0]!.symbol === text };
}
