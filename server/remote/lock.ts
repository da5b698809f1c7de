/** One at a time over all windows: each has a language server of its own, and all use the same tokens. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds after which a lock is left over: its owner has died, since no work takes as long. */
const STALE = 30_000;

/** Milliseconds between two looks. */
const LOOK_AGAIN = 50;

/**
 * Does the work while no other process, and no other call of this one, does work under the same file. The file is made
 * exclusively, which the file system decides; it goes with the end of the work.
 * @throws what the work throws, or an error of the file system
 */
export async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const owner = randomUUID();
  await mkdir(dirname(file), { recursive: true });
  while (!(await taken(file, owner))) {
    await removeStale(file);
    await sleep(LOOK_AGAIN);
  }
  try {
    return await work();
  } finally {
    // One that was taken for left over belongs to somebody else now.
    if ((await readFile(file, 'utf8').catch(() => '')) === owner) await rm(file, { force: true });
  }
}

async function taken(file: string, owner: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(owner).finally(async () => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs > STALE) await rm(file, { force: true });
}
