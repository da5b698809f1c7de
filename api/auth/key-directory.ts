/**
 * API keys by their identifier. What the store said is good for a few seconds, so that a request costs no query; a
 * revoked key is refused everywhere that much later. While the store is down, what it said last is good for an hour.
 */
import { LRUCache } from 'lru-cache';
import type { Soon } from '../soon.ts';
import { type KeyRepository, StoreUnavailable, type StoredKey } from '../store/store.ts';

export interface KeyDirectory {
  /** Null if there is none; at once if it is known. Rejects with `StoreUnavailable` if nobody knows. */
  readonly find: (id: string) => Soon<StoredKey | null>;
  /** The next `find` asks the store. */
  readonly forget: (id: string) => void;
}

const FRESH_MS = 5000;
const STALE_MS = 3_600_000;
const MOST = 10_000;

interface Known {
  /** Null: the store said that there is none. */
  readonly key: StoredKey | null;
  readonly at: number;
}

export function createKeyDirectory(keys: KeyRepository, now: () => number): KeyDirectory {
  const known = new LRUCache<string, Known>({ max: MOST });
  const asking = new Map<string, Promise<StoredKey | null>>();

  const ask = async (id: string, last: Known | undefined): Promise<StoredKey | null> => {
    try {
      const key = await keys.find(id);
      known.set(id, { key, at: now() });
      return key;
    } catch (error) {
      if (error instanceof StoreUnavailable && last && now() - last.at < STALE_MS) return last.key;
      throw error;
    } finally {
      asking.delete(id);
    }
  };
  return {
    find: (id) => {
      const last = known.get(id);
      if (last !== undefined && now() - last.at < FRESH_MS) return last.key;
      let answer = asking.get(id);
      if (answer === undefined) asking.set(id, (answer = ask(id, last)));
      return answer;
    },
    forget: (id) => void known.delete(id),
  };
}
