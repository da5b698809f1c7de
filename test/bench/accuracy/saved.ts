/** Runs kept in a file, and what changed since. */
import { readFileSync, writeFileSync } from 'node:fs';
import { percent } from '../table.ts';
import { accuracy, isRight } from './metrics.ts';
import { KINDS, type Kind, type Row } from './rows.ts';
import type { Answer, Result } from './run.ts';
import { type Scored, scored } from './score.ts';

type SavedRun = Readonly<Record<string, { readonly time: Answer | null; readonly space: Answer | null }>>;

export function saveRun(file: string, results: readonly Result[]): void {
  const run = Object.fromEntries(results.map(({ id, time, space }) => [id, { time, space }]));
  writeFileSync(file, `${JSON.stringify(run)}\n`);
}

export function readRun(file: string): SavedRun {
  return JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
}

/** What became right, wrong, or differently wrong since the earlier run, of the rows that both have. */
export function differences(
  rows: readonly Row[],
  results: readonly Result[],
  before: SavedRun,
  shown: number,
): string {
  return KINDS.map((kind) => kindDifferences(kind, scored(rows, results, kind), before, shown)).join('\n\n');
}

function kindDifferences(kind: Kind, pairs: readonly Scored[], before: SavedRun, shown: number): string {
  const common = pairs.filter(({ row }) => row.id in before);
  const earlier = (pair: Scored) => before[pair.row.id]?.[kind] ?? null;
  const wasRight = (pair: Scored) => earlier(pair)?.class === pair.label;
  const lost = common.filter((pair) => wasRight(pair) && !isRight(pair));
  const gained = common.filter((pair) => !wasRight(pair) && isRight(pair));
  const other = common.filter(
    (pair) => !wasRight(pair) && !isRight(pair) && (earlier(pair)?.class ?? null) !== pair.answer,
  );
  const was = common.filter(wasRight).length / common.length;
  const line = (pair: Scored) =>
    `    ${pair.row.id}: label ${pair.label}, ${earlier(pair)?.text ?? 'none'} -> ${pair.result[kind]?.text ?? 'none'}`;
  const list = (title: string, changed: readonly Scored[]) => [
    `  ${title}: ${changed.length}`,
    ...changed.slice(0, shown).map(line),
  ];
  return [
    `SINCE THE SAVED RUN, ${kind}: ${percent(was)} -> ${percent(accuracy(common))} of ${common.length} rows`,
    ...list('became wrong', lost),
    ...list('became right', gained),
    ...list('wrong in another way', other),
  ].join('\n');
}
