/**
 * Trains what tells how sure a bound is, on labelled programs, and prints how well it does on problems that it has not
 * seen:
 *
 *   npm run train:confidence -- <rows.jsonl>...
 *
 * What is printed is of a forest that has seen three problems in four, measured on the fourth, the part `held` of the
 * accuracy bench; what is written has seen them all. The rows are those of the accuracy bench and stay outside of the
 * project.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Kind, KINDS, readRows } from '../accuracy/rows.ts';
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

const judged = await judgedRows(readRows(files));
const forests = { time: boost(judged.time), space: boost(judged.space) } satisfies Record<Kind, Forest>;
const text = `${JSON.stringify(forests)}\n`;
writeFileSync(FORESTS, text);
console.log(`${FORESTS}: ${Math.ceil(text.length / 1000)} kB`);
for (const kind of KINDS) console.log(`\n${report(kind)}`);

/** By language and source, on the held part, of a forest that has not seen it. */
function report(kind: Kind): string {
  const seen = judged[kind].filter(({ split }) => split === 'dev');
  const held = judged[kind].filter(({ split }) => split === 'held');
  const forest = boost(seen);
  const groups = frequencies(held.map(({ group }) => group)).map(([group]) => group);
  const classRates = ratesOf(seen);
  const rows = groups.flatMap((group) => {
    const examples = held.filter((example) => example.group === group);
    return [
      line(`${group}, with the trees`, examples, (one) => chance(forest, one.evidence)),
      line(`${group}, by its class alone`, examples, (one) => classRates.get(one.answer) ?? 0.5),
    ];
  });
  return table(
    [`${kind}, unseen problems`, 'rows', 'right', 'log loss', `${SURE} and more`, 'of them right'],
    rows,
  );
}

function line(
  name: string,
  examples: readonly Judged[],
  sureness: (one: Judged) => number,
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
