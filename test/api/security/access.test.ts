/** Attempts to get in without a key, to do more than a key may, or to make a browser do it. */
import assert from 'node:assert/strict';
import {
  API_V1,
  type AnalysisCreated,
  type KeyInfo,
  type Page,
  ROUTES_V1,
  type RouteV1,
  UNVERSIONED,
} from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const GENEROUS = 'analyse=9999/60 read=9999/60 manage=9999/60 token=9999/60';
const OPEN = new Set(['listLanguages', 'listRules', 'createToken', 'revokeToken']);
const CLOSED = Object.entries(ROUTES_V1).filter(([name]) => !OPEN.has(name));

describe('getting in without a key', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({ environment: { LIMIT_ANONYMOUS: GENEROUS } });
  });
  after(async () => service.close());

  /** Headers that some frameworks or proxies take for an identity or another route. */
  const HEADERS: Readonly<Record<string, string>>[] = [
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer null' },
    { authorization: 'Bearer undefined' },
    { authorization: 'Bearer .' },
    { authorization: 'Bearer ..' },
    { authorization: 'Basic YWRtaW46YWRtaW4=' },
    { cookie: 'token=admin; session=admin' },
    { 'x-forwarded-user': 'admin', 'x-remote-user': 'admin', 'x-api-key': 'admin' },
    { 'x-original-url': UNVERSIONED.live, 'x-rewrite-url': UNVERSIONED.live },
    { 'x-http-method-override': 'OPTIONS', 'x-method-override': 'HEAD' },
  ];

  it('fails on every route that needs one, whatever else is sent', async () => {
    for (const [, { method, path }] of CLOSED) {
      for (const headers of HEADERS) {
        const answer = await service.send({ method, url: API_V1 + path.replace(':id', 'x'), headers });
        assert.equal(answer.statusCode, 401, `${method} ${path} ${JSON.stringify(headers)}`);
        assert.match(String(answer.headers['www-authenticate']), /^Bearer/);
      }
    }
  });

  it('fails by other spellings of a path and other methods', async () => {
    const spellings = [
      '/V1/audit',
      '/v1/AUDIT',
      '/v1/audit/',
      '//v1/audit',
      '/v1//audit',
      '/v1/./audit',
      '/v1/%61udit',
      '/v1/audit%00',
      '/v1/audit;x=1',
      '/v1/audit%2f',
      '/health/live/../../v1/audit',
      '/v1/audit?access_token=admin',
      '/v1/audit.json',
    ];
    for (const url of spellings) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'] as const) {
        const { statusCode } = await service.send({ method, url });
        assert.ok([400, 401, 404, 405].includes(statusCode), `${method} ${url}: ${statusCode}`);
      }
    }
  });

  it('tells nobody whether a key exists', async () => {
    const key = await service.keyOf('ada');
    const [prefix, id, secret] = key.split('_') as [string, string, string];
    const texts = [
      `${prefix}_${id}_${'x'.repeat(secret.length)}`,
      `${prefix}_${'y'.repeat(id.length)}_${secret}`,
    ];
    const answers = await Promise.all(texts.map((text) => service.send({ url: '/v1/quota' }, text)));
    const told = answers.map((answer) => {
      const { status, code, detail } = answer.json<{ status: number; code: string; detail: string }>();
      return { status, code, detail };
    });
    assert.deepEqual(told[0], told[1]);
    assert.equal(told[0]!.status, 401);
  });
});

describe('guessing', () => {
  it('is slowed down by the address', async () => {
    const service = await startTestService();
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      statuses.push(
        (await service.send({ url: '/v1/quota' }, `bol_${'a'.repeat(12)}_${'b'.repeat(43)}`)).statusCode,
      );
    }
    assert.equal(statuses[0], 401);
    assert.equal(statuses.at(-1), 429);
    await service.close();
  });
});

