/**
 * The token bucket, kept as one number: the moment at which it is full again. That is the "theoretical arrival time" of
 * the generic cell rate algorithm (ITU-T I.371, annex A) and says the same as a count of tokens with a time beside it,
 * but one number can be compared, stored and expired on its own.
 *
 * All times are whole microseconds, so that every implementation (here and in Lua) gives the same answer to the bit.
 */
import type { Allowance } from '../config/config.ts';

/** One bucket that a request takes tokens from: it holds as many as the allowance's limit, which has to be above 0. */
export interface Bucket {
  /** Identifies the bucket in every replica. */
  readonly key: string;
  readonly allowance: Allowance;
}

/** Microseconds in which one token comes back: at least one, however large the allowance. */
export function interval({ limit, windowSeconds }: Allowance): number {
  return Math.max(1, Math.floor((windowSeconds * 1e6) / limit));
}

/** Microseconds in which an empty bucket fills up. */
export function span(allowance: Allowance): number {
  return interval(allowance) * allowance.limit;
}

/**
 * Microseconds that the bucket lacks to be full. A moment further away than an empty bucket would be comes from a clock
 * that was set back, or from a larger quota of yesterday: it counts as empty, so that nobody is locked out for longer.
 */
export function lack(fullAt: number, allowance: Allowance, now: number): number {
  return Math.min(Math.max(fullAt - now, 0), span(allowance));
}

/** Microseconds until a bucket that lacks so many has the tokens; 0 if it has them. Never, if it can't hold as many. */
export function wait(lacking: number, allowance: Allowance, cost: number): number {
  if (cost > allowance.limit) return Infinity;
  return Math.max(lacking + cost * interval(allowance) - span(allowance), 0);
}
