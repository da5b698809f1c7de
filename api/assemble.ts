/** Puts the parts of the service together around a store; what analyses, limits and measures is handed in. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { createAudit } from './audit.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import { createFirstKey } from './auth/admin-keys.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createKeyDirectory } from './auth/key-directory.ts';
import { createSessions } from './auth/sessions.ts';
import { openSigningKeys } from './auth/signing-keys.ts';
import { catalog } from './catalog.ts';
import type { Config } from './config/config.ts';
import { openFlags } from './flags/flags.ts';
import { createHistory } from './history.ts';
import { every } from './every.ts';
import type { Parts } from './parts.ts';
import type { Analyzer, Logger, Metrics, RateLimiter } from './ports.ts';
import { encryptionKeys } from './store/encryption-keys.ts';
import { guardStore } from './store/guarded.ts';
import { moveToNewestKey } from './store/rotation.ts';
import { openSpool } from './store/spool.ts';
import type { Store } from './store/store.ts';
import { createVault } from './store/vault.ts';

export interface AssembleOptions {
  readonly logger: Logger & FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly analyzer: Analyzer;
  readonly limiter: RateLimiter;
  readonly store: Store;
  /** Aborted when the service is about to end. */
  readonly ending: AbortSignal;
  /** The address under which clients reach the service. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with the first admin's key, once in the life of a store. */
  readonly onFirstKey: (key: string) => void;
}

export interface Assembly {
  readonly parts: Parts;
  /** Writes what is spooled if the store takes it, and closes all that was handed in. */
  readonly close: () => Promise<void>;
}

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1000;
const MAINTAIN_MS = 60_000;
const ROTATE_MS = 600_000;

/** Rejects if the store can't be reached: nobody could be authenticated. */
export async function assemble(config: Config, options: AssembleOptions): Promise<Assembly> {
  const { logger, metrics, analyzer, limiter, address, now } = options;
  const flags = await openFlags(config.FLAGS_FILE === '' ? null : config.FLAGS_FILE, logger);
  mkdirSync(config.DATA_DIR, { recursive: true });
  const encryption = encryptionKeys(config);
  const vault = createVault(encryption);
  const store = guardStore(options.store, logger);
  const spool = openSpool({
    file: join(config.DATA_DIR, 'spool.sqlite'),
    analyses: store.analyses,
    metrics,
    logger,
  });
  const signingKeys = await openSigningKeys({
    repository: store.signingKeys,
    vault,
    now,
    lifeMs: config.SIGNING_KEY_DAYS * DAY_MS,
    tokenMs: config.ACCESS_TOKEN_SECONDS * 1000,
  });
  const audit = createAudit(store.audit, logger, now);
  const firstKey = await createFirstKey({ keys: store.keys, audit, now });
  if (firstKey !== null) options.onFirstKey(firstKey);

  const directory = createKeyDirectory(store.keys, now);
  const tokens = createAccessTokens({ signingKeys, address, seconds: config.ACCESS_TOKEN_SECONDS, now });
  const authenticator = createAuthenticator(tokens, directory, now);
  const stopMaintenance = every(MAINTAIN_MS, logger, async () => {
    await signingKeys.maintain();
    await store.purge(now());
  });
  // Only a rotation has old keys. What replicas that still have the old list write is found by a later round.
  const stopRotation =
    encryption.length === 1
      ? async () => Promise.resolve()
      : every(
          ROTATE_MS,
          logger,
          async () => {
            const moved = await moveToNewestKey(store, vault, now());
            logger.info({ keyId: encryption[0]!.id, ...moved }, 'all that is stored is under the newest key');
          },
          { atOnce: true },
        );
  return {
    parts: {
      config,
      address,
      logger,
      metrics,
      analyzer,
      limiter,
      catalog,
      flags,
      store,
      history: createHistory({
        analyses: store.analyses,
        spool,
        vault,
        retentionMs: config.RETENTION_DAYS === 0 ? null : config.RETENTION_DAYS * DAY_MS,
      }),
      directory,
      authenticator,
      sessions: createSessions({
        families: store.families,
        keys: store.keys,
        tokens,
        authenticator,
        audit,
        accessSeconds: config.ACCESS_TOKEN_SECONDS,
        refreshSeconds: config.REFRESH_TOKEN_DAYS * DAY_S,
        now,
      }),
      signingKeys,
      audit,
      ending: options.ending,
      now,
    },
    close: async () => {
      await stopMaintenance();
      await stopRotation();
      await flags.close();
      await analyzer.close();
      await spool.close();
      await limiter.close();
      await store.close();
    },
  };
}
