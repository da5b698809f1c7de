/**
 * Trains what tells how sure a bound is, on labelled programs, and prints how well it does on problems that it has not
 * seen:
 *
 *   npm run train:confidence -- <rows.jsonl>...
 *
 * What is printed is of forests that have seen three problems in four, each measured on the fourth, for all four; what
 * is written has seen them all. The rows are those of the accuracy bench and stay outside of the project.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Kind, KINDS, PARTS, readRows } from '../accuracy/rows.ts';
import { frequencies } from '../accuracy/metrics.ts';
import { percent, table } from '../table.ts';
import { boost } from './boost.ts';
import { type Judged, judgedRows } from './examples.ts';
import { chance, type Forest } from '../../../shared/engine/result/calibration/forest.ts';

const FORESTS = resolve(import.meta.dirname, '../../../shared/engine/result/calibration/forests.json');
/** From here on an answer counts as sure. */
const SURE = 0.9;

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Which labelled programs? npm run train:confidence -- <rows.jsonl>...');
  process.exit(2);
}

/** An answer with the chance that a forest gave it which has not seen its problem, and that of its class alone. */
interface Rated extends Judged {
  readonly sure: number;
  readonly byClass: number;
}

const judged = await judgedRows(readRows(files));
const forests = { time: boost(judged.time), space: boost(judged.space) } satisfies Record<Kind, Forest>;
const text = `${JSON.stringify(forests)}\n`;
writeFileSync(FORESTS, text);
console.log(`${FORESTS}: ${Math.ceil(text.length / 1000)} kB`);
for (const kind of KINDS) console.log(`\n${report(judged[kind], kind)}`);

/** By language and source. */
function report(examples: readonly Judged[], kind: Kind): string {
  const rated = Array.from({ length: PARTS }, (_, part) => ratedPart(examples, part)).flat();
  const groups = frequencies(rated.map(({ group }) => group)).map(([group]) => group);
  const rows = groups.flatMap((group) => {
    const own = rated.filter((one) => one.group === group);
    return [
      line(`${group}, with the trees`, own, ({ sure }) => sure),
      line(`${group}, by its class alone`, own, ({ byClass }) => byClass),
    ];
  });
  return table(
    [`${kind}, unseen problems`, 'rows', 'right', 'log loss', `${SURE} and more`, 'of them right'],
    rows,
  );
}

/** The answers of one part, by what the others have taught. */
function ratedPart(examples: readonly Judged[], part: number): Rated[] {
  const seen = examples.filter((one) => one.part !== part);
  const forest = boost(seen);
  const classRates = ratesOf(seen);
  return examples
    .filter((one) => one.part === part)
    .map((one) => ({
      ...one,
      sure: chance(forest, one.evidence),
      byClass: classRates.get(one.answer) ?? 0.5,
    }));
}

function line(
  name: string,
  examples: readonly Rated[],
  sureness: (one: Rated) => number,
): (string | number)[] {
  const rated = examples.map((one) => ({ ...one, p: Math.min(0.99, Math.max(0.01, sureness(one))) }));
  const sure = rated.filter(({ p }) => p >= SURE);
  const loss = rated.reduce((sum, { right, p }) => sum - Math.log(right ? p : 1 - p), 0) / rated.length;
  return [
    name,
    rated.length,
    percent(share(rated)),
    loss.toFixed(3),
    percent(sure.length / rated.length),
    sure.length === 0 ? '' : percent(share(sure)),
  ];
}

function share(examples: readonly Judged[]): number {
  return examples.filter(({ right }) => right).length / examples.length;
}

/** The share of right answers of each answered class. */
function ratesOf(examples: readonly Judged[]): Map<string, number> {
  const classes = [...new Set(examples.map(({ answer }) => answer))];
  return new Map(classes.map((name) => [name, share(examples.filter(({ answer }) => answer === name))]));
}
