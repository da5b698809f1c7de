/** How long the engine takes, in this process. */
import type { Engine } from '../../shared/engine/analyze.ts';
import { groupBy } from './accuracy/metrics.ts';
import { engineIn } from './engine.ts';
import type { BenchProgram } from './programs.ts';
import type { Section } from './section.ts';
import { mean, quantile } from './statistics.ts';
import { type Cell, milliseconds } from './table.ts';
import { stopwatch } from './clock.ts';

const LENGTHS = [100, 500, 1000, 2500, 5000];
const TRIES = 3;
/** Programs are taken in steps, so that every length has the same mixture of them. */
const STEP = 101;

/** The mean of a set's bounds may take this long; a single program, that long. */
const BAR_MEAN_MS = 1.5;
const BAR_MAX_MS = 100;

/** By set: a round in which every program is new to the engine, and another that finds all of it compiled. */
export async function latency(programs: readonly BenchProgram[]): Promise<Section> {
  const engine = await engineIn('shipped');
  const sets = groupBy(programs, ({ language, set }) => `${language}, ${set}`);
  const rounds = (details: boolean): Cell[][] => {
    const run = () => sets.map(([, own]) => own.map((program) => timed(engine, program, details)));
    const [first, warm] = [run(), run()];
    return sets.map(([name, own], i) => {
      const times = warm[i]!;
      const isMet = mean(times) <= BAR_MEAN_MS && quantile(times, 1) <= BAR_MAX_MS;
      const figures = [
        mean(first[i]!),
        mean(times),
        quantile(times, 0.5),
        quantile(times, 0.99),
        quantile(times, 1),
      ];
      const size = Math.round(mean(own.map(({ code }) => code.length)));
      return [
        `${details ? 'everything' : 'bounds'}, ${name}`,
        own.length,
        size,
        ...figures.map(milliseconds),
        details ? '' : isMet ? 'met' : 'missed',
      ];
    });
  };
  return {
    title: 'Latency of the engine',
    notes: [
      'Programs one after the other: bounds only, as in batch, or everything, as in an editor. New: the first time that this process sees them.',
      `Bars of the bounds, warm: a mean of at most ${milliseconds(BAR_MEAN_MS)}, none over ${milliseconds(BAR_MAX_MS)}.`,
    ],
    head: ['', 'programs', 'characters', 'new, mean', 'mean', 'median', 'p99', 'max', 'bars'],
    rows: [...rounds(false), ...rounds(true)],
  };
}

function timed(engine: Engine, { code, language }: BenchProgram, details: boolean): number {
  const elapsed = stopwatch();
  engine.analyze(code, language, { details });
  return elapsed();
}

/** As when a file is opened: nothing of a text parsed before can be used again. */
function timedAfresh(engine: Engine, program: BenchProgram): number {
  timed(engine, { ...program, code: '' }, true);
  return timed(engine, program, true);
}

/** How the time grows with the length of a program: it has to stay in proportion. */
export async function growth(programs: readonly BenchProgram[]): Promise<Section> {
  const engine = await engineIn('shipped');
  const rows = engine.languages.flatMap((language) => {
    const own = programs.filter((program) => program.language === language);
    return LENGTHS.map((length) => {
      const program = { id: '', set: '', language, code: longProgram(own, length) };
      const lines = program.code.split('\n').length;
      const ms = Math.min(...Array.from({ length: TRIES }, () => timedAfresh(engine, program)));
      return [`${language}, ${lines} lines`, milliseconds(ms), milliseconds((ms / lines) * 1000)];
    });
  });
  return {
    title: 'Growth with the length of a program',
    notes: ['Fixtures one behind the other, with names of their own, everything as in an editor.'],
    head: ['', 'time', 'per 1,000 lines'],
    rows,
  };
}

/** Programs in a row until there are enough lines. */
function longProgram(programs: readonly BenchProgram[], lines: number): string {
  const parts: string[] = [];
  for (let i = 0, count = 0; count < lines; i++) {
    const code = renamed(programs[(i * STEP) % programs.length]!.code, i);
    parts.push(code);
    count += code.split('\n').length;
  }
  return parts.join('\n').split('\n').slice(0, lines).join('\n');
}

/** With names of its own for what it defines, so that no program calls another's functions. */
function renamed(code: string, number: number): string {
  const names = [...code.matchAll(/^(?:\w+ )*(?:def|class) (\w+)/gm)].map(([, name]) => name!);
  return names.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}${number}`),
    code,
  );
}
