/** What the routes need of the machinery around them: limits, caches and threads are behind these interfaces. */
import type {
  AnalysisSummary,
  ProblemCode,
  QuotaEntry,
  Role,
  RouteClass,
} from '../shared/protocol/service.ts';
import type { Soon } from './soon.ts';

export interface AnalysisJob {
  /** The program. */
  readonly text: string;
  /** Canonical identifier. */
  readonly language: string;
  readonly fileName: string | null;
  /** Sorted, so that equal settings make equal cache keys. */
  readonly disabledRules: readonly string[];
}

export interface AnalysisContext {
  readonly correlationId: string;
  /** Aborted when nobody waits for the answer any more. Made when it is asked for: most answers are there at once. */
  readonly gone: () => AbortSignal;
}

/** A finished analysis as caches hold it. */
export interface Analysed {
  /** The `SolutionAnalysis` as JSON in UTF-8: it is passed on as it is, never parsed on the way. */
  readonly json: Uint8Array;
  readonly summary: AnalysisSummary;
}

export type AnalysisOutcome =
  | { readonly kind: 'done'; readonly analysed: Analysed }
  /** The queue is full; `retryAfterSeconds` from now there may be room. */
  | { readonly kind: 'overloaded'; readonly retryAfterSeconds: number }
  | { readonly kind: 'timed-out' }
  /** The program is beyond the engine's limit; the sentence says which. */
  | { readonly kind: 'too-large'; readonly message: string };

/** Analyses programs: from a cache if it can, on a thread if it must. */
export interface Analyzer {
  /** At once if the result is in memory. Rejects only for a fault of the service itself, or with the reason of `gone` once that is aborted. */
  readonly analyse: (job: AnalysisJob, context: AnalysisContext) => Soon<AnalysisOutcome>;
  /** Analyses under way end, waiting ones are answered as `overloaded`. */
  readonly close: () => Promise<void>;
}

/** Whose requests are counted together. */
export interface Caller {
  /** The owner of the key, or the address of a caller without one. */
  readonly subject: string;
  /** The key's identifier; null without one. */
  readonly keyId: string | null;
  readonly role: Role | 'anonymous';
}

export interface LimitDecision extends QuotaEntry {
  readonly allowed: boolean;
  /** When it is not allowed: seconds until it would be, at least 1. */
  readonly retryAfterSeconds: number;
}

export interface RateLimiter {
  /** Takes `cost` requests of the caller's share if all of them are there. Never rejects: a store of limits that is down is passed by. */
  readonly take: (who: Caller, routes: RouteClass, cost: number) => Soon<LimitDecision>;
  /** What is left of every class, taking nothing. */
  readonly peek: (who: Caller) => Promise<readonly QuotaEntry[]>;
  readonly close: () => Promise<void>;
}

/** What the routes count themselves; times and queues are measured where they are. */
export interface Metrics {
  readonly problem: (code: ProblemCode) => void;
  readonly limitHit: (routes: RouteClass, role: Caller['role']) => void;
  /** Analyses that wait on disk for the store. */
  readonly spooled: (waiting: number) => void;
}

/** The part of pino that the service uses. */
export interface Logger {
  level: string;
  readonly error: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly debug: (fields: object, message: string) => void;
}
