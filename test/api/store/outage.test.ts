/** The store goes away in the middle of the load: answers go on, and nothing acknowledged is lost. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMongoStore } from '../../../api/store/mongo/store.ts';
import type { AnalysisCreated } from '../../../shared/protocol/service.ts';
import { startMongoDouble } from '../support/mongo-double.ts';
import { type TestService, startTestService } from '../support/service.ts';

const KEYS = {
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  LIMIT_MEMBER: 'analyse=100000/60 read=100000/60 manage=1000/60 token=1000/60',
};

/** Sends analyses one after the other until told to stop; the identifiers that were acknowledged. */
function load(service: TestService, key: string): { stop: () => Promise<string[]>; count: () => number } {
  const ids: string[] = [];
  let stopped = false;
  const lane = async (lane: number): Promise<void> => {
    for (let n = 0; !stopped; n += 1) {
      const payload = { code: `x = ${lane} + ${n % 7}\n`, language: 'python' };
      const response = await service.send({ method: 'POST', url: '/v1/analyses', payload }, key);
      assert.equal(response.statusCode, 201, response.body);
      ids.push(response.json<AnalysisCreated>().id!);
      await sleep(1);
    }
  };
  const lanes = Promise.all([lane(1), lane(2), lane(3)]);
  return {
    stop: async () => {
      stopped = true;
      await lanes;
      return ids;
    },
    count: () => ids.length,
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, 'it did not happen in time');
    await sleep(20);
  }
}

async function assertAllStored(service: TestService, ids: readonly string[], owner: string): Promise<void> {
  const { analyses } = service.assembly.parts.store;
  // The store that has just come back may be left alone for a moment.
  const isStored = async (id: string): Promise<boolean> =>
    analyses.find(id, owner).then(
      (found) => found !== null,
      () => false,
    );
  await until(async () => (await Promise.all(ids.map(isStored))).every(Boolean));
  assert.equal(new Set(ids).size, ids.length);
}

describe('while the store is down', () => {
  it('MongoDB (a double) killed and restarted mid-load: no failed request, nothing acknowledged is lost', async () => {
    const double = await startMongoDouble();
    const opened = await openMongoStore(double.uri);
    const service = await startTestService({ environment: KEYS, store: () => opened });
    const key = await service.keyOf('ada');
    const running = load(service, key);
    await until(() => running.count() > 20);
    await double.kill();
    const before = running.count();
    await until(() => running.count() > before + 50);

    const health = await service.send({ url: '/health/ready' });
    assert.deepEqual([health.statusCode, health.json<{ store: string }>().store], [200, 'down']);
    const list = await service.send({ url: '/v1/analyses' }, key);
    assert.deepEqual([list.statusCode, list.json<{ code: string }>().code], [503, 'store-unavailable']);
    assert.ok(Number(list.headers['retry-after']) > 0);

    await double.restart();
    const then = running.count();
    await until(() => running.count() > then + 20);
    const ids = await running.stop();
    await assertAllStored(service, ids, 'ada');
    assert.equal(double.documents('analyses').length, ids.length);
    await service.close();
    await double.kill();
  });

  it('SQLite locked by another process mid-load: the same; what waits can be read', async () => {
    const service = await startTestService({ environment: KEYS });
    const key = await service.keyOf('ada');
    const running = load(service, key);
    await until(() => running.count() > 20);
    const other = new DatabaseSync(join(service.folder, 'store.sqlite'));
    other.exec('BEGIN EXCLUSIVE');
    const before = running.count();
    await until(() => running.count() > before + 20);
    const sent = await service.send(
      { method: 'POST', url: '/v1/analyses', payload: { code: 'waits = 1', language: 'python' } },
      key,
    );
    const read = await service.send({ url: sent.headers.location! }, key);
    assert.equal(read.json<{ code: string }>().code, 'waits = 1');
    other.exec('ROLLBACK');
    other.close();
    const ids = [...(await running.stop()), sent.json<AnalysisCreated>().id!];
    await assertAllStored(service, ids, 'ada');
    await service.close();
  });

  it('a service that ends with a full spool stores it when it starts again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-'));
    const double = await startMongoDouble();
    const opened = await openMongoStore(double.uri);
    const first = await startTestService({
      environment: KEYS,
      continued: { folder, adminKey: '' },
      store: () => opened,
    });
    const key = await first.keyOf('ada');
    // Known, the key is good while the store is down.
    await first.send({ url: '/v1/quota' }, key);
    await double.kill();
    const payload = { code: 'x = 1', language: 'python' };
    const response = await first.send({ method: 'POST', url: '/v1/analyses', payload }, key);
    assert.equal(response.statusCode, 201);
    await first.close();

    await double.restart();
    const again = await openMongoStore(double.uri);
    const second = await startTestService({
      environment: KEYS,
      continued: { folder, adminKey: first.adminKey },
      store: () => again,
    });
    await assertAllStored(second, [response.json<AnalysisCreated>().id!], 'ada');
    await second.close();
    await double.kill();
    rmSync(folder, { recursive: true });
  });
});
