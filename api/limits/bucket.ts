/**
 * The token bucket, kept as one number: the moment at which it is full again. That is the "theoretical arrival time" of
 * the generic cell rate algorithm (ITU-T I.371, annex A) and says the same as a count of tokens with a time beside it,
 * but one number can be compared, stored and expired on its own.
 *
 * All times are whole microseconds, so that every implementation (here and in Lua) gives the same answer to the bit.
 */

/** What a role may do with a class of routes: so many tokens, which come back evenly over so many seconds. */
export interface Quota {
  readonly tokens: number;
  readonly seconds: number;
}

/** One bucket that a request takes from. */
export interface Bucket {
  /** As the `RateLimit` header names it: "user", "key". */
  readonly name: string;
  /** Identifies the bucket in every replica. */
  readonly key: string;
  readonly quota: Quota;
}

/** Microseconds in which one token comes back. */
export function interval({ tokens, seconds }: Quota): number {
  return Math.floor((seconds * 1e6) / tokens);
}

/** Microseconds in which an empty bucket fills up. */
export function span(quota: Quota): number {
  return interval(quota) * quota.tokens;
}

/**
 * Microseconds that the bucket lacks to be full. A moment further away than an empty bucket would be comes from a clock
 * that was set back, or from a larger quota of yesterday: it counts as empty, so that nobody is locked out for longer.
 */
export function lack(fullAt: number, quota: Quota, now: number): number {
  return Math.min(Math.max(fullAt - now, 0), span(quota));
}

/** Microseconds until the bucket has the tokens; 0 if it has them. Never, if it can't hold as many. */
export function wait(fullAt: number, quota: Quota, cost: number, now: number): number {
  if (cost > quota.tokens) return Infinity;
  return Math.max(lack(fullAt, quota, now) + cost * interval(quota) - span(quota), 0);
}

/** When the bucket is full again after the tokens have been taken. */
export function afterTaking(fullAt: number, quota: Quota, cost: number, now: number): number {
  return now + lack(fullAt, quota, now) + cost * interval(quota);
}
