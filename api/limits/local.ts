/** Rate limits within this process: all there is without Redis, and what is left of them while Redis is down. */
import { LRUCache } from 'lru-cache';
import { type Bucket, interval, lack, wait } from './bucket.ts';
import { type Limiter, type Verdict, microseconds, verdict } from './limiter.ts';

export interface LocalLimiter extends Limiter {
  readonly take: (buckets: readonly Bucket[], cost: number) => Verdict;
  /** Takes over what another limiter knows: each bucket lacks so many microseconds to be full. */
  readonly follow: (buckets: readonly Bucket[], lacks: readonly number[]) => void;
}

/** Buckets that are remembered; the one that was used least recently is forgotten first, and full when it comes again. */
const BUCKETS = 50_000;

/** @param now microseconds since 1970 */
export function createLocalLimiter(now: () => number = microseconds): LocalLimiter {
  /** Changed in place: to set a value anew costs the cache more than to find it. */
  const levels = new LRUCache<string, { fullAt: number }>({ max: BUCKETS });

  const levelOf = (key: string): { fullAt: number } => {
    let level = levels.get(key);
    if (level === undefined) levels.set(key, (level = { fullAt: 0 }));
    return level;
  };

  const take = (buckets: readonly Bucket[], cost: number): Verdict => {
    const at = now();
    const held: { fullAt: number }[] = [];
    const lacks: number[] = [];
    let longest = 0;
    for (const { key, allowance } of buckets) {
      const level = levelOf(key);
      const lacking = lack(level.fullAt, allowance, at);
      held.push(level);
      lacks.push(lacking);
      longest = Math.max(longest, wait(lacking, allowance, cost));
    }
    if (longest === 0 && cost > 0) {
      buckets.forEach(({ allowance }, i) => {
        lacks[i]! += cost * interval(allowance);
        held[i]!.fullAt = at + lacks[i]!;
      });
    }
    return verdict(buckets, lacks, longest);
  };

  return {
    take,
    follow: (buckets, lacks) => {
      const at = now();
      buckets.forEach(({ key }, i) => (levelOf(key).fullAt = at + lacks[i]!));
    },
  };
}
