/** Damaged programs: none may make the engine throw, hang, or take long. */
import { Worker } from 'node:worker_threads';
import type { BenchProgram } from '../programs.ts';
import type { Section } from '../section.ts';
import { mean, quantile } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { mutant } from './mutate.ts';
import type { Job, Outcome } from './worker.ts';

const LIMIT_MS = 250;
/** No answer for so long is none at all. */
const HANG_MS = 10_000;
const LOOK_MS = 200;
const SHOWN = 5;

export async function robustness(programs: readonly BenchProgram[], count: number): Promise<Section> {
  const outcomes = await analyseMutants(programs, count);
  const hangs = outcomes.filter(({ ms }) => ms === Infinity);
  const crashed = outcomes.filter(({ crash }) => crash !== null);
  const slow = outcomes.filter(({ ms }) => ms > LIMIT_MS && ms < Infinity);
  const finite = outcomes.map(({ ms }) => ms).filter((ms) => ms < Infinity);
  const shown = (found: readonly Outcome[], what: string) =>
    found.slice(0, SHOWN).map((outcome) => describe(outcome, what, programs));
  return {
    title: 'Robustness',
    notes: [
      `${count} mutants of ${programs.length} programs: bytes and tokens deleted, doubled and swapped.`,
      `Time for one: mean ${milliseconds(mean(finite))}, p99 ${milliseconds(quantile(finite, 0.99))}, ` +
        `max ${milliseconds(quantile(finite, 1))}.`,
    ],
    head: ['', 'mutants'],
    rows: [
      ['exceptions', crashed.length],
      ['hangs', hangs.length],
      [`over ${LIMIT_MS} ms`, slow.length],
    ],
    failures: [
      ...shown(crashed, 'exception'),
      ...shown(hangs, 'hang'),
      ...shown(slow, `over ${LIMIT_MS} ms`),
    ],
  };
}

function describe({ seed, crash }: Outcome, what: string, programs: readonly BenchProgram[]): string {
  const { id, code } = programs[seed % programs.length]!;
  return `${what}, mutant ${seed} of ${id}\n${crash ?? ''}\n${mutant(code, seed)}`;
}

/** In a thread, which is given up when it hangs; the next one goes on behind the mutant that hung. */
async function analyseMutants(programs: readonly BenchProgram[], count: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < count;) {
    const hung = await runThread({ programs, from, to: count, progress: sharedNumber() }, outcomes);
    if (hung === null) break;
    outcomes.push({ seed: hung, ms: Infinity, crash: null });
    from = hung + 1;
  }
  return outcomes;
}

/** The number of the mutant that hung; null when all were analysed. */
async function runThread(job: Job, outcomes: Outcome[]): Promise<number | null> {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: job });
  worker.on('message', (outcome: Outcome) => outcomes.push(outcome));
  let since = performance.now();
  let last = -1;
  let watch: NodeJS.Timeout | undefined;
  const hung = new Promise<number>((resolve) => {
    watch = setInterval(() => {
      const at = Atomics.load(job.progress, 0);
      if (at !== last) [last, since] = [at, performance.now()];
      else if (performance.now() - since > HANG_MS) resolve(at);
    }, LOOK_MS);
  });
  const ended = new Promise<null>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve(null));
  });
  try {
    return await Promise.race([hung, ended]);
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function sharedNumber(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
