/** Rate limits within this process: all there is without Redis, and what is left of them while Redis is down. */
import { LRUCache } from 'lru-cache';
import { type Bucket, afterTaking, lack, wait } from './bucket.ts';
import { type Limiter, microseconds, verdict } from './limiter.ts';

export interface LocalLimiter extends Limiter {
  /** Takes over what another limiter knows: each bucket lacks so many microseconds to be full. */
  readonly follow: (buckets: readonly Bucket[], lacks: readonly number[]) => void;
}

/** Buckets that are remembered; the one that was used least recently is forgotten first, and full when it comes again. */
const BUCKETS = 100_000;

/** @param now microseconds since 1970 */
export function createLocalLimiter(now: () => number = microseconds): LocalLimiter {
  const fullAt = new LRUCache<string, number>({ max: BUCKETS });
  const state = ({ key }: Bucket) => fullAt.get(key) ?? 0;

  const take = (buckets: readonly Bucket[], cost: number) => {
    const at = now();
    const longest = Math.max(...buckets.map((bucket) => wait(state(bucket), bucket.allowance, cost, at)));
    if (longest === 0 && cost > 0) {
      for (const bucket of buckets)
        fullAt.set(bucket.key, afterTaking(state(bucket), bucket.allowance, cost, at));
    }
    return verdict(
      buckets,
      buckets.map((bucket) => lack(state(bucket), bucket.allowance, at)),
      longest,
    );
  };

  return {
    take: async (buckets, cost) => Promise.resolve(take(buckets, cost)),
    follow: (buckets, lacks) => {
      const at = now();
      buckets.forEach(({ key }, i) => fullAt.set(key, at + lacks[i]!));
    },
  };
}
