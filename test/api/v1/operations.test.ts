/** What admins see and change while the service runs. */
import assert from 'node:assert/strict';
import type { AuditEntry, Page } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

describe('the log level', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
  });
  afterEach(async () => service.close());

  const level = async (): Promise<unknown> =>
    (await service.send({ url: '/v1/log-level' }, service.adminKey)).json<{ level: string }>().level;
  const change = async (payload: object) =>
    service.send({ method: 'PUT', url: '/v1/log-level', payload }, service.adminKey);
  /** What is logged meanwhile of a probe, which is of the level `debug`, and of another request, which is `info`. */
  const logged = async (): Promise<unknown[]> => {
    const before = service.logs.length;
    await service.send({ url: '/health/live' });
    await service.send({ url: '/v1/languages' });
    return service.logs.slice(before).map(({ route }) => route);
  };

  it('counts from the next line on', async () => {
    for (const [name, lines] of [
      ['warn', []],
      ['debug', ['/health/live', '/v1/languages']],
      ['info', ['/v1/languages']],
    ] as const) {
      const answer = await change({ level: name });
      assert.deepEqual([answer.statusCode, answer.json()], [200, { level: name }]);
      assert.equal(await level(), name);
      assert.deepEqual(await logged(), lines);
    }
  });

  it('is written down with who changed it, before it counts', async () => {
    service.clock.now += 1;
    await change({ level: 'error' });
    const { items } = (await service.send({ url: '/v1/audit' }, service.adminKey)).json<Page<AuditEntry>>();
    const [{ actor, action, detail }] = items as [AuditEntry];
    assert.deepEqual([actor, action, detail], ['admin', 'log.level', { from: 'debug', to: 'error' }]);
    assert.ok(service.logs.some(({ msg }) => String(msg).startsWith('audit: log.level')));
  });

  it('is one of those that there are', async () => {
    for (const payload of [{ level: 'loud' }, { level: 'INFO' }, {}, { level: 'warn', more: 1 }]) {
      assert.equal((await change(payload)).statusCode, 400, JSON.stringify(payload));
    }
    assert.equal(await level(), 'debug');
  });
});