describe('doing more than a key may', () => {
  let service: TestService;
  let ada: string;
  let bob: string;
  let bobs: string;
  before(async () => {
    service = await startTestService({ environment: { LIMIT_MEMBER: GENEROUS } });
    ada = await service.keyOf('ada');
    bob = await service.keyOf('bob');
    const payload = { code: 'x = 1', language: 'python' };
    const made = await service.send({ method: 'POST', url: '/v1/analyses', payload }, bob);
    bobs = made.json<AnalysisCreated>().id!;
  });
  after(async () => service.close());

  it('shows nobody another’s analysis, nor that it exists', async () => {
    for (const method of ['GET', 'DELETE'] as const) {
      const others = await service.send({ method, url: `/v1/analyses/${bobs}` }, ada);
      const nobodys = await service.send({ method, url: `/v1/analyses/${'0'.repeat(32)}` }, ada);
      assert.deepEqual([others.statusCode, nobodys.statusCode], [404, 404]);
      assert.equal(others.json<{ detail: string }>().detail, nobodys.json<{ detail: string }>().detail);
    }
    assert.equal((await service.send({ url: `/v1/analyses/${bobs}` }, bob)).statusCode, 200);
  });

  it('keeps from everybody else what a route with an identifier gives or changes', async () => {
    const key = await service.keyOf('bob');
    const bobsKey = key.split('_')[1]!;
    const tries: Readonly<Partial<Record<RouteV1, { id: string; payload?: object }>>> = {
      readAnalysis: { id: bobs },
      deleteAnalysis: { id: bobs },
      updateKey: { id: bobsKey, payload: { name: 'mine' } },
      revokeKey: { id: bobsKey },
    };
    const platform = await service.keyOf('platform', 'service');
    const reader = await service.keyOf('bob', 'member', ['keys:read']);
    for (const [name, { method, path }] of Object.entries(ROUTES_V1) as [
      RouteV1,
      (typeof ROUTES_V1)[RouteV1],
    ][]) {
      if (!path.includes(':id')) continue;
      const attempt = tries[name];
      assert.ok(attempt, `${name} takes an identifier: whose may it be?`);
      const url = API_V1 + path.replace(':id', attempt.id);
      const status = async (bearer: string) =>
        (await service.send({ method, url, ...(attempt.payload && { payload: attempt.payload }) }, bearer))
          .statusCode;
      // A member may not change keys at all, so not even whether there is one is told.
      assert.equal(await status(ada), name === 'updateKey' ? 403 : 404, name);
      assert.equal(await status(reader), 403, `${name} without the scope`);
      // A service works for all users, and has no business with keys.
      if (name.endsWith('Key')) assert.equal(await status(platform), 403, name);
    }
    assert.equal((await service.send({ url: '/v1/quota' }, key)).statusCode, 200);
    assert.equal((await service.send({ url: `/v1/analyses/${bobs}` }, bob)).statusCode, 200);
    const { items } = (await service.send({ url: '/v1/keys?owner=bob' }, service.adminKey)).json<
      Page<KeyInfo>
    >();
    assert.deepEqual(
      items.filter(({ name, revokedAt }) => name === 'mine' || revokedAt !== null),
      [],
    );
  });

  it('lists to a member what is theirs', async () => {
    for (const url of ['/v1/analyses', '/v1/keys']) {
      const { items } = (await service.send({ url }, ada)).json<Page<{ owner: string }>>();
      assert.deepEqual(
        items.filter(({ owner }) => owner !== 'ada'),
        [],
        url,
      );
    }
    const all = (await service.send({ url: '/v1/keys' }, service.adminKey)).json<Page<KeyInfo>>();
    assert.ok(new Set(all.items.map(({ owner }) => owner)).size > 2);
  });

  it('lets a member act for nobody else', async () => {
    const analysis = { code: 'x = 1', language: 'python', owner: 'bob' };
    const batch = { items: [{ code: 'x = 1', language: 'python', owner: 'bob' }] };
    const attempts = [
      await service.send({ method: 'POST', url: '/v1/analyses', payload: analysis }, ada),
      await service.send({ url: '/v1/analyses?owner=bob' }, ada),
      await service.send({ url: '/v1/progress?owner=bob' }, ada),
      await service.send({ url: '/v1/keys?owner=bob' }, ada),
      await service.send({ method: 'POST', url: '/v1/keys', payload: { name: 'x', owner: 'bob' } }, ada),
    ];
    assert.deepEqual(
      attempts.map(({ statusCode }) => statusCode),
      [403, 403, 403, 403, 403],
    );
    const items = await service.send({ method: 'POST', url: '/v1/analyses/batch', payload: batch }, ada);
    assert.equal(items.json<{ items: { status: number }[] }>().items[0]!.status, 403);
  });

  it('lets nobody raise their own role or scopes', async () => {
    for (const role of ['admin', 'service']) {
      const payload = { name: 'x', role };
      assert.equal(
        (await service.send({ method: 'POST', url: '/v1/keys', payload }, ada)).statusCode,
        403,
        role,
      );
    }
    const url = `/v1/keys/${ada.split('_')[1]!}`;
    const raised = await service.send({ method: 'PATCH', url, payload: { role: 'admin' } }, ada);
    assert.equal(raised.statusCode, 403);
    const narrow = await service.keyOf('ada', 'member', ['analyses:read', 'keys:write']);
    const payload = { name: 'x', scopes: ['analyses:read', 'analyses:write'] };
    const widened = await service.send({ method: 'POST', url: '/v1/keys', payload }, narrow);
    assert.ok(widened.statusCode === 403 || !widened.body.includes('analyses:write'), widened.body);
  });

  it('ends with the key, at once', async () => {
    const key = await service.keyOf('eve');
    assert.equal((await service.send({ url: '/v1/quota' }, key)).statusCode, 200);
    await service.send({ method: 'DELETE', url: `/v1/keys/${key.split('_')[1]!}` }, service.adminKey);
    assert.equal((await service.send({ url: '/v1/quota' }, key)).statusCode, 401);
  });
});

