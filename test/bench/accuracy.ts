/**
 * How often the engine is right, on labelled programs:
 *
 *   npm run bench:accuracy -- [options] <rows.jsonl>...
 *
 * `--help` prints the options; test/bench/accuracy/rows.ts describes a row.
 */
import { parseArgs } from 'node:util';
import { canonicalLanguage } from '../../shared/engine/languages/registry.ts';
import { agreement } from './accuracy/agreement.ts';
import { figures, summary } from './accuracy/figures.ts';
import { missReport } from './accuracy/misses.ts';
import { KINDS, type Kind, type Row, type Split, readRows, select } from './accuracy/rows.ts';
import { analyseRows } from './accuracy/run.ts';
import { differences, readRun, saveRun } from './accuracy/saved.ts';
import { scored } from './accuracy/score.ts';
import { milliseconds } from './table.ts';
import { yardstickMs } from './yardstick.ts';

const HELP = `npm run bench:accuracy -- [options] <rows.jsonl>...

Which rows:
  --lang NAME          only this language
  --where REGEX        only rows whose id matches
  --split dev|held     three problems in four, or the fourth
  --sample N --seed S  N rows, chosen by the seed (default 1)
How:
  --threads N          worker threads (default 1)
  --shipped            the engine bundled, as it ships, instead of the sources
What to print:
  --misses N           N wrong answers with their derivations
  --kind time|space    of this bound (default time)
  --class NAME         whose label is this class
  --answer NAME        whose answer is this class
  --code               with the programs
  --brief              the summary line instead of the tables
  --save FILE          keep the answers
  --against FILE       what changed since the answers were kept; --misses says how many to list (default 20)
`;

const { values: flags, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    lang: { type: 'string' },
    where: { type: 'string' },
    split: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    shipped: { type: 'boolean', default: false },
    misses: { type: 'string' },
    kind: { type: 'string', default: 'time' },
    class: { type: 'string' },
    answer: { type: 'string' },
    code: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
    save: { type: 'string' },
    against: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** The rows that the flags select, of languages that the engine serves. */
function selectedRows(): Row[] {
  const wanted = select(readRows(files), {
    lang: flags.lang ?? null,
    where: flags.where === undefined ? null : new RegExp(flags.where),
    split: (flags.split as Split | undefined) ?? null,
    sample: flags.sample === undefined ? null : Number(flags.sample),
    seed: Number(flags.seed),
  });
  const served = wanted.filter(({ lang }) => canonicalLanguage(lang) !== null);
  if (served.length < wanted.length) {
    console.log(`${wanted.length - served.length} rows are in languages that are not served yet.`);
  }
  return served;
}

async function main(): Promise<void> {
  if (flags.help || files.length === 0) {
    console.log(HELP);
    return;
  }
  const rows = selectedRows();
  const start = performance.now();
  const results = await analyseRows(rows, Number(flags.threads), flags.shipped ? 'shipped' : 'sources');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);

  if (!flags.brief) console.log(`\n${figures(rows, results)}\n\nYARDSTICK  ${milliseconds(yardstickMs())}\n`);
  const agreed = agreement(rows, results);
  if (!flags.brief && agreed !== '') console.log(`${agreed}\n`);
  if (flags.misses !== undefined && flags.against === undefined) {
    const kind = flags.kind as Kind;
    if (!KINDS.includes(kind)) throw new Error(`--kind is ${flags.kind}: expected time or space`);
    const query = {
      ...{ kind, count: Number(flags.misses), code: flags.code },
      ...{ label: flags.class ?? null, answer: flags.answer ?? null },
    };
    console.log(`${await missReport(scored(rows, results, kind), query)}\n`);
  }
  if (flags.against !== undefined) {
    console.log(`${differences(rows, results, readRun(flags.against), Number(flags.misses ?? 20))}\n`);
  }
  if (flags.save !== undefined) saveRun(flags.save, results);
  console.log(`${summary(rows, results)}; ${rows.length} rows in ${seconds} s`);
}

await main();
