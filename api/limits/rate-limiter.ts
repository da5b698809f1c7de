/** The service's rate limits: which buckets a request takes from, and what its caller is told of them. */
import { ROUTE_CLASSES, type QuotaEntry, type RouteClass } from '../../shared/protocol/service.ts';
import type { Allowance, Allowances } from '../config/config.ts';
import type { Caller, LimitDecision, RateLimiter } from '../ports.ts';
import { type Soon, after } from '../soon.ts';
import type { Bucket } from './bucket.ts';
import type { Limiter, Verdict } from './limiter.ts';

/**
 * The allowance is that of one key; all keys of a user together have this many times as much. So one key that runs wild
 * leaves something to the user's others, and many keys do not add up to many allowances.
 */
export const KEYS_OF_USER = 2;

export interface RateLimiterOptions {
  readonly limiter: Limiter;
  readonly allowances: Readonly<Record<Caller['role'], Allowances>>;
  readonly close: () => Promise<void>;
}

export function createRateLimiter({ limiter, allowances, close }: RateLimiterOptions): RateLimiter {
  const buckets = createBuckets();
  const take = (who: Caller, routes: RouteClass, cost: number): Soon<LimitDecision> => {
    const allowance = allowances[who.role][routes];
    if (allowance.limit === 0) return refused(routes, allowance);
    return after(limiter.take(buckets(who, routes, allowance), cost), (verdict) => ({
      ...entry(routes, allowance, verdict),
      allowed: verdict.allowed,
      retryAfterSeconds: Math.min(verdict.retryAfter, allowance.windowSeconds),
    }));
  };
  return {
    take,
    peek: async (who) => Promise.all(ROUTE_CLASSES.map(async (routes) => take(who, routes, 0))),
    close,
  };
}

/** Those of a caller that comes again are found, not made: a principal that was authenticated before is the same object. */
function createBuckets(): typeof bucketsOf {
  const made = new WeakMap<Caller, Map<RouteClass, readonly Bucket[]>>();
  return (who, routes, allowance) => {
    let own = made.get(who);
    if (own === undefined) made.set(who, (own = new Map<RouteClass, readonly Bucket[]>()));
    let found = own.get(routes);
    if (found === undefined) own.set(routes, (found = bucketsOf(who, routes, allowance)));
    return found;
  };
}

/** A caller's buckets of one class; in a Redis cluster the braces keep them on one node. */
function bucketsOf(
  { subject, keyId, role }: Caller,
  routes: RouteClass,
  allowance: Allowance,
): readonly Bucket[] {
  const user = `limit:{${subject}}:${role}:${routes}`;
  if (keyId === null) return [{ key: user, allowance }];
  return [
    { key: `${user}:${keyId}`, allowance },
    { key: user, allowance: { ...allowance, limit: allowance.limit * KEYS_OF_USER } },
  ];
}

/** What is left of the bucket that has the least. */
function entry(routes: RouteClass, { limit, windowSeconds }: Allowance, { levels }: Verdict): QuotaEntry {
  const { remaining, fullIn } = levels.reduce((least, level) =>
    level.remaining < least.remaining ? level : least,
  );
  return { class: routes, limit, remaining, windowSeconds, resetSeconds: fullIn };
}

/** A role whose allowance is 0 may not use these routes at all. */
function refused(routes: RouteClass, { windowSeconds }: Allowance): LimitDecision {
  return {
    class: routes,
    limit: 0,
    remaining: 0,
    windowSeconds,
    resetSeconds: windowSeconds,
    allowed: false,
    retryAfterSeconds: windowSeconds,
  };
}
