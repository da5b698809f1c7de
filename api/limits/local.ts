/** Rate limits within this process: all there is without Redis, and what is left of them while Redis is down. */
import { LRUCache } from 'lru-cache';
import { type Bucket, interval, lack, wait } from './bucket.ts';
import { type Limiter, microseconds, verdict } from './limiter.ts';

export interface LocalLimiter extends Limiter {
  /** Takes over what another limiter knows: each bucket lacks so many microseconds to be full. */
  readonly follow: (buckets: readonly Bucket[], lacks: readonly number[]) => void;
}

/** Buckets that are remembered; the one that was used least recently is forgotten first, and full when it comes again. */
const BUCKETS = 50_000;

/** @param now microseconds since 1970 */
export function createLocalLimiter(now: () => number = microseconds): LocalLimiter {
  const fullAt = new LRUCache<string, number>({ max: BUCKETS });

  const take = (buckets: readonly Bucket[], cost: number) => {
    const at = now();
    const lacks = buckets.map(({ key, allowance }) => lack(fullAt.get(key) ?? 0, allowance, at));
    const longest = Math.max(...buckets.map(({ allowance }, i) => wait(lacks[i]!, allowance, cost)));
    if (longest === 0 && cost > 0) {
      for (const [i, { key, allowance }] of buckets.entries()) {
        lacks[i]! += cost * interval(allowance);
        fullAt.set(key, at + lacks[i]!);
      }
    }
    return verdict(buckets, lacks, longest);
  };

  return {
    take: async (buckets, cost) => Promise.resolve(take(buckets, cost)),
    follow: (buckets, lacks) => {
      const at = now();
      buckets.forEach(({ key }, i) => fullAt.set(key, at + lacks[i]!));
    },
  };
}
