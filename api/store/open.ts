/** The store that the configuration names. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { openSqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

/** Rejects with `StoreUnavailable` if it can't be reached. */
export async function openStore(config: Pick<Config, 'DATA_DIR' | 'MONGODB_URI'>): Promise<Store> {
  if (config.MONGODB_URI !== null) {
    // The driver takes a while to load, so only where it is needed.
    const { openMongoStore } = await import('./mongo/store.ts');
    return openMongoStore(config.MONGODB_URI);
  }
  mkdirSync(config.DATA_DIR, { recursive: true });
  return openSqliteStore(join(config.DATA_DIR, 'store.sqlite'));
}