describe('web pages of others', () => {
  const ALLOWED = 'https://editor.example';
  const OTHERS = [
    'https://evil.example',
    'https://editor.example.evil.example',
    'https://evileditor.example',
    'http://editor.example',
    'https://editor.example:8443',
    'https://EDITOR.example',
    'null',
    'file://',
  ];
  let service: TestService;
  before(async () => {
    service = await startTestService({ environment: { CORS_ORIGINS: ALLOWED } });
  });
  after(async () => service.close());

  it('may not read an answer, nor ask beforehand, unless their origin is named', async () => {
    for (const origin of OTHERS) {
      const read = await service.send({ url: '/v1/languages', headers: { origin } });
      const preflight = await service.send({
        method: 'OPTIONS',
        url: '/v1/analyses',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      for (const { headers } of [read, preflight]) {
        assert.equal(headers['access-control-allow-origin'], undefined, origin);
      }
    }
  });

  it('that are named may, without cookies', async () => {
    const { headers } = await service.send({ url: '/v1/languages', headers: { origin: ALLOWED } });
    assert.equal(headers['access-control-allow-origin'], ALLOWED);
    assert.equal(headers['access-control-allow-credentials'], undefined);
    assert.match(String(headers.vary), /origin/i);
    const preflight = await service.send({
      method: 'OPTIONS',
      url: '/v1/keys/x',
      headers: {
        origin: ALLOWED,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization',
      },
    });
    assert.equal(preflight.statusCode, 204);
    assert.match(String(preflight.headers['access-control-allow-methods']), /PATCH/);
    assert.match(String(preflight.headers['access-control-allow-headers']), /authorization/);
  });

  it('can’t frame the service, nor have it taken for another type', async () => {
    const { headers } = await service.send({ url: '/v1/languages' });
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
    assert.equal(headers['x-powered-by'], undefined);
    assert.equal(headers.server, undefined);
  });
});
