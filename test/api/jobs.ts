/** Programs for the tests of the service, and a pool of threads for them. */
import { type AnalysisPool, type PoolOptions, createPool } from '../../api/analysis/pool.ts';
import type { AnalysisJob } from '../../api/ports.ts';
import { GRAMMAR_FILES, grammarPath } from '../../scripts/grammars.ts';

/** Where the tests, which run without a build, have the grammars. */
export const GRAMMARS = Object.fromEntries(GRAMMAR_FILES.map((file) => [file, grammarPath(file)]));

/** A small program; another number makes another program. */
export function job(number = 0): AnalysisJob {
  return {
    text: `def total_${number}(nums):\n    s = ${number}\n    for x in nums:\n        s += x\n    return s\n`,
    language: 'python',
    fileName: null,
    disabledRules: [],
  };
}

/** Takes the engine more than a second: many functions, each with loops of its own. */
export function slowJob(functions = 1500): AnalysisJob {
  const text = Array.from(
    { length: functions },
    (_, i) =>
      `def f${i}(nums):\n    out = []\n    for a in nums:\n        for b in nums:\n            out.append(a * b + ${i})\n    return sorted(out)\n`,
  ).join('\n');
  return { ...job(), text };
}

export function pool(options: Partial<PoolOptions> = {}): AnalysisPool {
  return createPool({
    threads: 1,
    queueLimit: 8,
    deadline: 20_000,
    grammars: GRAMMARS,
    onRun: () => undefined,
    onError: (error) => console.error('a thread failed:', error),
    ...options,
  });
}

export const NEVER = new AbortController().signal;
