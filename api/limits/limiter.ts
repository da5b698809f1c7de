/** What a rate limiter answers, wherever it keeps its buckets. */
import { type Bucket, type Quota, interval, span } from './bucket.ts';

/** The state of one bucket after a request, as the `RateLimit` headers tell it. */
export interface Level {
  readonly name: string;
  readonly quota: Quota;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  readonly fullIn: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** One a bucket, in the order of the buckets. */
  readonly levels: readonly Level[];
  /** Seconds until the same request would be let through, rounded up, at least 1; null where it was, or never will be. */
  readonly retryAfter: number | null;
}

export interface Limiter {
  /** Takes `cost` tokens from every bucket, or from none if one of them has too few. A cost of 0 only looks. */
  readonly take: (buckets: readonly Bucket[], cost: number) => Promise<Verdict>;
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
    levels: buckets.map(({ name, quota }, i) => levelOf(name, quota, lacks[i]!)),
    retryAfter: longest === 0 || longest === Infinity ? null : Math.ceil(longest / 1e6),
  };
}

function levelOf(name: string, quota: Quota, lacking: number): Level {
  const remaining = Math.floor((span(quota) - lacking) / interval(quota));
  return { name, quota, remaining, fullIn: Math.ceil(lacking / 1e6) };
}
