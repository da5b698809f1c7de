import type { Guard } from '../../shared/remote/guard.ts';
import type { Limiter } from './limiter.ts';

/**
 * Asks the limiter that all replicas share, and the local one for as long as that fails or is slow: each replica then
 * grants the whole quota on its own. Requests wait for neither.
 */
export function createDegradingLimiter(shared: Limiter, local: Limiter, guard: Guard): Limiter {
  return {
    take: async (buckets, cost) => {
      try {
        return await guard.run(async () => shared.take(buckets, cost));
      } catch {
        return local.take(buckets, cost);
      }
    },
  };
}
