/** What a place that holds token buckets answers, wherever it is. */
import type { Soon } from '../soon.ts';
import { type Bucket, interval, span } from './bucket.ts';

/** The state of one bucket after a request. */
export interface Level {
  /** Whole tokens left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  readonly fullIn: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** One a bucket, in the order of the buckets. */
  readonly levels: readonly Level[];
  /** Seconds until the same request would be let through, rounded up; 0 if it was, Infinity if it never will be. */
  readonly retryAfter: number;
}

export interface Limiter {
  /** Takes `cost` tokens from every bucket, or from none if one of them has too few. A cost of 0 only looks. */
  readonly take: (buckets: readonly Bucket[], cost: number) => Soon<Verdict>;
}

/** Microseconds since 1970. */
export function microseconds(): number {
  return Date.now() * 1000;
}

/**
 * @param lacks microseconds that each bucket lacks to be full, after the request
 * @param longest microseconds until the emptiest bucket has enough tokens: 0 if the request was let through
 */
export function verdict(buckets: readonly Bucket[], lacks: readonly number[], longest: number): Verdict {
  return {
    allowed: longest === 0,
    levels: buckets.map(({ allowance }, i) => ({
      remaining: Math.floor((span(allowance) - lacks[i]!) / interval(allowance)),
      fullIn: Math.ceil(lacks[i]! / 1e6),
    })),
    retryAfter: Math.ceil(longest / 1e6),
  };
}
