/**
 * Finished analyses, in tiers: the memory of this process, Redis, the disk. A tier that fails or is slow is passed by.
 * The disk holds only what recurs: a result goes there when it is asked for a second time.
 */
import { LRUCache } from 'lru-cache';
import type { Guard } from '../../shared/remote/guard.ts';
import type { Analysed } from '../ports.ts';
import type { CacheKey } from './key.ts';
import { seal, unseal } from './seal.ts';
import type { Tier } from './tier.ts';

export type TierName = 'memory' | Tier['name'];

export interface GuardedTier {
  readonly tier: Tier;
  readonly guard: Guard;
}

export interface ResultCacheOptions {
  readonly megabytes: number;
  readonly redis: GuardedTier | null;
  readonly disk: GuardedTier | null;
  /** Told of every look into a tier; `bypass` is one that failed, was slow, or was not even tried. */
  readonly onLookup: (tier: TierName, outcome: 'hit' | 'miss' | 'bypass') => void;
}

export interface ResultCache {
  /** From the memory; null if it is not there. */
  readonly recall: (key: CacheKey) => Analysed | null;
  /** From the tiers behind the memory; null if it is in none that answers. */
  readonly fetch: (key: CacheKey) => Promise<Analysed | null>;
  /** Keeps a new result; nothing waits for the tiers behind the memory. */
  readonly keep: (key: CacheKey, analysed: Analysed) => void;
  readonly close: () => Promise<void>;
}

interface Entry {
  readonly analysed: Analysed;
  /** Has been offered to the disk. */
  onDisk: boolean;
}

/** What an entry takes beside its texts, in bytes: the summary and the table's part. */
const ENTRY_OVERHEAD = 1024;

/** Identifiers that are remembered as asked for once. */
const SEEN = 20_000;

export function createResultCache({ megabytes, redis, disk, onLookup }: ResultCacheOptions): ResultCache {
  const memory = new LRUCache<string, Entry>({
    maxSize: Math.max(megabytes * 2 ** 20, 1),
    sizeCalculation: ({ analysed }, content) => analysed.json.length + content.length + ENTRY_OVERHEAD,
  });
  const seen = new LRUCache<string, true>({ max: SEEN });

  async function lookUp({ tier, guard }: GuardedTier, { id, secret }: CacheKey): Promise<Analysed | null> {
    try {
      const sealed = await guard.run(async () => tier.get(id));
      const analysed = sealed === null ? null : unseal(sealed, secret);
      onLookup(tier.name, analysed === null ? 'miss' : 'hit');
      return analysed;
    } catch {
      onLookup(tier.name, 'bypass');
      return null;
    }
  }

  function offer(to: GuardedTier | null, { id, secret }: CacheKey, analysed: Analysed): void {
    // A write that is lost costs one analysis; the guard counts it.
    to?.guard.run(async () => to.tier.set(id, seal(analysed, secret))).catch(() => undefined);
  }

  /** Keeps what another tier had: it has been asked for before, so it recurs. */
  function adopt(key: CacheKey, analysed: Analysed, from: TierName): Analysed {
    if (from === 'disk') offer(redis, key, analysed);
    else offer(disk, key, analysed);
    memory.set(key.content, { analysed, onDisk: true });
    return analysed;
  }

  return {
    recall: (key) => {
      const entry = memory.get(key.content);
      onLookup('memory', entry === undefined ? 'miss' : 'hit');
      if (entry === undefined) return null;
      if (!entry.onDisk) {
        entry.onDisk = true;
        offer(disk, key, entry.analysed);
      }
      return entry.analysed;
    },
    fetch: async (key) => {
      for (const guarded of [redis, disk]) {
        const analysed = guarded === null ? null : await lookUp(guarded, key);
        if (analysed !== null) return adopt(key, analysed, guarded!.tier.name);
      }
      return null;
    },
    keep: (key, analysed) => {
      const recurs = seen.has(key.id);
      seen.set(key.id, true);
      memory.set(key.content, { analysed, onDisk: recurs });
      offer(redis, key, analysed);
      if (recurs) offer(disk, key, analysed);
    },
    close: async () => {
      await Promise.all([redis?.tier.close(), disk?.tier.close()]);
    },
  };
}
