/** Analyses rows and keeps of each answer what the figures need. */
import { Worker } from 'node:worker_threads';
import type { Engine } from '../../../shared/engine/analyze.ts';
import type { Bound, BoundClass } from '../../../shared/protocol/analysis.ts';
import { type EngineForm, engineIn } from '../engine.ts';
import { type CallCounts, countCalls } from './calls.ts';
import type { Row } from './rows.ts';
import { stopwatch } from '../clock.ts';

export interface Answer {
  readonly class: BoundClass;
  readonly text: string;
  readonly confidence: number;
  readonly unknown: string | null;
}

export interface Result {
  readonly id: string;
  readonly time: Answer | null;
  readonly space: Answer | null;
  readonly ms: number;
  /** What was not understood, in the words of the result. */
  readonly gaps: readonly string[];
  readonly calls: CallCounts;
  /** The stack of an exception; null if all went well. */
  readonly crash: string | null;
}

/** Rows analysed before the clock counts: the first programs pay for the compilation of the engine. */
const WARM_UP = 100;

/** Slower rows are measured again, and the best of these counts: a pause of the machine is not the engine's. */
const MEASURE_AGAIN_MS = 50;
/** So slow that no pause explains it. */
const HOPELESS_MS = 500;
const TRIES = 3;

/** What a thread analyses. */
export interface Part {
  readonly rows: readonly Row[];
  readonly form: EngineForm;
}

const NO_CALLS: CallCounts = { library: 0, unexplained: 0 };

type Measured = Omit<Result, 'calls'>;

/** Results in the order of the rows. */
export async function analyseRows(
  rows: readonly Row[],
  threads: number,
  form: EngineForm = 'sources',
): Promise<Result[]> {
  if (threads <= 1) return analyseHere(rows, form);
  const size = Math.ceil(rows.length / threads);
  const parts = Array.from({ length: threads }, (_, i) => rows.slice(i * size, (i + 1) * size));
  return (await Promise.all(parts.map(async (part) => analyseInThread(part, form)))).flat();
}

export async function analyseHere(rows: readonly Row[], form: EngineForm): Promise<Result[]> {
  const engine = await engineIn(form);
  for (const row of rows.slice(0, WARM_UP)) analyseRow(engine, row);
  const results: Result[] = [];
  for (const row of rows) {
    const result = measured(engine, row);
    const calls = result.crash === null ? await countCalls(row.code, row.lang, result.gaps) : NO_CALLS;
    results.push({ ...result, calls });
  }
  return results;
}

async function analyseInThread(rows: readonly Row[], form: EngineForm): Promise<Result[]> {
  const workerData: Part = { rows, form };
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}

function measured(engine: Engine, row: Row): Measured {
  let best = analyseRow(engine, row);
  for (let tries = 1; tries < TRIES && best.ms > MEASURE_AGAIN_MS && best.ms < HOPELESS_MS; tries++) {
    const again = analyseRow(engine, row);
    if (again.ms < best.ms) best = again;
  }
  return best;
}

function analyseRow(engine: Engine, { id, lang, code }: Row): Measured {
  const elapsed = stopwatch();
  try {
    const { time, space, notUnderstood } = engine.analyze(code, lang, { details: false });
    const ms = elapsed();
    const gaps = notUnderstood.map(({ reason }) => reason);
    return { id, time: answer(time), space: answer(space), ms, gaps, crash: null };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id, time: null, space: null, ms: elapsed(), gaps: [], crash };
  }
}

function answer({ class: name, text, confidence, unknown }: Bound): Answer {
  return { class: name, text, confidence, unknown: unknown ?? null };
}
