/**
 * Speed, memory, sizes and robustness, next to their bars:
 *
 *   npm run bench -- [--write] [--only NAME,...] [--mutants N] [<rows.jsonl>...]
 *
 * With labelled programs (arguments, or BIG_O_LENS_CORPUS with paths separated as in PATH) it prints accuracy too, and
 * measures on these programs instead of the fixtures. --write records the figures in docs/benchmarks.md.
 */
import { rm } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from '../../scripts/vscode/package.ts';
import { canonicalLanguage } from '../../shared/engine/languages/registry.ts';
import { readRows } from './accuracy/rows.ts';
import { type Corpus, accuracySection } from './accuracy/section.ts';
import { commandFigures } from './command.ts';
import { growth, latency } from './latency.ts';
import { measureServer } from './lsp.ts';
import { robustness } from './mutants/robustness.ts';
import { type BenchProgram, fixturePrograms } from './programs.ts';
import { recordSections } from './report.ts';
import { BAR_HEAD, type Section, barred, sectionText } from './section.ts';
import { sizes } from './sizes.ts';
import { milliseconds } from './table.ts';
import { yardstickMs } from './yardstick.ts';

const PARTS = ['accuracy', 'latency', 'growth', 'command', 'lsp', 'sizes', 'robustness'];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    mutants: { type: 'string', default: '10000' },
  },
});

/** The sections in their order, each printed by the caller as it is ready. */
async function* sections(corpora: readonly Corpus[]): AsyncGenerator<Section> {
  const wanted = new Set(flags.only.split(','));
  const fixtures = fixturePrograms();
  const labelled = corpora.flatMap(({ name: set, rows }): BenchProgram[] =>
    rows.map(({ id, lang: language, code }) => ({ id, set, language, code })),
  );
  const programs = labelled.length === 0 ? fixtures : labelled;

  if (wanted.has('accuracy')) yield await accuracySection(corpora);
  if (wanted.has('latency')) yield await latency(programs);
  if (wanted.has('growth')) yield await growth(fixtures);
  if (wanted.has('lsp')) yield await serverSection();
  if (wanted.has('command') || wanted.has('sizes')) {
    const { file, folder } = await packageExtension();
    const dist = join(folder, 'dist');
    try {
      if (wanted.has('command')) yield await commandFigures(dist, programs);
      if (wanted.has('sizes')) yield sizes(file, dist);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  if (wanted.has('robustness')) yield await robustness(fixtures, Number(flags.mutants));
}

async function serverSection(): Promise<Section> {
  const figures = await measureServer();
  return {
    title: 'Language server',
    notes: ['Over standard input and output, with a file of 200 lines.'],
    head: BAR_HEAD,
    rows: figures.map(({ what, measured, unit, bar }) =>
      barred(what, measured, bar, (value) => (Number.isNaN(value) ? '-' : `${value.toFixed(0)} ${unit}`)),
    ),
  };
}

/** A corpus a file, of the languages that the engine serves. */
function readCorpora(): Corpus[] {
  const named = process.env.BIG_O_LENS_CORPUS?.split(delimiter).filter((path) => path !== '') ?? [];
  return (positionals.length > 0 ? positionals : named).map((file) => ({
    name: basename(file).replace(/\.\w+$/, ''),
    rows: readRows([file]).filter(({ lang }) => canonicalLanguage(lang) !== null),
  }));
}

/** "2 x AMD EPYC, 4 GiB, linux x64, Node 24.1.0, yardstick 5.1 ms" */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const software = `${process.platform} ${process.arch}, Node ${process.versions.node}`;
  return `${availableParallelism()} x ${model}, ${memory}, ${software}, yardstick ${milliseconds(yardstickMs())}`;
}

async function main(): Promise<void> {
  const unknown = flags.only.split(',').filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  const head = `${new Date().toISOString().slice(0, 10)}, ${machine()}`;
  console.log(head);
  const done: Section[] = [];
  for await (const section of sections(readCorpora())) {
    console.log(`\n${sectionText(section)}`);
    done.push(section);
  }
  if (flags.write) {
    await recordSections(done, `# Benchmarks\n\nWritten by \`npm run bench -- --write\`: ${head}.`);
  }
  if (done.some(({ failures = [] }) => failures.length > 0)) process.exitCode = 1;
}

await main();
