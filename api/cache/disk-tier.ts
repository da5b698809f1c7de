/** Results on disk. SQLite works synchronously, so it has a thread of its own: a slow disk never holds up a request. */
import { Piscina } from 'piscina';
import { threadFile } from '../files.ts';
import type { DiskOptions } from './disk-worker.ts';
import type { Tier } from './tier.ts';

/** Reads and writes that may wait for the thread; more of them fail. */
const QUEUE = 256;

/** @param onError told when the thread fails of itself, such as where the file can't be made */
export function createDiskTier(options: DiskOptions, onError: (error: unknown) => void): Tier {
  const thread = new Piscina({
    filename: threadFile('cache/disk-worker'),
    workerData: options,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
    maxQueue: QUEUE,
  });
  thread.on('error', onError);
  return {
    name: 'disk',
    get: async (id) => thread.run(id, { name: 'get' }) as Promise<Uint8Array | null>,
    set: async (id, sealed) => thread.run({ id, sealed }, { name: 'set' }) as Promise<void>,
    close: async () => thread.close(),
  };
}
