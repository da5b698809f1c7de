/** What holds for every route: who may use it, how errors look, what is measured out. */
import assert from 'node:assert/strict';
import {
  API_V1,
  type Problem,
  type ProblemCode,
  ROLES,
  ROUTES_V1,
  type RouteV1,
} from '../../shared/protocol/service.ts';
import { StoreUnavailable } from '../../api/store/store.ts';
import { type TestService, startTestService } from './support/service.ts';

/** The roles whose keys a route takes, whatever it then says about the request. */
const ALLOWED: Readonly<Record<RouteV1, string>> = {
  createAnalysis: 'admin member service',
  createAnalyses: 'admin member service',
  listAnalyses: 'admin member service',
  readAnalysis: 'admin member service',
  deleteAnalysis: 'admin member service',
  readProgress: 'admin member service',
  listLanguages: 'nobody admin member service',
  listRules: 'nobody admin member service',
  readQuota: 'admin member service',
  createKey: 'admin member',
  listKeys: 'admin member',
  updateKey: 'admin',
  revokeKey: 'admin member',
  createToken: 'nobody admin member service',
  revokeToken: 'nobody admin member service',
  listAudit: 'admin',
  readLogLevel: 'admin',
  changeLogLevel: 'admin',
};

const BODIES: Readonly<Partial<Record<RouteV1, object>>> = {
  updateKey: { name: 'x' },
  changeLogLevel: { level: 'debug' },
};

describe('every route', () => {
  let service: TestService;
  before(async () => {
    // Many tries without a key would be slowed down.
    const LIMIT_ANONYMOUS = 'analyse=0/60 read=999/60 manage=0/60 token=999/60';
    service = await startTestService({ environment: { LIMIT_ANONYMOUS } });
  });
  after(async () => service.close());

  for (const [name, { method, path }] of Object.entries(ROUTES_V1) as [
    RouteV1,
    { method: 'GET'; path: string },
  ][]) {
    it(`${method} ${path} is for: ${ALLOWED[name]}`, async () => {
      const taken: string[] = [];
      for (const role of ['nobody', ...ROLES] as const) {
        const key = role === 'nobody' ? undefined : await service.keyOf(`${name}-${role}`, role);
        const url = API_V1 + path.replace(':id', 'abc');
        const payload = BODIES[name];
        const { statusCode } = await service.send({ method, url, ...(payload && { payload }) }, key);
        if (statusCode !== 401 && statusCode !== 403) taken.push(role);
      }
      assert.equal(taken.join(' '), ALLOWED[name]);
    });
  }

  it('is in the OpenAPI document', async () => {
    const document = (await service.send({ url: '/v1/openapi.json' })).json<{
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    }>();
    assert.equal(document.openapi, '3.1.0');
    for (const { method, path } of Object.values(ROUTES_V1)) {
      const operations = document.paths[API_V1 + path.replace(':id', '{id}')];
      assert.ok(operations?.[method.toLowerCase()], `${method} ${path}`);
    }
    for (const file of ['', '/start.js', '/swagger-ui.css', '/swagger-ui-bundle.js']) {
      assert.equal((await service.send({ url: `/v1/docs${file}` })).statusCode, 200);
    }
  });
});

