/** The store that the configuration names. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { openSqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

export async function openStore(config: Pick<Config, 'DATA_DIR'>): Promise<Store> {
  mkdirSync(config.DATA_DIR, { recursive: true });
  return Promise.resolve(openSqliteStore(join(config.DATA_DIR, 'store.sqlite')));
}
