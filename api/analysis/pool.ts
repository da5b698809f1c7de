/** Threads that analyse, and the bounded line in front of them: a slow program never blocks the others for long. */
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { Piscina } from 'piscina';
import { threadFile } from '../files.ts';
import type { AnalysisJob, AnalysisOutcome } from '../ports.ts';
import type { WorkerAnswer, WorkerOptions } from './worker.ts';

export interface PoolOptions extends WorkerOptions {
  readonly threads: number;
  /** Analyses that may wait for a thread. */
  readonly queueLimit: number;
  /** Milliseconds that an analysis may take, its wait included; half of them it may wait. */
  readonly deadline: number;
  /** Told of every analysis that had a thread: what became of it, and the seconds it took. */
  readonly onRun: (language: string, outcome: RunOutcome, seconds: number) => void;
  /** Told when a thread fails that has nothing to do. */
  readonly onError: (error: unknown) => void;
}

export type RunOutcome = 'done' | 'too-large' | 'timed-out' | 'failed';

export interface AnalysisPool {
  /** @throws what a thread fails with, for a fault of the service itself. Once `signal` is aborted nothing new begins. */
  readonly run: (job: AnalysisJob, signal: AbortSignal) => Promise<AnalysisOutcome>;
  /** Resolves once a thread has started. Rejects if it can't. */
  readonly ready: () => Promise<void>;
  /** Analyses that wait for a thread. */
  readonly waiting: () => number;
  /** Analyses that have one. */
  readonly running: () => number;
  /** Analyses under way end, waiting ones are answered as overloaded. */
  readonly close: () => Promise<void>;
}

/** A thread that needs more than this many megabytes is replaced. */
const MEMORY_LIMIT = 512;

/** How much the last run counts in the mean duration of all. */
const LAST_RUN = 0.1;

export function createPool(options: PoolOptions): AnalysisPool {
  const { threads, queueLimit, deadline, grammars, onRun } = options;
  const workerData: WorkerOptions = { grammars };
  const pool = new Piscina({
    filename: threadFile('analysis/worker'),
    workerData,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT },
  });
  pool.on('error', options.onError);
  // The line is not piscina's own, which has no bound for analyses that can be aborted.
  const line = bulkhead(threads, queueLimit);
  let meanSeconds = 0.01;
  let closed = false;

  async function runOnThread(job: AnalysisJob, milliseconds: number): Promise<AnalysisOutcome> {
    const start = performance.now();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), milliseconds);
    let outcome: RunOutcome = 'failed';
    try {
      // Piscina ends the thread of an aborted analysis and starts another.
      const answer = (await pool.run(job, { signal: late.signal })) as WorkerAnswer;
      outcome = answer.kind;
      return answer;
    } catch (error) {
      const given = givenUp(error);
      if (given === null) throw error;
      outcome = given.kind;
      return given;
    } finally {
      clearTimeout(timer);
      const seconds = (performance.now() - start) / 1000;
      meanSeconds += (seconds - meanSeconds) * LAST_RUN;
      onRun(job.language, outcome, seconds);
    }
  }

  const waiting = () => queueLimit - line.queueSlots;
  const overloaded = (): AnalysisOutcome => ({
    kind: 'overloaded',
    retryAfterSeconds: Math.max(1, Math.ceil((waiting() * meanSeconds) / threads)),
  });

  return {
    run: async (job, signal) => {
      const arrival = performance.now();
      const patience = new AbortController();
      const giveUp = () => patience.abort();
      const timer = setTimeout(giveUp, deadline / 2);
      signal.addEventListener('abort', giveUp, { once: true });
      const begin = async () => {
        clearTimeout(timer);
        if (closed) return overloaded();
        return runOnThread(job, arrival + deadline - performance.now());
      };
      try {
        return await Promise.race([line.execute(begin, patience.signal), aborted(patience.signal)]);
      } catch (error) {
        if (error instanceof BulkheadRejectedError || patience.signal.aborted) return overloaded();
        throw error;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      }
    },
    ready: async () => {
      await pool.run(null, { name: 'prepare' });
    },
    waiting,
    running: () => threads - line.executionSlots,
    close: async () => {
      closed = true;
      await pool.close();
    },
  };
}

/** What an analysis that took too much time or memory amounts to; null for any other failure. */
function givenUp(error: unknown): Extract<AnalysisOutcome, { kind: 'timed-out' | 'too-large' }> | null {
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return { kind: 'timed-out' };
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return null;
  return { kind: 'too-large', message: 'The analysis of this program needs more memory than it may have.' };
}

/** Rejects once the signal is aborted. */
async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}
