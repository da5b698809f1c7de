/** The service that is built starts, answers and ends as whoever runs it expects. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNVERSIONED } from '../../shared/protocol/service.ts';
import { startService } from '../support/service-process.ts';

describe('the built service', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-start-'));
  });
  after(async () => rm(folder, { recursive: true }));

  it('gives a key at its first start only, answers the probes, and ends with 0 on SIGTERM', async () => {
    for (const isFirst of [true, false]) {
      const service = await startService({ folder });
      assert.equal(service.firstKey !== null, isFirst);
      for (const probe of [UNVERSIONED.live, UNVERSIONED.ready, UNVERSIONED.startup]) {
        assert.equal((await fetch(service.url + probe)).status, 200, probe);
      }
      await service.stop();
      assert.equal(await service.ended(), 0);
    }
  });
});
