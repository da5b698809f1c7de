/** What a caller gets from a service that is well, not well, or none at all. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { AnalysisRequest } from '../../../shared/protocol/service.ts';
import { type FailureKind, RemoteFailure } from '../../../shared/remote/failure.ts';
import { type Service, openService } from '../../../shared/remote/service.ts';
import { analyzePython } from '../../support/engine.ts';
import { startHttpHandler } from '../../support/http-stub.ts';
import { freePort } from '../../support/ports.ts';
import {
  type Answering,
  type ServiceStub,
  type StubAnswer,
  created,
  page,
  problem,
  startServiceStub,
} from '../../support/service-stub.ts';

const CODE = 'def total(nums):\n    return sum(nums)\n';
const RESULT = analyzePython(CODE);
const REQUEST: AnalysisRequest = {
  code: CODE,
  language: 'python',
  fileName: '1.two-sum.py',
  keep: 'summary',
};
const KEY = 'bol_test_key';

describe('a remote service', () => {
  let stub: ServiceStub;
  let service: Service;

  beforeEach(async () => {
    stub = await startServiceStub(() => created(RESULT));
    service = openService(stub.url);
  });

  afterEach(async () => {
    service.close();
    await stub.stop();
  });

  const analyse = async (deadline = 5_000, signal?: AbortSignal) =>
    service.withKey(KEY).analyse(REQUEST, { deadline, ...(signal !== undefined && { signal }) });

  /** The failure that the answers lead to. */
  async function failure(how: Answering | StubAnswer, deadline = 5_000): Promise<RemoteFailure> {
    stub.answer(typeof how === 'function' ? how : () => how);
    const error: unknown = await analyse(deadline).catch((reason: unknown) => reason);
    assert.ok(error instanceof RemoteFailure, String(error));
    for (const secret of [KEY, CODE, 'nums']) assert.ok(!error.message.includes(secret), error.message);
    return error;
  }

  it('gets what the schema describes, by one request with the key', async () => {
    assert.deepEqual(await analyse(), {
      id: null,
      createdAt: '2026-01-31T12:00:00.000Z',
      kept: 'nothing',
      result: RESULT,
    });
    const [request, ...more] = stub.received;
    assert.deepEqual(more, []);
    assert.equal(request!.headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(JSON.parse(request!.body), REQUEST);
    assert.match(request!.headers['idempotency-key'] as string, /^[\w-]{20,}$/);
  });

  it('is asked for the history with what the query says', async () => {
    stub.answer(() => page([]));
    const found = await service.withKey(KEY).history({ problem: '1', limit: 5 }, { deadline: 5_000 });
    assert.deepEqual(found, { items: [], next: null });
    assert.equal(stub.received[0]!.path, '/v1/analyses?problem=1&limit=5');
  });

  it('may answer compressed', async () => {
    const { body } = created(RESULT);
    const plain = await startHttpHandler(await freePort(), (_, reply) => {
      reply
        .writeHead(201, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync(JSON.stringify(body)));
    });
    const other = openService(plain.url);
    const { result } = await other.withKey(KEY).analyse(REQUEST, { deadline: 5_000 });
    assert.deepEqual(result, RESULT);
    other.close();
    await plain.stop();
  });

  const failures: readonly [string, Answering | StubAnswer, FailureKind, RegExp][] = [
    [
      'a key that is unknown',
      problem('unauthenticated'),
      'refused',
      /^127\.0\.0\.1:\d+ does not know this key\.$/,
    ],
    ['a key that may not', problem('forbidden'), 'forbidden', /does not allow/],
    [
      'a program that is too large',
      problem('program-too-large'),
      'rejected',
      /says: The program is too large/,
    ],
    ['an error of the service', { status: 500, body: 'Oops' }, 'failed', /has failed/],
    [
      'a page of somebody else',
      { headers: { 'content-type': 'text/html' }, body: '<html>' },
      'nonsense',
      /does not answer as/,
    ],
    ['a route that is not there', { status: 404, body: 'Not found' }, 'nonsense', /does not answer as/],
    [
      'a rejection that is not the service’s',
      { status: 400, body: '<b>bad</b>' },
      'nonsense',
      /does not answer as/,
    ],
    [
      'another schema',
      { status: 201, body: { id: null, result: { time: 'O(n)' } } },
      'nonsense',
      /does not answer as/,
    ],
    ['half an answer', { body: '{"id": null, "resu' }, 'nonsense', /does not answer as/],
    ['a connection that breaks', { breaks: true }, 'unreachable', /can’t be reached \(ECONNRESET\)/],
  ];
  for (const [what, how, kind, message] of failures) {
    it(`${what}: ${kind}`, async () => {
      const found = await failure(how);
      assert.equal(found.kind, kind);
      assert.match(found.message, message);
    });
  }

  it('is not followed to another host', async () => {
    const other = await startServiceStub(() => created(RESULT));
    const found = await failure({ status: 307, headers: { location: `${other.url}/v1/analyses` }, body: '' });
    assert.equal(found.kind, 'nonsense');
    assert.equal(other.received.length, 0);
    await other.stop();
  });

  it('is not read on when it does not end', async () => {
    const found = await failure({ body: `"${'x'.repeat(9 * 1024 * 1024)}"` });
    assert.equal(found.kind, 'nonsense');
  });

  it('has the words of a rejection on one line of reasonable length', async () => {
    const { body } = problem('invalid-request');
    const detail = `no\u0007 such\n\n${'x'.repeat(500)}`;
    const found = await failure({ status: 400, body: { ...(body as object), detail } });
    assert.match(found.message, /says: no such x{191}…$/);
  });

  it('nobody at the port is unreachable', async () => {
    await stub.stop();
    const error = (await analyse().catch((reason: unknown) => reason)) as RemoteFailure;
    assert.equal(error.kind, 'unreachable');
    assert.match(error.message, /ECONNREFUSED/);
    await stub.start();
  });

  it('is waited for as long as the deadline says, however it is slow', async () => {
    for (const how of [
      { after: Infinity },
      { status: 503, headers: { 'retry-after': '1' }, body: '', after: 250 },
    ]) {
      const start = performance.now();
      const found = await failure(how, 300);
      assert.ok(performance.now() - start < 2_500, String(performance.now() - start));
      assert.ok(found.kind === 'slow' || found.kind === 'overloaded', found.kind);
    }
  });

  it('a caller that goes gets its own reason', async () => {
    stub.answer(() => ({ after: Infinity }));
    const reason = new Error('closed');
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort(reason);
    }, 50);
    await assert.rejects(analyse(5_000, controller.signal), reason);
    assert.equal(stub.received.length, 1);
  });

  describe('that fails for a while', () => {
    /** Fails so many times, then answers. */
    const after = (times: number, how: StubAnswer): Answering => {
      let left = times;
      return () => (left-- > 0 ? how : created(RESULT));
    };

    for (const how of [
      { status: 500, body: '' },
      { status: 502, body: '' },
      { breaks: true },
      problem('overloaded'),
    ]) {
      it(`is asked again with the same Idempotency-Key: ${how.breaks === true ? 'breaks' : how.status}`, async () => {
        stub.answer(after(2, how));
        assert.deepEqual((await analyse()).result, RESULT);
        const keys = stub.received.map(({ headers }) => headers['idempotency-key']);
        assert.equal(keys.length, 3);
        assert.equal(new Set(keys).size, 1);
      });
    }

    it('is not asked again before it says', async () => {
      stub.answer(after(1, problem('rate-limited', { 'retry-after': '1' })));
      const start = performance.now();
      await analyse();
      assert.ok(performance.now() - start >= 1_000);
      assert.equal(stub.received.length, 2);
    });

    it('is not asked again when it says later than anybody waits', async () => {
      const when = new Date(Date.now() + 3_600_000).toUTCString();
      const found = await failure(problem('rate-limited', { 'retry-after': when }), 1_000);
      assert.equal(found.kind, 'over-quota');
      assert.ok(Math.abs(found.retryAfter! - 3_600_000) < 5_000, String(found.retryAfter));
      assert.equal(found.correlationId, 'stub-1');
      assert.equal(stub.received.length, 1);
    });

    it('is not asked again for what another try can’t change', async () => {
      for (const code of ['unauthenticated', 'forbidden', 'invalid-request'] as const)
        await failure(problem(code));
      assert.equal(stub.received.length, 3);
    });

    it('is left alone after five failures in a row, and answers of any kind count as well', async () => {
      stub.answer(() => ({ status: 500, body: '' }));
      await failure({ status: 500, body: '' });
      await failure(problem('forbidden'));
      await failure({ status: 500, body: '' });
      assert.equal(stub.received.length, 7);
      const found = await failure({ status: 500, body: '' });
      assert.equal(found.kind, 'paused');
      assert.equal(stub.received.length, 9);
      assert.equal((await failure(() => created(RESULT))).kind, 'paused');
      assert.equal(stub.received.length, 9);
    });
  });
});
