/** What the service tells of itself: log and metrics, and nothing of programs or secrets. */
import assert from 'node:assert/strict';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createLogger } from '../../api/observe/logger.ts';
import { type ServiceMetrics, createMetrics } from '../../api/observe/metrics.ts';
import { observeRequests } from '../../api/observe/requests.ts';

interface Line {
  readonly level: number;
  readonly correlationId?: string;
  readonly route?: string;
  readonly status?: number;
}

describe('what the service tells of itself', () => {
  let app: FastifyInstance;
  let logger: Logger;
  let metrics: ServiceMetrics;
  let log: string;
  const lines = () =>
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);

  beforeEach(() => {
    log = '';
    logger = createLogger({ level: 'info', destination: { write: (line) => (log += line) } });
    metrics = createMetrics();
    app = Fastify({ genReqId: () => 'the-request' });
    observeRequests(app, metrics, logger);
    app.post('/things/:id', () => ({ ok: true }));
    app.get('/health/live', () => ({ ok: true }));
  });
  afterEach(async () => app.close());

  it('is a line for each request, by its route, without path, query, headers or body', async () => {
    await app.inject({
      method: 'POST',
      url: '/things/secret-path?token=secret-query',
      headers: { authorization: 'Bearer secret-header' },
      payload: { code: 'secret-program' },
    });
    await app.inject({ url: '/nowhere/secret-path' });
    assert.doesNotMatch(log, /secret/);
    assert.deepEqual(
      lines().map(({ correlationId, route, status }) => [correlationId, route, status]),
      [
        ['the-request', '/things/:id', 200],
        ['the-request', 'none', 404],
      ],
    );
  });

  it('keeps quiet about probes, unless somebody looks closely', async () => {
    await app.inject({ url: '/health/live' });
    assert.deepEqual(lines(), []);
    logger.level = 'debug';
    await app.inject({ url: '/health/live' });
    assert.equal(lines().length, 1);
    logger.level = 'warn';
    await app.inject({ method: 'POST', url: '/things/1' });
    assert.equal(lines().length, 1);
  });

  it('leaves out whatever may hold a program or a secret, should anybody log it', () => {
    const secrets = { code: 'secret', key: 'secret', refreshToken: 'secret', authorization: 'secret' };
    logger.info({ ...secrets, request: secrets, headers: secrets }, 'careless');
    assert.doesNotMatch(log, /secret/);
    assert.match(log, /\[removed\]/);
  });

  it('counts answers by route and status, with few series however many paths are tried', async () => {
    for (let i = 0; i < 50; i += 1) {
      await app.inject({ method: 'POST', url: `/things/${i}` });
      await app.inject({ url: `/scan/${i}` });
    }
    const { body, headers } = await app.inject({ url: '/metrics' });
    assert.match(String(headers['content-type']), /^text\/plain; version=/);
    const counts = body.split('\n').filter((line) => line.includes('request_duration_seconds_count'));
    assert.deepEqual(counts, [
      'big_o_lens_http_request_duration_seconds_count{method="POST",route="/things/:id",status="200"} 50',
      'big_o_lens_http_request_duration_seconds_count{method="GET",route="none",status="404"} 50',
    ]);
  });

  it('counts problems, refusals, open circuits and what is spooled', async () => {
    metrics.problem('overloaded');
    metrics.limitHit('analyse', 'member');
    metrics.circuit('redis', true);
    metrics.spooled(3);
    const text = await metrics.text();
    for (const line of [
      'big_o_lens_problems_total{code="overloaded"} 1',
      'big_o_lens_rate_limit_hits_total{class="analyse",role="member"} 1',
      'big_o_lens_circuit_open{part="redis"} 1',
      'big_o_lens_spooled_analyses 3',
    ]) {
      assert.ok(text.includes(`${line}\n`), line);
    }
  });
});
