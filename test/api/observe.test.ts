/** What the service tells of itself: log and metrics, and nothing of programs or secrets. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { VERSION } from '../../shared/protocol/version.ts';
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

  it('says which version runs', async () => {
    const { node } = process.versions;
    assert.ok(
      (await metrics.text()).includes(`big_o_lens_build_info{version="${VERSION}",node="${node}"} 1\n`),
    );
  });

  it('is documented, metric by metric, with type and labels', async () => {
    metrics.watchPool({ waiting: () => 0, running: () => 0 }, { threads: 1, queueLimit: 1 });
    metrics.analysed('python', 'done', 0.1);
    metrics.lookedUp('memory', 'hit');
    metrics.answered('GET', '/v1/languages', 200, 0.1);
    metrics.problem('internal');
    metrics.limitHit('read', 'admin');
    metrics.circuit('redis', false);
    const text = await metrics.text();
    const told = [...text.matchAll(/^# HELP (big_o_lens_\w+) (.*)$/gm)].map(([, name, help]) => {
      const [, type] = new RegExp(`^# TYPE ${name} (\\w+)`, 'm').exec(text)!;
      const [, series = ''] = new RegExp(`^${name}(?:_count)?\\{(.*?)\\}`, 'm').exec(text) ?? [];
      const labels = [...series.matchAll(/(\w+)="/g)].map(([, label]) => `\`${label}\``);
      return [`\`${name}\``, type, labels.join(', '), help];
    });
    const documented = readFileSync(new URL('../../docs/service.md', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `big_o_lens_'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    assert.deepEqual(documented, told);
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
