/** What a whole session leaves in logs and metrics: nothing of programs, keys and tokens. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyCreated, TokenAnswer } from '../../../shared/protocol/service.ts';
import { StoreUnavailable } from '../../../api/store/store.ts';
import { type TestService, startTestService } from '../support/service.ts';

/** In the program, its file's name, the name of a key, a query, a path: nobody else has such a word. */
const WORD = 'sassafras';
const PROGRAM = { code: `${WORD} = "${WORD}"\n`, language: 'python', fileName: `${WORD}.py` };

describe('the logs of a whole session', () => {
  let service: TestService;
  const secrets: string[] = [];

  /** Goes through all that a client does, with what goes wrong on the way. */
  async function session(): Promise<void> {
    const send = async (
      method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
      url: string,
      payload?: object,
      key?: string,
    ) => service.send({ method, url, ...(payload && { payload }) }, key);
    const { adminKey } = service;

    const made = await send('POST', '/v1/keys', { name: WORD, owner: 'ada' }, adminKey);
    const { key, id } = made.json<KeyCreated>();
    const first = (await send('POST', '/v1/tokens', { grantType: 'key', key })).json<TokenAnswer>();
    const refresh = { grantType: 'refresh', refreshToken: first.refreshToken };
    const second = (await send('POST', '/v1/tokens', refresh)).json<TokenAnswer>();
    const token = second.accessToken;
    secrets.push(adminKey, key, token, first.accessToken, first.refreshToken, second.refreshToken);

    const created = await send('POST', '/v1/analyses', PROGRAM, token);
    assert.equal(created.statusCode, 201);
    await send('POST', '/v1/analyses/batch', { items: [PROGRAM, { ...PROGRAM, language: WORD }] }, token);
    for (const url of ['/v1/analyses', '/v1/progress', '/v1/quota', '/v1/keys', created.headers.location!]) {
      assert.equal((await send('GET', url, undefined, token)).statusCode, 200, url);
    }
    await send('GET', `/v1/analyses?problem=${WORD}&cursor=${WORD}`, undefined, token);
    await send('GET', `/${WORD}?key=${key}`, undefined, token);
    await send('POST', '/v1/analyses', { ...PROGRAM, [WORD]: WORD }, token);
    await send('POST', '/v1/analyses', PROGRAM, `${key.slice(0, -2)}xx`);
    await service.send({
      method: 'POST',
      url: '/v1/analyses',
      payload: `{"code": "${WORD}`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': WORD,
        authorization: `Bearer ${token}`,
      },
    });
    for (const fault of [
      { kind: 'overloaded', retryAfterSeconds: 1 },
      { kind: 'timed-out' },
      new StoreUnavailable('down'),
      new Error('a fault of ours'),
    ] as const) {
      service.analyzer.answerWith(fault);
      await send('POST', '/v1/analyses', PROGRAM, token);
    }
    service.analyzer.answerWith(null);

    await send('PUT', '/v1/log-level', { level: 'debug' }, adminKey);
    await send('PATCH', `/v1/keys/${id}`, { name: `${WORD} again` }, adminKey);
    // Used a second time, it ends its family.
    await send('POST', '/v1/tokens', refresh);
    await send('POST', '/v1/tokens/revoke', { refreshToken: second.refreshToken });
    await send('DELETE', created.headers.location!, undefined, token);
    await send('DELETE', `/v1/keys/${id}`, undefined, adminKey);
    await send('GET', '/v1/quota', undefined, token);
  }

  before(async () => {
    service = await startTestService();
    await session();
  });
  after(async () => service.close());

  it('tell what happened', () => {
    const text = JSON.stringify(service.logs);
    for (const trace of [
      'key.created',
      'key.changed',
      'key.revoked',
      'token.reused',
      'log.level',
      'a fault of ours',
    ]) {
      assert.ok(text.includes(trace), trace);
    }
    assert.ok(service.logs.filter(({ msg }) => msg === 'answered').length > 25);
  });

  it('have no text of a program, and nothing that somebody could get in with', async () => {
    const metrics = (await service.send({ url: '/metrics' })).body;
    assert.match(metrics, /problems_total\{code="internal"\} 1/);
    for (const [place, text] of [
      ['log', JSON.stringify(service.logs)],
      ['metrics', metrics],
    ] as const) {
      assert.ok(!text.includes(WORD), `${place}: the program`);
      for (const secret of secrets) {
        // The part of a key or token that is not public.
        assert.ok(!text.includes(secret.slice(-20)), `${place}: ${secret}`);
      }
    }
  });

  it('nor has the disk, but for the name that was given to a key', () => {
    for (const name of readdirSync(service.folder).filter((name) => name.includes('sqlite'))) {
      const bytes = readFileSync(join(service.folder, name), 'latin1');
      for (const secret of secrets) assert.ok(!bytes.includes(secret.slice(-20)), `${name}: ${secret}`);
      assert.ok(!bytes.includes(PROGRAM.code) && !bytes.includes(PROGRAM.fileName), name);
    }
  });
});
