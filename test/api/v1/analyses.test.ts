import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { AnalysisCreated, AnalysisRecord, BatchAnswer } from '../../../shared/protocol/service.ts';
import { TWO_SUM } from '../support/programs.ts';
import { type TestService, startTestService } from '../support/service.ts';

describe('analyses', () => {
  let service: TestService;
  let ada: string;
  let bob: string;

  before(async () => {
    service = await startTestService();
    ada = await service.keyOf('ada');
    bob = await service.keyOf('bob');
  });
  after(async () => service.close());

  const create = async (payload: object, key = ada, headers: Readonly<Record<string, string>> = {}) =>
    service.send({ method: 'POST', url: '/v1/analyses', payload, headers }, key);

  describe('are created', () => {
    it('with the result that the engine gives, and kept', async () => {
      const response = await create({ code: TWO_SUM, language: 'Python3' });
      assert.equal(response.statusCode, 201);
      const created = response.json<AnalysisCreated>();
      assert.equal(response.headers.location, `/v1/analyses/${created.id!}`);
      assert.equal(created.kept, 'source');
      assert.equal(created.result.time.text, 'O(n)');
      assert.equal(created.result.problem?.id, '1');
      assert.equal(created.createdAt, '2026-01-31T12:00:00.000Z');
    });

    it('with the settings and the file name of the request', async () => {
      await create({
        code: 'pass',
        language: 'python',
        fileName: '7.reverse-integer.py',
        disabledRules: ['b', 'a', 'b'],
      });
      const { fileName, disabledRules } = service.analyzer.jobs.at(-1)!;
      assert.deepEqual([fileName, disabledRules], ['7.reverse-integer.py', ['a', 'b']]);
    });

    for (const [keep, code, result] of [
      ['summary', false, false],
      ['result', false, true],
      ['source', true, true],
    ] as const) {
      it(`keeping as much as was asked for: ${keep}`, async () => {
        const response = await create({ code: TWO_SUM, language: 'python', keep });
        const record = (await service.send({ url: response.headers.location! }, ada)).json<AnalysisRecord>();
        assert.deepEqual(
          [record.kept, record.code !== null, record.result !== null, record.time.class],
          [keep, code, result, 'linear'],
        );
      });
    }

    it('and not kept if nothing is to be', async () => {
      const response = await create({ code: TWO_SUM, language: 'python', keep: 'nothing' });
      assert.equal(response.statusCode, 200);
      assert.equal(response.headers.location, undefined);
      const { id, kept, result } = response.json<AnalysisCreated>();
      assert.deepEqual([id, kept, result.time.text], [null, 'nothing', 'O(n)']);
    });

    it('with texts that no reader of the database can read', async () => {
      await create({ code: 'uniqueMarkerOfThisProgram = 1', language: 'python' });
      const database = new DatabaseSync(join(service.folder, 'store.sqlite'), { readOnly: true });
      const dump = [
        ...database.prepare('SELECT * FROM analyses').all(),
        ...database.prepare('SELECT body FROM bodies').all(),
      ].map((row) => Buffer.from(Object.values(row).map(String).join('|')).toString('latin1'));
      const bytes = database.prepare('SELECT body FROM bodies').all();
      database.close();
      assert.ok(dump.length > 2);
      for (const { body } of bytes) assert.ok(!Buffer.from(body as Uint8Array).includes('uniqueMarker'));
      assert.ok(!dump.some((row) => row.includes('uniqueMarker')));
    });

    it('for somebody else by a service, not by a member', async () => {
      const platform = await service.keyOf('platform', 'service');
      const response = await create({ code: TWO_SUM, language: 'python', owner: 'carol' }, platform);
      assert.equal(response.statusCode, 201);
      const read = await service.send({ url: response.headers.location! }, platform);
      assert.equal(read.json<AnalysisRecord>().owner, 'carol');
      const refused = await create({ code: TWO_SUM, language: 'python', owner: 'carol' });
      assert.equal(refused.json<{ code: string }>().code, 'forbidden');
    });
  });

  describe('with an Idempotency-Key', () => {
    it('are made once', async () => {
      const request = { code: TWO_SUM, language: 'python' };
      const first = await create(request, ada, { 'idempotency-key': 'one' });
      service.clock.now += 1000;
      const second = await create(request, ada, { 'idempotency-key': 'one' });
      assert.deepEqual([second.statusCode, second.body], [first.statusCode, first.body]);
      const other = await create(request, bob, { 'idempotency-key': 'one' });
      assert.notEqual(other.json<AnalysisCreated>().id, first.json<AnalysisCreated>().id);
    });

    it('are made once even where only a summary is kept, and by requests at the same time', async () => {
      const request = { code: TWO_SUM, language: 'python', keep: 'summary' };
      const all = await Promise.all(
        Array.from({ length: 5 }, async () => create(request, ada, { 'idempotency-key': 'at-once' })),
      );
      assert.equal(new Set(all.map(({ body }) => body)).size, 1);
    });

    it('refuse another request', async () => {
      await create({ code: TWO_SUM, language: 'python' }, ada, { 'idempotency-key': 'two' });
      const response = await create({ code: 'pass', language: 'python' }, ada, { 'idempotency-key': 'two' });
      assert.deepEqual(
        [response.statusCode, response.json<{ code: string }>().code],
        [422, 'idempotency-mismatch'],
      );
    });

    it('refuse a key that is none', async () => {
      const response = await create({ code: 'pass', language: 'python' }, ada, { 'idempotency-key': 'a b' });
      assert.equal(response.json<{ code: string }>().code, 'invalid-request');
    });
  });

  describe('of a batch', () => {
    const batch = async (items: readonly object[], headers: Readonly<Record<string, string>> = {}) =>
      service.send({ method: 'POST', url: '/v1/analyses/batch', payload: { items }, headers }, ada);

    it('have an answer each, in their order, whatever happens to the others', async () => {
      const response = await batch([
        { code: TWO_SUM, language: 'python' },
        { code: 'x', language: 'cobol' },
        { code: 'x', language: 'python', owner: 'bob' },
        { code: 'pass', language: 'py', keep: 'nothing' },
      ]);
      assert.equal(response.statusCode, 200);
      const { items } = response.json<BatchAnswer>();
      assert.deepEqual(
        items.map((item) => [item.status, 'problem' in item ? item.problem.code : item.analysis.kept]),
        [
          [201, 'source'],
          [422, 'unknown-language'],
          [403, 'forbidden'],
          [200, 'nothing'],
        ],
      );
    });

    it('are made once with an Idempotency-Key', async () => {
      const items = [
        { code: 'pass', language: 'python' },
        { code: TWO_SUM, language: 'python' },
      ];
      const first = await batch(items, { 'idempotency-key': 'batch' });
      assert.equal((await batch(items, { 'idempotency-key': 'batch' })).body, first.body);
    });

    it('count as many requests as they are', async () => {
      const before = await batch([{ code: 'pass', language: 'python' }]);
      const after = await batch(Array.from({ length: 10 }, () => ({ code: 'pass', language: 'python' })));
      const left = (text: unknown): number => Number(/r=(\d+)/.exec(String(text))![1]);
      assert.equal(left(before.headers.ratelimit) - left(after.headers.ratelimit), 10);
    });

    it('are at most 100 and at least 1', async () => {
      const item = { code: 'pass', language: 'python' };
      assert.equal((await batch([])).statusCode, 400);
      assert.equal((await batch(Array.from({ length: 101 }, () => item))).statusCode, 400);
    });
  });

  describe('are read and deleted', () => {
    it('by their owner only', async () => {
      const location = (await create({ code: TWO_SUM, language: 'python' })).headers.location!;
      assert.equal((await service.send({ url: location }, bob)).statusCode, 404);
      assert.equal((await service.send({ method: 'DELETE', url: location }, bob)).statusCode, 404);
      assert.equal((await service.send({ url: location }, ada)).statusCode, 200);
      assert.equal((await service.send({ url: location }, service.adminKey)).statusCode, 200);
      assert.equal((await service.send({ method: 'DELETE', url: location }, ada)).statusCode, 204);
      assert.equal((await service.send({ url: location }, ada)).statusCode, 404);
      assert.equal((await service.send({ method: 'DELETE', url: location }, ada)).statusCode, 404);
    });

    it('with an ETag', async () => {
      const location = (await create({ code: TWO_SUM, language: 'python' })).headers.location!;
      const { etag } = (await service.send({ url: location }, ada)).headers;
      const again = await service.send({ url: location, headers: { 'if-none-match': `"x", ${etag!}` } }, ada);
      assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, '', etag]);
      const other = await service.send({ url: location, headers: { 'if-none-match': '"x"' } }, ada);
      assert.equal(other.statusCode, 200);
    });
  });
});

it('a policy keeps less than was asked for', async () => {
  const service = await startTestService({ environment: { KEEP: 'summary' } });
  const payload = { code: TWO_SUM, language: 'python', keep: 'source' };
  const response = await service.send({ method: 'POST', url: '/v1/analyses', payload }, service.adminKey);
  assert.equal(response.json<AnalysisCreated>().kept, 'summary');
  await service.close();
});
