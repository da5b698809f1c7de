/** A thread that analyses, one program at a time. */
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { type Engine, EngineError, createEngine } from '../../shared/engine/analyze.ts';
import type { Analysed, AnalysisJob } from '../ports.ts';
import { summaryOf } from '../summary.ts';

export interface WorkerOptions {
  /** The path of each WebAssembly file that the engine asks for. */
  readonly grammars: Readonly<Record<string, string>>;
}

export type WorkerAnswer =
  | { readonly kind: 'done'; readonly analysed: Analysed }
  | { readonly kind: 'too-large'; readonly message: string };

const { grammars } = workerData as WorkerOptions;

const WARM_UP = 'def f(nums):\n    return sum(x for x in nums if x > 0)\n';

/** An engine a language, with its grammar, made when the first program in it comes. */
const engines = new Map<string, Promise<Engine>>();

export default async function analyse(job: AnalysisJob): Promise<WorkerAnswer> {
  const { text, language, fileName, disabledRules } = job;
  const engine = await engineFor(language);
  try {
    const result = engine.analyze(text, language, {
      disabledRules,
      ...(fileName !== null && { fileName }),
    });
    return {
      kind: 'done',
      analysed: { json: new TextEncoder().encode(JSON.stringify(result)), summary: summaryOf(result) },
    };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'too-large') {
      return { kind: 'too-large', message: error.message };
    }
    throw error;
  }
}

/** Compiles what every analysis runs through, so that the first one does not wait for it. */
export async function prepare(): Promise<void> {
  await analyse({ text: WARM_UP, language: 'python', fileName: null, disabledRules: [] });
}

async function engineFor(language: string): Promise<Engine> {
  let engine = engines.get(language);
  if (engine === undefined) {
    engine = createEngine(async (file) => readFile(grammars[file] ?? file), [language]);
    engines.set(language, engine);
    // A failed read may be tried again.
    engine.catch(() => engines.delete(language));
  }
  return engine;
}
