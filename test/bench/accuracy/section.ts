/** Accuracy as a part of the bench's report. */
import type { Section } from '../section.ts';
import { percent } from '../table.ts';
import { type Pair, accuracy, groupBy, macroF1 } from './metrics.ts';
import { nearestClass } from './nearest.ts';
import { KINDS, type Kind, type Row } from './rows.ts';
import { analyseRows } from './run.ts';
import { type Scored, scored } from './score.ts';

/** Labelled programs of one file. */
export interface Corpus {
  readonly name: string;
  readonly rows: readonly Row[];
}

const NOTES = [
  'On labelled programs that are not part of the project.',
  'Nearest class: an answer of a class that the labels of its set do not know counts as the largest of theirs that does ' +
    'not grow faster (log² n as a logarithm, n⁴ as cubic), as somebody who had to choose among them would answer.',
];

/** By set and language; says how to get it when there are no rows. */
export async function accuracySection(corpora: readonly Corpus[]): Promise<Section> {
  const title = 'Accuracy';
  const head = ['', 'rows', 'accuracy', 'macro-F1', 'nearest class'];
  if (corpora.length === 0) {
    const note = 'Not measured: no labelled programs were given (arguments, or BIG_O_LENS_CORPUS).';
    return { title, head, rows: [], notes: [note] };
  }
  const lines = [];
  for (const corpus of corpora) lines.push(...(await accuracyLines(corpus)));
  return { title, head, rows: lines, notes: NOTES };
}

async function accuracyLines({ name, rows }: Corpus): Promise<(string | number)[][]> {
  const results = await analyseRows(rows, 1, 'shipped');
  return KINDS.flatMap((kind) =>
    groupBy(scored(rows, results, kind), ({ row }) => row.lang).map(([language, pairs]) => [
      `${kind}, ${language}, ${name}`,
      pairs.length,
      percent(accuracy(pairs)),
      percent(macroF1(pairs)),
      percent(accuracy(rounded(pairs, kind))),
    ]),
  );
}

/** The answers in the classes that occur as labels. */
function rounded(pairs: readonly Scored[], kind: Kind): Pair[] {
  const classes = new Set(pairs.map(({ label }) => label));
  return pairs.map((pair) => {
    const answer = pair.result[kind];
    return { ...pair, answer: answer === null ? null : nearestClass(answer, classes) };
  });
}
