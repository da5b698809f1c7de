/** The way of an analysis: from a cache if one has it, else from a thread, once for all that ask for it at a time. */
import { LRUCache } from 'lru-cache';
import { CacheKey } from '../cache/key.ts';
import type { ResultCache } from '../cache/results.ts';
import { createSingleFlight } from '../cache/single-flight.ts';
import type { AnalysisJob, AnalysisOutcome, Analyzer } from '../ports.ts';
import type { AnalysisPool } from './pool.ts';

/** Programs that were given up are not tried again for so long: each try may cost a thread. */
const REFUSAL_MILLISECONDS = 60_000;
const REFUSALS = 1_000;

export function createAnalyzer(pool: AnalysisPool, cache: ResultCache): Analyzer {
  const refusals = new LRUCache<string, AnalysisOutcome>({ max: REFUSALS, ttl: REFUSAL_MILLISECONDS });
  const once = createSingleFlight<AnalysisOutcome>();

  async function find(key: CacheKey, job: AnalysisJob, abandoned: AbortSignal): Promise<AnalysisOutcome> {
    const analysed = await cache.fetch(key);
    if (analysed !== null) return { kind: 'done', analysed };
    const outcome = await pool.run(job, abandoned);
    if (outcome.kind === 'done') cache.keep(key, outcome.analysed);
    else if (outcome.kind !== 'overloaded') refusals.set(key.id, outcome);
    return outcome;
  }

  return {
    analyse: (job, { gone }) => {
      const key = new CacheKey(job);
      const analysed = cache.recall(key);
      if (analysed !== null) return { kind: 'done', analysed };
      return refusals.get(key.id) ?? once(key.id, gone(), async (abandoned) => find(key, job, abandoned));
    },
    close: async () => {
      await pool.close();
      await cache.close();
    },
  };
}
