/** What people try with access tokens (RFC 8725, RFC 7515 to 7519): each attempt next to a token that is good. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompactEncrypt,
  FlattenedSign,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
} from 'jose';
import type { TokenAnswer } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const ADDRESS = 'https://lens.example';
const GENEROUS = 'analyse=0/60 read=9999/60 manage=0/60 token=9999/60';
const DAY_S = 86_400;
const REFUSED = '401 unauthenticated';

describe('access tokens that are forged', () => {
  let service: TestService;
  let key: string;
  let jwk: JWK;
  before(async () => {
    service = await startTestService({ environment: { LIMIT_ANONYMOUS: GENEROUS } });
    key = await service.keyOf('ada');
    [jwk] = (await service.send({ url: '/.well-known/jwks.json' })).json<{ keys: [JWK] }>().keys;
  });
  after(async () => service.close());

  /** The status, and the code where there is a problem. */
  const use = async (token: string): Promise<string> => {
    const response = await service.send({ url: '/v1/quota' }, token);
    return `${response.statusCode} ${response.json<{ code?: string }>().code ?? 'ok'}`;
  };
  const refuses = async (token: string, what: string): Promise<void> =>
    assert.equal(await use(token), REFUSED, what);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  /** In whole seconds. */
  const now = (): number => Math.floor(service.clock.now / 1000);
  const claims = (changes: object = {}): Record<string, unknown> => ({
    iss: ADDRESS,
    aud: ADDRESS,
    sub: 'admin',
    iat: now(),
    exp: now() + 600,
    key: service.adminKey.split('_')[1],
    role: 'admin',
    scope: 'operations',
    ...changes,
  });
  const header = (changes: object = {}): JWTHeaderParameters => ({
    alg: 'EdDSA',
    typ: 'at+jwt',
    kid: jwk.kid!,
    ...changes,
  });
  /** By the service's own key: all that is wrong is what the test changes. */
  const sign = async (changes: object = {}, head: object = {}): Promise<string> =>
    new SignJWT(claims(changes))
      .setProtectedHeader(header(head))
      .sign(service.assembly.parts.signingKeys.current().key);
  const exchange = async (): Promise<TokenAnswer> => {
    const payload = { grantType: 'key', key };
    return (await service.send({ method: 'POST', url: '/v1/tokens', payload })).json<TokenAnswer>();
  };

  it('are not those that these tests begin with', async () => {
    assert.equal(await use(await sign()), '200 ok');
  });

  describe('are refused', () => {
    it('without a signature (alg none)', async () => {
      for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null]) {
        const head = encode(header({ alg }));
        await refuses(`${head}.${encode(claims())}.`, String(alg));
        await refuses(`${head}.${encode(claims())}`, `${alg}, two parts`);
        await refuses(`${head}.${encode(claims())}.${'A'.repeat(86)}`, `${alg}, signed`);
      }
    });

    it('with a signature of nothing, or of zeros (CVE-2022-21449 and its kind)', async () => {
      const text = `${encode(header())}.${encode(claims())}`;
      for (const bytes of [0, 1, 32, 63, 64, 65, 128]) {
        await refuses(`${text}.${Buffer.alloc(bytes).toString('base64url')}`, `${bytes} zeros`);
      }
    });

    it('with the public key as the secret of an HMAC (algorithm confusion)', async () => {
      const raw = Buffer.from(jwk.x!, 'base64url');
      for (const secret of [JSON.stringify(jwk), jwk.x!, raw, '']) {
        for (const [alg, digest] of [
          ['HS256', 'sha256'],
          ['HS384', 'sha384'],
          ['HS512', 'sha512'],
        ] as const) {
          const text = `${encode(header({ alg }))}.${encode(claims())}`;
          await refuses(`${text}.${createHmac(digest, secret).update(text).digest('base64url')}`, alg);
        }
      }
    });

    it('by another algorithm than the one that is allowed, though it is asymmetric', async () => {
      const pairs = [
        ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
        ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
        ['PS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
      ] as const;
      for (const [alg, signer] of pairs) {
        await refuses(await new SignJWT(claims()).setProtectedHeader(header({ alg })).sign(signer), alg);
      }
    });

    it('with a key of their own, however the header names or carries it', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const own = await exportJWK(publicKey);
      for (const changes of [
        {},
        { jwk: own },
        { jku: 'https://evil.example/jwks.json' },
        { x5u: 'https://evil.example/x5.pem' },
        { x5c: [own.x] },
        { kid: 'mine', jwk: own },
        { kid: '../../etc/passwd' },
        { kid: "' OR 1=1 --" },
        { kid: '' },
        { kid: undefined },
        { kid: '__proto__' },
        { kid: 'constructor' },
      ]) {
        const head = header(changes);
        const token = await new SignJWT(claims()).setProtectedHeader(head).sign(privateKey);
        await refuses(token, JSON.stringify(head));
      }
    });

    it('with the right signature, but a header that asks for what is not there', async () => {
      const text = async (head: object) => {
        const key = service.assembly.parts.signingKeys.current().key;
        return await crypto.subtle.sign('Ed25519', key, Buffer.from(`${encode(head)}.${encode(claims())}`));
      };
      for (const changes of [
        { crit: ['unknown'], unknown: true },
        { crit: [] },
        { b64: false, crit: ['b64'] },
        { kid: undefined },
        { kid: [jwk.kid] },
        { alg: 'eddsa' },
        { typ: undefined },
        { typ: 'JWT' },
        { typ: 'dpop+jwt' },
      ]) {
        const head = header(changes);
        const signature = Buffer.from(await text(head)).toString('base64url');
        await refuses(`${encode(head)}.${encode(claims())}.${signature}`, JSON.stringify(head));
      }
    });

    it('for others, from others, or at another time', async () => {
      for (const changes of [
        { aud: 'https://other.example' },
        { aud: `${ADDRESS}/` },
        { aud: [] },
        { aud: undefined },
        { iss: 'https://other.example' },
        { iss: `${ADDRESS}.evil.example` },
        { iss: undefined },
        { nbf: now() + 60 },
        { exp: undefined },
        { exp: 'never' },
        { iat: undefined },
        { iat: 'now' },
      ]) {
        await refuses(await sign(changes), JSON.stringify(changes));
      }
      for (const exp of [now(), now() - 1, 0, -1]) {
        assert.equal(await use(await sign({ exp })), '401 token-expired', String(exp));
      }
    });

    it('that lack what they must say, or say it wrongly', async () => {
      for (const changes of [
        { role: 'root' },
        { role: ['admin'] },
        { role: undefined },
        { scope: undefined },
        { scope: ['operations'] },
        { sub: undefined },
        { key: undefined },
        { key: 7 },
      ]) {
        await refuses(await sign(changes), JSON.stringify(changes));
      }
      assert.equal(await use(await sign({ key: 'gone' })), '401 token-revoked');
    });

    it('by changing a good one', async () => {
      const { accessToken } = await exchange();
      assert.equal(await use(accessToken), '200 ok');
      const [head, body, signature] = accessToken.split('.') as [string, string, string];
      await refuses(`${head}.${encode({ ...decodeJwt(accessToken), role: 'admin' })}.${signature}`, 'role');
      const other = encode({ ...decodeProtectedHeader(accessToken), kid: 'other' });
      await refuses(`${other}.${body}.${signature}`, 'header');
      for (let at = 0; at < signature.length - 1; at += 7) {
        const letter = signature[at] === 'A' ? 'B' : 'A';
        const changed = signature.slice(0, at) + letter + signature.slice(at + 1);
        await refuses(`${head}.${body}.${changed}`, `letter ${at}`);
      }
      await refuses(`${head}.${body}.${signature.slice(0, -4)}`, 'cut');
      await refuses(`${head}.${body}.${signature}${signature}`, 'twice');
      await refuses(`${accessToken}.${signature}`, 'four parts');
    });

    it('in another form of the same thing', async () => {
      const { key: signer } = service.assembly.parts.signingKeys.current();
      const flattened = await new FlattenedSign(Buffer.from(JSON.stringify(claims())))
        .setProtectedHeader(header())
        .sign(signer);
      await refuses(JSON.stringify(flattened).replaceAll(' ', ''), 'JSON');
      const encrypted = await new CompactEncrypt(Buffer.from(await sign()))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(Buffer.alloc(32, 1));
      await refuses(encrypted, 'JWE');
      await refuses(Buffer.from(await sign()).toString('base64url'), 'base64 of a token');
    });
  });

  it('do not pass for the other texts, nor those for them', async () => {
    const { accessToken, refreshToken } = await exchange();
    await refuses(refreshToken, 'refresh token as access token');
    for (const payload of [
      { grantType: 'refresh', refreshToken: accessToken },
      { grantType: 'refresh', refreshToken: key },
      { grantType: 'key', key: accessToken },
      { grantType: 'key', key: refreshToken },
    ]) {
      const answer = await service.send({ method: 'POST', url: '/v1/tokens', payload });
      assert.ok([400, 401].includes(answer.statusCode), JSON.stringify(payload));
    }
  });

  it('for several audiences are good for each: that is no trick', async () => {
    assert.equal(await use(await sign({ aud: ['https://other.example', ADDRESS] })), '200 ok');
  });

  it('are refused once the key that signed them is gone, whatever they say of their time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-forged-'));
    const first = await startTestService({ continued: { folder, adminKey: '' } });
    const { kid, key: signer } = first.assembly.parts.signingKeys.current();
    const exp = now() + 365 * DAY_S;
    const claimed = claims({ exp, key: first.adminKey.split('_')[1] });
    const token = await new SignJWT(claimed).setProtectedHeader(header({ kid })).sign(signer);
    assert.equal((await first.send({ url: '/v1/quota' }, token)).statusCode, 200);
    await first.close();

    const later = { now: first.clock.now + 40 * DAY_S * 1000 };
    const second = await startTestService({ continued: { folder, adminKey: first.adminKey }, clock: later });
    assert.equal((await second.send({ url: '/v1/quota' }, token)).statusCode, 401);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
