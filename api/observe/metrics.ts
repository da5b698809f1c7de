/** What Prometheus reads from the service. No label has more values than the code has names: none is a user's. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { VERSION } from '../../shared/protocol/version.ts';
import type { RunOutcome } from '../analysis/pool.ts';
import type { TierName } from '../cache/results.ts';
import type { Metrics } from '../ports.ts';

export interface ServiceMetrics extends Metrics {
  /** An analysis had a thread for so many seconds. */
  readonly analysed: (language: string, outcome: RunOutcome, seconds: number) => void;
  /** A look into a tier of the cache; `bypass` is one that failed, was slow, or was not even tried. */
  readonly lookedUp: (tier: TierName, outcome: 'hit' | 'miss' | 'bypass') => void;
  /** A request was answered after so many seconds. `route` is its pattern, not its path. */
  readonly answered: (method: string, route: string, status: number, seconds: number) => void;
  /** Calls to a part that failed have been stopped, or go on. */
  readonly circuit: (part: string, open: boolean) => void;
  /** Reads the state of the threads whenever somebody reads the metrics. */
  readonly watchPool: (
    pool: { waiting: () => number; running: () => number },
    sizes: { threads: number; queueLimit: number },
  ) => void;
  /** In Prometheus's text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

const PREFIX = 'big_o_lens_';

/** Upper ends in seconds: an analysis takes milliseconds, an answer from a cache less. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5];

export function createMetrics(): ServiceMetrics {
  const register = new Registry();
  // Processor, memory, garbage collection and, by its percentiles, the delay of the event loop.
  collectDefaultMetrics({ register });

  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers: [register] });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name: PREFIX + name, help, labelNames, buckets: DURATIONS, registers: [register] });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: PREFIX + name, help, labelNames, registers: [register] });
  /** A gauge that is read whenever somebody reads the metrics. */
  const watched = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [register],
      collect() {
        this.set(read());
      },
    });

  const build = gauge('build_info', 'Always 1; its labels are the versions of the service and of Node.', [
    'version',
    'node',
  ]);
  build.set({ version: VERSION, node: process.versions.node }, 1);
  const analyses = histogram('analysis_duration_seconds', 'Time that an analysis had a thread.', [
    'language',
    'outcome',
  ]);
  const lookups = counter('cache_lookups_total', 'Looks into each tier of the cache.', ['tier', 'outcome']);
  const answers = histogram('http_request_duration_seconds', 'Time until a request was answered.', [
    'method',
    'route',
    'status',
  ]);
  // Found anew for every answer, the labels would cost more than the count.
  const lookupSeries = remembered<Counter.Internal>();
  const answerSeries = remembered<Histogram.Internal<string>>();
  const problems = counter('problems_total', 'Requests answered with a problem, by its code.', ['code']);
  const limitHits = counter('rate_limit_hits_total', 'Requests refused by a rate limit.', ['class', 'role']);
  const circuits = gauge('circuit_open', '1 while calls to a part that failed are stopped.', ['part']);
  const spool = gauge('spooled_analyses', 'Analyses on disk that wait for the store.');
  spool.set(0);

  return {
    analysed: (language, outcome, seconds) => analyses.observe({ language, outcome }, seconds),
    lookedUp: (tier, outcome) =>
      lookupSeries(`${tier} ${outcome}`, () => lookups.labels({ tier, outcome })).inc(),
    answered: (method, route, status, seconds) =>
      answerSeries(`${method} ${route} ${status}`, () => answers.labels({ method, route, status })).observe(
        seconds,
      ),
    problem: (code) => problems.inc({ code }),
    limitHit: (routes, role) => limitHits.inc({ class: routes, role }),
    circuit: (part, open) => circuits.set({ part }, open ? 1 : 0),
    spooled: (waiting) => spool.set(waiting),
    watchPool: (pool, { threads, queueLimit }) => {
      watched('analysis_queue_length', 'Analyses that wait for a thread.', pool.waiting);
      watched('analysis_queue_limit', 'Analyses that may wait for a thread.', () => queueLimit);
      watched('analysis_threads_busy', 'Threads that analyse.', pool.running);
      watched('analysis_threads', 'Threads for analyses.', () => threads);
    },
    text: async () => register.metrics(),
    contentType: register.contentType,
  };
}

/** Finds what is kept by its name; what is not there yet is made. */
function remembered<T>(): (name: string, make: () => T) => T {
  const made = new Map<string, T>();
  return (name, make) => {
    let found = made.get(name);
    if (found === undefined) made.set(name, (found = make()));
    return found;
  };
}
