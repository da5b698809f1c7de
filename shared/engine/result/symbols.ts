/** The letters under which a reader sees the symbols: the program's own names for sizes first, customary letters next. */
import { type Cost, symbolsOf } from '../cost/cost.ts';

export interface Naming {
  /** Symbol id -> shown name. */
  readonly names: ReadonlyMap<string, string>;
  /** Shown name -> meaning. */
  readonly legends: ReadonlyMap<string, string>;
}

const LETTERS = ['n', 'm', 'k', 'p', 'q', 'r', 's', 't', 'u', 'w', 'x', 'y', 'z'];

/** Chooses a distinct name for every symbol that occurs in the costs. */
export function nameSymbols(
  costs: readonly Cost[],
  preferred: ReadonlyMap<string, string>,
  legends: ReadonlyMap<string, string>,
): Naming {
  const ids = [...new Set(costs.flatMap((cost) => [...symbolsOf(cost)]))].sort(byWeight);
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const shown = new Map<string, string>();
  const take = (id: string, name: string): void => {
    taken.add(name);
    names.set(id, name);
    shown.set(name, legends.get(id) ?? meaning(id));
  };
  for (const id of ids) if (isIdentifier(id)) take(id, id);
  for (const id of ids) {
    if (names.has(id)) continue;
    const own = preferred.get(id);
    if (own !== undefined && !taken.has(own)) take(id, own);
  }
  for (const id of ids) {
    if (names.has(id)) continue;
    const candidates = [customary(id, ids), ...LETTERS].filter((name): name is string => name !== null);
    take(id, candidates.find((name) => !taken.has(name)) ?? id);
  }
  return { names, legends: shown };
}

/** An int parameter keeps its own name. */
function isIdentifier(id: string): boolean {
  return /^[A-Za-z_]\w{0,19}$/.test(id) && !/^(in|value|range)\d+$/.test(id) && id !== 'operations';
}

/** Outer sizes before inner ones, sizes before values. */
function byWeight(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(id: string): number {
  if (/^nodes|^length/.test(id)) return 0;
  if (id.startsWith('len(')) return id.includes('[') ? 2 : 1;
  return id.startsWith('max') ? 5 : 3;
}

/** The letter that the field uses for such a size. */
function customary(id: string, ids: readonly string[]): string | null {
  if (id.startsWith('height')) return 'h';
  if (id.startsWith('edges')) return 'E';
  if (id.startsWith('nodes') && ids.some((other) => other.startsWith('edges'))) return 'V';
  const inner = /^len\((\w+)\)$/.exec(id);
  if (inner !== null && ids.includes(`len(${inner[1]}[0])`)) return 'm';
  if (id.endsWith('[i])')) return 'k';
  if (id.startsWith('max(') || /^range\d/.test(id)) return 'v';
  return null;
}

function meaning(id: string): string {
  if (/^in[\d.]+$/.test(id)) return 'the size of what is read';
  if (/^value[\d.]+$/.test(id)) return 'a number that is read';
  return id === 'n' ? 'the size of the input' : id;
}
