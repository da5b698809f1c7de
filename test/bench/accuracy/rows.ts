/** Labelled programs: one JSON object a line. */
import { readFileSync } from 'node:fs';
import { BOUND_CLASSES, type BoundClass } from '../../../shared/protocol/analysis.ts';
import { canonicalLanguage } from '../../../shared/engine/languages/registry.ts';
import { hash, hashed } from '../random.ts';

export type Kind = 'time' | 'space';
export const KINDS: readonly Kind[] = ['time', 'space'];

/** A row of a corpus. Only `id` and `code` have to be there; a set may label times alone. */
export interface Row {
  readonly id: string;
  readonly source: string;
  readonly lang: string;
  readonly problem: string;
  readonly code: string;
  /** Labels as their authors wrote them. */
  readonly time?: string;
  readonly space?: string;
  readonly time_class?: string;
  readonly space_class?: string;
  /** The class with every variable taken as one n: what `Bound.class` is compared with. */
  readonly time_class_1var?: string;
  readonly space_class_1var?: string;
  readonly time_note?: string;
  readonly space_note?: string;
}

/** Notes of labels that are no single bound of the whole program. */
const NOT_ONE_BOUND = new Set(['per_method', 'range', 'or', 'parse_fail']);

/**
 * The class that an answer is compared with; null for a row that does not count: unlabelled, of the class `other`,
 * or labelled with something else than one bound.
 */
export function labelOf(row: Row, kind: Kind): BoundClass | null {
  const label = statedClass(row, kind);
  return label === 'other' ? null : label;
}

/** The class that a row is labelled with, be it `other`; null where there is no label, or not one bound. */
export function statedClass(row: Row, kind: Kind): BoundClass | null {
  const label = row[`${kind}_class_1var`] ?? row[`${kind}_class`];
  const notes = (row[`${kind}_note`] ?? '').split(',');
  if (label === undefined || notes.some((note) => NOT_ONE_BOUND.has(note))) return null;
  return BOUND_CLASSES.find((name) => name === label) ?? null;
}

/** The rows of the files, in order. Throws with file and line on what is no row. */
export function readRows(files: readonly string[]): Row[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : [parseRow(line, `${file}:${index + 1}`)])),
  );
}

function parseRow(line: string, place: string): Row {
  let row: Partial<Row> | null;
  try {
    row = JSON.parse(line) as Partial<Row> | null;
  } catch {
    throw new Error(`${place} is not JSON: expected one object a line`);
  }
  if (typeof row?.id !== 'string' || typeof row.code !== 'string') {
    throw new Error(`${place} has no "id" or no "code"`);
  }
  return { source: '?', lang: '?', problem: row.id, ...row } as Row;
}

export interface Selection {
  readonly lang: string | null;
  readonly where: RegExp | null;
  readonly split: Split | null;
  readonly sample: number | null;
  readonly seed: number;
}

export type Split = 'dev' | 'held';

/** How many parts the problems are in. */
export const PARTS = 4;
/** The part that was held back, see CONTRIBUTING.md. */
const HELD = 0;

/** The part of a row: all solutions of a problem are in the same one, so that none of them gives another away. */
export function partOf({ problem }: Pick<Row, 'problem'>): number {
  return hash(problem) % PARTS;
}

export function splitOf(row: Pick<Row, 'problem'>): Split {
  return partOf(row) === HELD ? 'held' : 'dev';
}

/** The rows asked for, in the order of the file. */
export function select(rows: readonly Row[], { lang, where, split, sample, seed }: Selection): Row[] {
  const wanted = rows.filter(
    (row) =>
      (lang === null || sameLanguage(row.lang, lang)) &&
      (where === null || where.test(row.id)) &&
      (split === null || splitOf(row) === split),
  );
  if (sample === null || sample >= wanted.length) return wanted;
  const chosen = new Set(
    wanted
      .map((row) => ({ row, rank: hashed(seed, row.id) }))
      .sort((a, b) => a.rank - b.rank || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, sample)
      .map(({ row }) => row),
  );
  return wanted.filter((row) => chosen.has(row));
}

function sameLanguage(a: string, b: string): boolean {
  return a === b || (canonicalLanguage(a) !== null && canonicalLanguage(a) === canonicalLanguage(b));
}
