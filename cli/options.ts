/** Reading of arguments, with messages that say what is wrong, where, and what to do. */
import { parseArgs } from 'node:util';
import { UsageError } from './io.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** The values that it may have. */
  readonly choices?: readonly string[];
}

type Specs = Readonly<Record<string, OptionSpec>>;

export interface Arguments {
  /** The last value of an option; undefined if it is not there. */
  readonly value: (name: string) => string | undefined;
  readonly has: (name: string) => boolean;
  readonly positionals: readonly string[];
}

/** @throws UsageError for an unknown option, a missing value, a value that is none of the choices. */
export function readArguments(command: string, args: readonly string[], specs: Specs): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: specs,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const value = token.inlineValue || !token.value?.startsWith('-') ? token.value : undefined;
    values.set(token.name, checked(command, token.rawName, specs[token.name], value, Object.keys(specs)));
  }
  return { value: (name) => values.get(name), has: (name) => values.has(name), positionals };
}

function checked(
  command: string,
  rawName: string,
  spec: OptionSpec | undefined,
  value: string | undefined,
  known: readonly string[],
): string {
  const wrong = (what: string) => new UsageError(`${what} See 'big-o-lens ${command} --help'.`);
  if (spec === undefined) {
    const near = closest(rawName.replace(/^-+/, ''), known);
    const hint = near === null ? '' : ` Did you mean --${near}?`;
    throw wrong(`Unknown option ${rawName} of '${command}'.${hint}`);
  }
  if (spec.type === 'boolean') {
    if (value !== undefined) throw wrong(`${rawName} takes no value, but got '${value}'.`);
    return '';
  }
  const choices = spec.choices?.join(', ');
  if (value === undefined) {
    throw wrong(`${rawName} needs a value${choices === undefined ? '' : `: ${choices}`}.`);
  }
  if (spec.choices?.includes(value) === false) {
    throw wrong(`${rawName} can't be '${value}'. It can be: ${choices!}.`);
  }
  return value;
}

/** The nearest of the names, if it is near enough to be a slip of the fingers. */
export function closest(name: string, names: readonly string[]): string | null {
  const ranked = names
    .map((other) => ({ other, edits: distance(name, other) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.other : null;
}

/** Letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
