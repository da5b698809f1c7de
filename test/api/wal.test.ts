/** Many threads open new files at the same moment. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openWal } from '../../api/wal.ts';

const THREADS = 6;
const FILES = 40;

/** Opens one file after the other, each when all the other threads are there too; tells what failed. */
const OPENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { folder, files, threads, arrived, module } = workerData;
  const count = new Int32Array(arrived);
  import(module).then(({ openWal }) => {
    const failures = [];
    for (let i = 0; i < files; i += 1) {
      Atomics.add(count, i, 1);
      for (let n; (n = Atomics.load(count, i)) < threads; ) Atomics.wait(count, i, n, 1);
      try {
        const database = openWal(folder + '/' + i + '.sqlite', 10_000);
        database.exec('CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)');
        database.close();
      } catch (error) {
        failures.push(String(error));
      }
    }
    parentPort.postMessage(failures);
  });
`;

describe('a file with a write-ahead log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-wal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is opened by many at the same moment, though it is new', async () => {
    const workerData = {
      folder,
      files: FILES,
      threads: THREADS,
      arrived: new SharedArrayBuffer(4 * FILES),
      module: new URL('../../api/wal.ts', import.meta.url).href,
    };
    const threads = Array.from({ length: THREADS }, () => new Worker(OPENER, { eval: true, workerData }));
    const told = await Promise.all(
      threads.map(async (thread) => (await once(thread, 'message'))[0] as string[]),
    );
    assert.deepEqual(told.flat(), []);
    for (let i = 0; i < FILES; i += 1) {
      const database = openWal(join(folder, `${i}.sqlite`), 1000);
      assert.deepEqual({ ...database.prepare('SELECT count(*) AS rows FROM t').get() }, { rows: THREADS });
      database.close();
    }
  });

  it('is not opened where there is no place for it', () => {
    assert.throws(() => openWal(join(folder, 'none', 'x.sqlite'), 1000), /unable to open/);
  });
});
