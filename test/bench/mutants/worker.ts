/** Analyses mutants one after the other; the main thread watches that it gets on. */
import { parentPort, workerData } from 'node:worker_threads';
import { readGrammar } from '../../../scripts/grammars.ts';
import { createEngine } from '../../../shared/engine/analyze.ts';
import type { BenchProgram } from '../programs.ts';
import { mutant } from './mutate.ts';
import { stopwatch } from '../clock.ts';

export interface Job {
  readonly programs: readonly BenchProgram[];
  /** Numbers of mutants, half-open; a number is the seed, and picks the program. */
  readonly from: number;
  readonly to: number;
  /** Holds the number of the mutant that is being analysed. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

export interface Outcome {
  readonly seed: number;
  readonly ms: number;
  readonly crash: string | null;
}

const { programs, from, to, progress } = workerData as Job;
const engine = await createEngine(readGrammar);

/** A pause of the machine is not the engine's. */
const MEASURE_AGAIN_MS = 100;

function analysed(seed: number): Outcome {
  const { code, language } = programs[seed % programs.length]!;
  const text = mutant(code, seed);
  const elapsed = stopwatch();
  let crash: string | null = null;
  try {
    engine.analyze(text, language);
  } catch (error) {
    crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return { seed, ms: elapsed(), crash };
}

for (let seed = from; seed < to; seed++) {
  Atomics.store(progress, 0, seed);
  const first = analysed(seed);
  const again = first.ms > MEASURE_AGAIN_MS ? analysed(seed) : first;
  parentPort!.postMessage(first.ms < again.ms ? first : again);
}