describe('a request', () => {
  let service: TestService;
  let key: string;
  before(async () => {
    service = await startTestService({
      environment: { BODY_LIMIT_KB: '16', LIMIT_SERVICE: 'analyse=2/60 read=9/60 manage=9/60 token=9/60' },
    });
    key = await service.keyOf('ada');
  });
  after(async () => service.close());

  const analyse = async (
    payload: string | object,
    headers: Readonly<Record<string, string>> = {},
    bearer = key,
  ) =>
    service.send(
      {
        method: 'POST',
        url: '/v1/analyses',
        payload,
        headers: { 'content-type': 'application/json', ...headers },
      },
      bearer,
    );
  const PROGRAM = { code: 'pass', language: 'python' };

  const assertProblem = (
    response: { statusCode: number; body: string; headers: object },
    code: ProblemCode,
  ): Problem => {
    const problem = JSON.parse(response.body) as Problem;
    assert.deepEqual([problem.code, problem.status], [code, response.statusCode]);
    assert.match(
      String((response.headers as Record<string, unknown>)['content-type']),
      /^application\/problem\+json/,
    );
    assert.ok(problem.correlationId.length > 0);
    return problem;
  };

  it('that is wrong is answered with a problem that says where', async () => {
    assertProblem(await analyse('{'), 'malformed-request');
    assertProblem(await analyse('<a/>', { 'content-type': 'text/xml' }), 'unsupported-media-type');
    assertProblem(await analyse({ ...PROGRAM, code: 'x'.repeat(20_000) }), 'body-too-large');
    assertProblem(await analyse({ ...PROGRAM, language: 'cobol' }), 'unknown-language');
    assertProblem(await service.send({ url: '/v1/analyses?cursor=x' }, key), 'invalid-cursor');
    assertProblem(await service.send({ url: '/nothing' }), 'not-found');
    const method = await service.send({ method: 'PUT', url: '/v1/analyses' });
    assertProblem(method, 'method-not-allowed');
    assert.match(String(method.headers.allow), /POST/);
    const { errors } = assertProblem(await analyse({ ...PROGRAM, code: 1, keep: 'x' }), 'invalid-request');
    assert.equal(errors?.[0]?.pointer, '/body/code');
    assert.match(
      assertProblem(await analyse({ ...PROGRAM, cod: 1 }), 'invalid-request').errors![0]!.message,
      /cod/,
    );
  });

  it('that is too much is answered with what to wait for', async () => {
    service.analyzer.answerWith({ kind: 'overloaded', retryAfterSeconds: 7 });
    const overloaded = await analyse(PROGRAM);
    assertProblem(overloaded, 'overloaded');
    assert.equal(overloaded.headers['retry-after'], '7');
    service.analyzer.answerWith({ kind: 'timed-out' });
    assertProblem(await analyse(PROGRAM), 'analysis-timeout');
    service.analyzer.answerWith({ kind: 'too-large', message: 'no' });
    assertProblem(await analyse(PROGRAM), 'program-too-large');
    service.analyzer.answerWith(null);
    const platform = await service.keyOf('platform', 'service');
    for (let i = 0; i < 2; i += 1) assert.equal((await analyse(PROGRAM, {}, platform)).statusCode, 201);
    const limited = await analyse(PROGRAM, {}, platform);
    assertProblem(limited, 'rate-limited');
    assert.ok(Number(limited.headers['retry-after']) >= 1);
    assert.match(String(limited.headers['ratelimit-policy']), /^"analyse";q=2;w=60$/);
  });

  it('that meets a fault of ours learns nothing of it; the log does', async () => {
    service.analyzer.answerWith(new Error('secret internals'));
    const response = await analyse(PROGRAM, { 'x-correlation-id': 'find-me' });
    service.analyzer.answerWith(null);
    assert.equal(assertProblem(response, 'internal').correlationId, 'find-me');
    assert.ok(!response.body.includes('secret internals'));
    assert.ok(service.logs.some((line) => line.correlationId === 'find-me' && line.level === 50));
    service.analyzer.answerWith(new StoreUnavailable('down'));
    assertProblem(await analyse(PROGRAM), 'store-unavailable');
    service.analyzer.answerWith(null);
  });

  it('is answered while the service is about to end, which only readiness tells', async () => {
    const ending = await startTestService();
    const status = async (url: string) => (await ending.send({ url })).statusCode;
    assert.equal(await status('/health/ready'), 200);
    ending.announceEnd();
    assertProblem(await ending.send({ url: '/health/ready' }), 'shutting-down');
    assert.deepEqual([await status('/health/live'), await status('/v1/languages')], [200, 200]);
    await ending.close();
  });

  it('keeps its correlation id, or that of its trace', async () => {
    const id = async (headers: Readonly<Record<string, string>>): Promise<unknown> =>
      (await service.send({ url: '/v1/languages', headers })).headers['x-correlation-id'];
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    assert.equal(await id({ 'x-correlation-id': 'a.b-c_1' }), 'a.b-c_1');
    assert.equal(await id({ traceparent: `00-${trace}-00f067aa0ba902b7-01` }), trace);
    assert.match(String(await id({ 'x-correlation-id': 'no\tspaces' })), /^[\da-f-]{36}$/);
    assert.match(String(await id({ traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` })), /-/);
  });

  it('gets security headers, no CORS, and a compressed answer if it takes one', async () => {
    const headers = { origin: 'https://evil.example', 'accept-encoding': 'gzip' };
    const response = await service.send({ url: '/v1/openapi.json', headers });
    assert.equal(response.headers['content-encoding'], 'gzip');
    assert.equal(response.headers['access-control-allow-origin'], undefined);
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
  });
});
