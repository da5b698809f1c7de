/** The lock that all windows of a user share. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locked } from '../../../server/remote/lock.ts';

describe('the lock', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-'));
    file = join(folder, 'not', 'there', 'yet.lock');
  });

  afterEach(async () => rm(folder, { recursive: true }));

  it('lets one work at a time, gives what the work gives, and leaves nothing behind', async () => {
    let working = 0;
    const most: number[] = [];
    const results = await Promise.all(
      Array.from({ length: 5 }, async (_, index) =>
        locked(file, async () => {
          most.push(++working);
          await sleep(5);
          working -= 1;
          return index;
        }),
      ),
    );
    assert.deepEqual(results, [0, 1, 2, 3, 4]);
    assert.deepEqual(most, [1, 1, 1, 1, 1]);
    assert.deepEqual(await readdir(join(folder, 'not', 'there')), []);
  });

  it('goes with work that fails', async () => {
    await assert.rejects(
      locked(file, async () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await locked(file, async () => Promise.resolve(1)), 1);
  });

  it('of a process that has died is taken over', async () => {
    await locked(file, async () => Promise.resolve());
    await writeFile(file, 'somebody');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(file, longAgo, longAgo);
    assert.equal(await locked(file, async () => Promise.resolve(1)), 1);
  });

  it('that somebody else has taken over meanwhile stays theirs', async () => {
    await locked(file, async () => writeFile(file, 'somebody else'));
    assert.deepEqual(await readdir(join(folder, 'not', 'there')), ['yet.lock']);
  });

  it('that can’t be made is an error, not a wait for ever', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(
      locked(join(folder, 'file', 'x.lock'), async () => Promise.resolve()),
      /ENOTDIR|EEXIST/,
    );
  });
});
