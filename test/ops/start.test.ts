/** The service that is built starts, answers and ends as whoever runs it expects. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_V1, ROUTES_V1, UNVERSIONED } from '../../shared/protocol/service.ts';
import { startService } from '../support/service-process.ts';
import { until } from '../support/until.ts';

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

  it('says on SIGTERM that it is not ready, answers on for as long as it was told to, and ends', async () => {
    const delay = 1500;
    const service = await startService({ folder, environment: { SHUTDOWN_DELAY_MS: String(delay) } });
    const status = async (path: string) => (await fetch(service.url + path)).status;
    const start = performance.now();
    service.signal('SIGTERM');
    await until('the end is announced', async () => (await status(UNVERSIONED.ready)) === 503);
    const languages = API_V1 + ROUTES_V1.listLanguages.path;
    assert.deepEqual([await status(languages), await status(UNVERSIONED.live)], [200, 200]);
    assert.ok(performance.now() - start < delay);
    assert.equal(await service.ended(), 0);
    assert.ok(performance.now() - start >= delay);
  });

  it('does not wait on SIGINT', async () => {
    const service = await startService({ folder, environment: { SHUTDOWN_DELAY_MS: '300000' } });
    await service.stop('SIGINT');
    assert.equal(await service.ended(), 0);
  });
});
