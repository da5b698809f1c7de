/** The keys of the embedded store, where the environment gives none: made once, kept beside the data. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, EncryptionKey } from '../config/config.ts';

const FILE = 'encryption-key.json';

/** What the environment gives; else the key in `DATA_DIR`, which is made if it is not there. */
export function encryptionKeys(
  config: Pick<Config, 'ENCRYPTION_KEYS' | 'DATA_DIR'>,
): readonly EncryptionKey[] {
  if (config.ENCRYPTION_KEYS.length > 0) return config.ENCRYPTION_KEYS;
  const path = join(config.DATA_DIR, FILE);
  const made = read(path) ?? make(path, config.DATA_DIR);
  return [{ id: made.id, key: Buffer.from(made.key, 'base64') }];
}

interface Saved {
  readonly id: string;
  readonly key: string;
}

function read(path: string): Saved | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Saved;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function make(path: string, folder: string): Saved {
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}`;
  const key = { id: 'local', key: randomBytes(32).toString('base64') };
  writeFileSync(draft, `${JSON.stringify(key)}\n`, { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, fails if another process was faster: then its key counts.
    linkSync(draft, path);
    return key;
  } catch (error) {
    const others = read(path);
    if (others === null) throw error;
    return others;
  } finally {
    rmSync(draft);
  }
}
