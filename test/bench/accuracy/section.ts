/** Accuracy as a part of the bench's report. */
import type { Section } from '../section.ts';
import { percent } from '../table.ts';
import { accuracy, groupBy, macroF1 } from './metrics.ts';
import { KINDS, type Row } from './rows.ts';
import { analyseRows } from './run.ts';
import { scored } from './score.ts';

/** Labelled programs of one file. */
export interface Corpus {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** By set and language; says how to get it when there are no rows. */
export async function accuracySection(corpora: readonly Corpus[]): Promise<Section> {
  const title = 'Accuracy';
  const head = ['', 'rows', 'accuracy', 'macro-F1'];
  if (corpora.length === 0) {
    const note = 'Not measured: no labelled programs were given (arguments, or BIG_O_LENS_CORPUS).';
    return { title, head, rows: [], notes: [note] };
  }
  const lines = [];
  for (const corpus of corpora) lines.push(...(await accuracyLines(corpus)));
  return { title, head, rows: lines, notes: ['On labelled programs that are not part of the project.'] };
}

async function accuracyLines({ name, rows }: Corpus): Promise<(string | number)[][]> {
  const results = await analyseRows(rows, 1);
  return KINDS.flatMap((kind) =>
    groupBy(scored(rows, results, kind), ({ row }) => row.lang).map(([language, pairs]) => [
      `${kind}, ${language}, ${name}`,
      pairs.length,
      percent(accuracy(pairs)),
      percent(macroF1(pairs)),
    ]),
  );
}
