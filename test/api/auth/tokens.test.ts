/** Access and refresh tokens, and what people try with them. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { type JWK, SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import type { TokenAnswer } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const ADDRESS = 'https://lens.example';
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

  describe('that are forged are refused', () => {
    const claims = { key: 'firstadmin00', role: 'admin', scope: 'operations' };
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const times = (): object => ({
      iss: ADDRESS,
      aud: ADDRESS,
      sub: 'admin',
      iat: Math.floor(service.clock.now / 1000),
      exp: Math.floor(service.clock.now / 1000) + 600,
    });

    it('without a signature (alg none)', async () => {
      for (const alg of ['none', 'None', 'NONE']) {
        const head = encode({ alg, typ: 'at+jwt', kid: (await published())[0]!.kid });
        const body = encode({ ...times(), ...claims });
        assert.equal(await use(`${head}.${body}.`), '401 unauthenticated');
      }
    });

    it('with the public key as the secret of an HMAC (algorithm confusion)', async () => {
      const [jwk] = await published();
      for (const secret of [JSON.stringify(jwk), jwk!.x!, Buffer.from(jwk!.x!, 'base64url')]) {
        const text = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: jwk!.kid })}.${encode({ ...times(), ...claims })}`;
        const signature = createHmac('sha256', secret).update(text).digest('base64url');
        assert.equal(await use(`${text}.${signature}`), '401 unauthenticated');
      }
    });

    it('with a key of their own, also if the header carries it', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const jwk = publicKey.export({ format: 'jwk' }) as JWK;
      for (const kid of [(await published())[0]!.kid!, 'mine', '../../etc/passwd']) {
        const token = await new SignJWT({ ...times(), ...claims })
          .setProtectedHeader({
            alg: 'EdDSA',
            typ: 'at+jwt',
            kid,
            jwk,
            jku: 'https://evil.example/jwks.json',
          })
          .sign(privateKey);
        assert.equal(await use(token), '401 unauthenticated');
      }
    });

    it('for another audience, from another issuer, of another type, without what they must say', async () => {
      const { kid, key: signer } = service.assembly.parts.signingKeys.current();
      const sign = async (changes: object, typ = 'at+jwt'): Promise<string> =>
        new SignJWT({ ...times(), ...claims, ...changes })
          .setProtectedHeader({ alg: 'EdDSA', typ, kid })
          .sign(signer);
      assert.equal(await use(await sign({})), '200 ok');
      assert.equal(await use(await sign({ aud: 'https://other.example' })), '401 unauthenticated');
      assert.equal(await use(await sign({ iss: 'https://other.example' })), '401 unauthenticated');
      assert.equal(await use(await sign({}, 'JWT')), '401 unauthenticated');
      assert.equal(await use(await sign({ exp: undefined })), '401 unauthenticated');
      assert.equal(await use(await sign({ role: 'root' })), '401 unauthenticated');
      assert.equal(await use(await sign({ key: 'gone' })), '401 token-revoked');
    });

    it('by changing a good one', async () => {
      const { accessToken } = await exchange();
      const [head, , signature] = accessToken.split('.') as [string, string, string];
      const body = encode({ ...decodeJwt(accessToken), role: 'admin' });
      assert.equal(await use(`${head}.${body}.${signature}`), '401 unauthenticated');
      const other = signature.startsWith('A') ? 'B' : 'A';
      assert.equal(
        await use(`${head}.${accessToken.split('.')[1]!}.${other}${signature.slice(1)}`),
        '401 unauthenticated',
      );
    });
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
