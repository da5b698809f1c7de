import type { Redis } from 'ioredis';
import type { Tier } from './tier.ts';

/** Results that replicas share, for so many seconds. The connection belongs to the caller. */
export function createRedisTier(redis: Redis, seconds: number): Tier {
  const keyOf = (id: string) => `result:${id}`;
  return {
    name: 'redis',
    get: async (id) => redis.getBuffer(keyOf(id)),
    set: async (id, sealed) => {
      await redis.set(keyOf(id), Buffer.from(sealed), 'EX', seconds);
    },
    close: async () => Promise.resolve(),
  };
}
