/** Access and refresh tokens. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JWK, decodeProtectedHeader } from 'jose';
import type { TokenAnswer } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const DAY = 86_400_000;

describe('tokens', () => {
  let service: TestService;
  let key: string;
  beforeEach(async () => {
    service = await startTestService();
    key = await service.keyOf('ada');
  });
  afterEach(async () => service.close());

  const post = async (url: string, payload: object) => service.send({ method: 'POST', url, payload });
  const exchange = async (): Promise<TokenAnswer> =>
    (await post('/v1/tokens', { grantType: 'key', key })).json<TokenAnswer>();
  const refresh = async (refreshToken: string) => post('/v1/tokens', { grantType: 'refresh', refreshToken });
  /** The status, and the code where there is a problem. */
  const use = async (token: string): Promise<string> => {
    const response = await service.send({ url: '/v1/quota' }, token);
    return `${response.statusCode} ${response.json<{ code?: string }>().code ?? 'ok'}`;
  };
  const published = async (): Promise<JWK[]> =>
    (await service.send({ url: '/.well-known/jwks.json' })).json<{ keys: JWK[] }>().keys;

  it('are had for a key, and work like it', async () => {
    const answer = await exchange();
    assert.deepEqual([answer.owner, answer.role, answer.expiresIn], ['ada', 'member', 600]);
    assert.equal(await use(answer.accessToken), '200 ok');
    assert.equal(await use(key), '200 ok');
  });

  it('are not had for a key that is wrong, of another form, or revoked', async () => {
    const code = async (text: string): Promise<unknown> =>
      (await post('/v1/tokens', { grantType: 'key', key: text })).json<{ code: string }>().code;
    assert.equal(await code(`${key.slice(0, -2)}xx`), 'unauthenticated');
    assert.equal(await code('bol_x'), 'unauthenticated');
    const id = key.split('_')[1]!;
    await service.send({ method: 'DELETE', url: `/v1/keys/${id}` }, service.adminKey);
    assert.equal(await code(key), 'token-revoked');
  });

  it('expire', async () => {
    const { accessToken } = await exchange();
    service.clock.now += 600_000;
    assert.equal(await use(accessToken), '401 token-expired');
  });

  describe('that refresh', () => {
    it('are good for one exchange each', async () => {
      const first = await exchange();
      const second = (await refresh(first.refreshToken)).json<TokenAnswer>();
      assert.notEqual(second.refreshToken, first.refreshToken);
      assert.equal(await use(second.accessToken), '200 ok');
      assert.equal((await refresh(second.refreshToken)).statusCode, 200);
    });

    it('end their family when they are used again, and it is written down', async () => {
      const first = await exchange();
      const second = (await refresh(first.refreshToken)).json<TokenAnswer>();
      const replayed = await refresh(first.refreshToken);
      assert.deepEqual([replayed.statusCode, replayed.json<{ code: string }>().code], [401, 'token-reused']);
      assert.equal((await refresh(second.refreshToken)).json<{ code: string }>().code, 'token-revoked');
      const audit = await service.send({ url: '/v1/audit' }, service.adminKey);
      const actions = audit.json<{ items: { action: string }[] }>().items.map(({ action }) => action);
      assert.equal(actions.filter((action) => action === 'token.reused').length, 1);
      // Another sign-in of the same key goes on.
      assert.equal((await refresh((await exchange()).refreshToken)).statusCode, 200);
    });

    it('of two that are sent at once let one through at most', async () => {
      const { refreshToken } = await exchange();
      const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
      assert.equal(both.filter(({ statusCode }) => statusCode === 200).length, 1);
    });

    it('expire, are revoked by signing out, and with their key', async () => {
      const old = await exchange();
      service.clock.now += 31 * DAY;
      assert.equal((await refresh(old.refreshToken)).json<{ code: string }>().code, 'token-expired');

      const left = await exchange();
      assert.equal((await post('/v1/tokens/revoke', { refreshToken: left.refreshToken })).statusCode, 204);
      assert.equal((await refresh(left.refreshToken)).json<{ code: string }>().code, 'token-revoked');
      assert.equal((await post('/v1/tokens/revoke', { refreshToken: 'nonsense' })).statusCode, 204);

      const last = await exchange();
      await service.send({ method: 'DELETE', url: `/v1/keys/${key.split('_')[1]!}` }, key);
      assert.equal((await refresh(last.refreshToken)).json<{ code: string }>().code, 'token-revoked');
      assert.equal(await use(last.accessToken), '401 token-revoked');
    });

    it('that nobody made are refused', async () => {
      for (const text of ['x', key, `bolr_${'a'.repeat(12)}_${'b'.repeat(43)}`]) {
        assert.equal((await refresh(text)).json<{ code: string }>().code, 'unauthenticated');
      }
    });
  });

  it('signing keys rotate: the next is published before it signs, the old one verifies until its tokens are gone', async () => {
    const [first] = await published();
    const { signingKeys } = service.assembly.parts;
    service.clock.now += 30 * DAY - 500_000;
    const old = (await exchange()).accessToken;
    await signingKeys.maintain();
    assert.deepEqual(decodeProtectedHeader(old).kid, first!.kid);
    assert.equal((await published()).length, 2);
    assert.equal(signingKeys.current().kid, first!.kid);

    service.clock.now += 501_000;
    assert.notEqual(signingKeys.current().kid, first!.kid);
    assert.equal(await use(old), '200 ok');
    assert.equal(await use((await exchange()).accessToken), '200 ok');

    service.clock.now += 700_000;
    await signingKeys.maintain();
    assert.deepEqual(
      (await published()).map(({ kid }) => kid === first!.kid),
      [false],
    );
    for (const jwk of await published()) assert.equal(jwk.d, undefined);
  });

  it('are signed again after a rest in which all keys expired', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-tokens-'));
    const before = await startTestService({ continued: { folder, adminKey: '' } });
    await before.close();
    const clock = { now: before.clock.now + 100 * DAY };
    const after = await startTestService({ continued: { folder, adminKey: before.adminKey }, clock });
    const payload = { grantType: 'key', key: before.adminKey };
    assert.equal((await after.send({ method: 'POST', url: '/v1/tokens', payload })).statusCode, 200);
    await after.close();
    rmSync(folder, { recursive: true });
  });

  it('have the rights that their key has now', async () => {
    const { accessToken } = await exchange();
    assert.equal(await use(accessToken), '200 ok');
    const url = `/v1/keys/${key.split('_')[1]!}`;
    const changed = await service.send(
      { method: 'PATCH', url, payload: { role: 'service' } },
      service.adminKey,
    );
    assert.equal(changed.statusCode, 200);
    const listed = await service.send({ url: '/v1/analyses?owner=bob' }, accessToken);
    assert.equal(listed.statusCode, 200);
    assert.equal((await service.send({ url: '/v1/keys' }, accessToken)).statusCode, 403);
  });
});
