/** Puts limits, caches and threads together as the configuration says. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createAnalyzer } from './analysis/analyzer.ts';
import { createPool } from './analysis/pool.ts';
import { createDiskTier } from './cache/disk-tier.ts';
import { createRedisTier } from './cache/redis-tier.ts';
import { createResultCache } from './cache/results.ts';
import type { Config } from './config/config.ts';
import { type Guard, createGuard } from '../shared/remote/guard.ts';
import { createDegradingLimiter } from './limits/degrading.ts';
import { createLocalLimiter } from './limits/local.ts';
import { createRateLimiter } from './limits/rate-limiter.ts';
import { createSharedLimiter } from './limits/shared.ts';
import type { ServiceMetrics } from './observe/metrics.ts';
import type { Analyzer, Logger, RateLimiter } from './ports.ts';
import { openRedis } from './redis.ts';

export interface MachineryOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  /** The path of each WebAssembly file that the engine asks for. */
  readonly grammars: Readonly<Record<string, string>>;
}

export interface Machinery {
  readonly analyzer: Analyzer;
  readonly limiter: RateLimiter;
  /** Resolves once a thread analyses. */
  readonly ready: () => Promise<void>;
}

/** Failures in a row after which a part is left alone, and milliseconds until it is tried again. */
const FAILURES = 3;
const PAUSE_MS = 1000;

export function startMachinery(options: MachineryOptions): Machinery {
  const { config, logger, metrics } = options;
  const redis =
    config.REDIS_URL === null
      ? null
      : {
          client: openRedis(config.REDIS_URL, (err) => logger.debug({ err }, 'Redis can’t be reached')),
          guard: guardOf('redis', options),
        };
  const threads = config.WORKERS === 0 ? Math.max(1, availableParallelism() - 1) : config.WORKERS;
  const pool = createPool({
    threads,
    queueLimit: config.QUEUE_LIMIT,
    deadline: config.ANALYSIS_DEADLINE_MS,
    grammars: options.grammars,
    onRun: metrics.analysed,
    onError: (err) => logger.error({ err }, 'a thread for analyses failed'),
  });
  metrics.watchPool(pool, { threads, queueLimit: config.QUEUE_LIMIT });
  const cache = createResultCache({
    megabytes: config.CACHE_MEMORY_MB,
    redis: redis && { tier: createRedisTier(redis.client, config.CACHE_REDIS_SECONDS), guard: redis.guard },
    disk: config.CACHE_DISK_MB === 0 ? null : diskOf(options),
    onLookup: metrics.lookedUp,
  });
  const local = createLocalLimiter();
  return {
    analyzer: createAnalyzer(pool, cache),
    limiter: createRateLimiter({
      limiter:
        redis === null
          ? local
          : createDegradingLimiter(createSharedLimiter(redis.client, local.follow), local, redis.guard),
      allowances: {
        admin: config.LIMIT_ADMIN,
        member: config.LIMIT_MEMBER,
        service: config.LIMIT_SERVICE,
        anonymous: config.LIMIT_ANONYMOUS,
      },
      close: async () => Promise.resolve(redis?.client.disconnect()),
    }),
    ready: pool.ready,
  };
}

function diskOf({ config, logger, ...options }: MachineryOptions) {
  const file = join(config.DATA_DIR, 'cache', 'results.db');
  const onError = (err: unknown) => logger.error({ err }, 'the cache on disk failed');
  return {
    tier: createDiskTier({ file, megabytes: config.CACHE_DISK_MB }, onError),
    guard: guardOf('disk', { config, logger, ...options }),
  };
}

function guardOf(part: string, { config, logger, metrics }: MachineryOptions): Guard {
  metrics.circuit(part, false);
  return createGuard({
    deadline: config.CACHE_TIMEOUT_MS,
    failures: FAILURES,
    pause: PAUSE_MS,
    onChange: (open, err) => {
      metrics.circuit(part, open);
      if (open) logger.warn({ part, err }, `${part} does not answer; the service does without it`);
      else logger.info({ part }, `${part} answers again`);
    },
  });
}
