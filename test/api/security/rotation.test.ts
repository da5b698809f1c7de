/** The replacement of keys, step by step as docs/service.md has it, while tokens and records of before stay good. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import type { AnalysisCreated, AnalysisRecord, TokenAnswer } from '../../../shared/protocol/service.ts';
import { SealError } from '../../../api/store/vault.ts';
import { type TestService, startTestService } from '../support/service.ts';
import { until } from '../../support/until.ts';

const OLD = `old:${randomBytes(32).toString('base64')}`;
const NEW = `new:${randomBytes(32).toString('base64')}`;
const LOGGED = 'all that is stored is under the newest key';

describe('the rotation of encryption keys', () => {
  let folder: string;
  let service: TestService;
  let adminKey = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-rotation-'));
  });
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  const restart = async (...keys: string[]): Promise<void> => {
    service = await startTestService({
      environment: { ENCRYPTION_KEYS: keys.join(',') },
      continued: { folder, adminKey },
    });
    ({ adminKey } = service);
  };
  const save = async (code: string): Promise<string> => {
    const payload = { code, language: 'python' };
    const answer = await service.send({ method: 'POST', url: '/v1/analyses', payload }, adminKey);
    return answer.json<AnalysisCreated>().id!;
  };
  const codeOf = async (id: string, bearer = adminKey): Promise<string | null> =>
    (await service.send({ url: `/v1/analyses/${id}` }, bearer)).json<AnalysisRecord>().code;
  /** Under which key each body is sealed: `vault.ts` has the layout. */
  const keysInUse = async (): Promise<string[]> => {
    const bodies = await service.assembly.parts.store.analyses.bodies('', 100);
    const ids = bodies.map(({ body }) => Buffer.from(body).toString('latin1', 2, 2 + body[1]!));
    return [...new Set(ids)].sort();
  };
  const moved = (): unknown => service.logs.find(({ msg }) => msg === LOGGED)?.moved;

  it('leaves tokens and records good at every step, and the old key with nothing', async () => {
    await restart(OLD);
    const first = await save('x = 1');
    const payload = { grantType: 'key', key: adminKey };
    const exchanged = await service.send({ method: 'POST', url: '/v1/tokens', payload });
    const { accessToken } = exchanged.json<TokenAnswer>();
    assert.deepEqual(await keysInUse(), ['old']);
    await service.close();

    // 1. Everybody can read what the new key will seal.
    await restart(OLD, NEW);
    const second = await save('x = 2');
    assert.deepEqual(await keysInUse(), ['old']);
    await service.close();

    // 2. The new one seals, and what there is moves to it: two bodies and the key that signs.
    await restart(NEW, OLD);
    await until('the move', () => moved() !== undefined);
    assert.equal(moved(), 3);
    const third = await save('x = 3');
    assert.deepEqual(await keysInUse(), ['new']);
    for (const [id, code] of [
      [first, 'x = 1'],
      [second, 'x = 2'],
      [third, 'x = 3'],
    ] as const) {
      assert.equal(await codeOf(id, accessToken), code);
    }
    await service.close();

    await restart(NEW, OLD);
    await until('the second round', () => moved() !== undefined);
    assert.equal(moved(), 0);
    await service.close();

    // 3. Without the old one.
    await restart(NEW);
    assert.equal(await codeOf(first, accessToken), 'x = 1');
    assert.equal(moved(), undefined);
    const again = await service.send({ method: 'POST', url: '/v1/tokens', payload });
    const kids = [accessToken, again.json<TokenAnswer>().accessToken].map(
      (token) => decodeProtectedHeader(token).kid,
    );
    assert.equal(kids[0], kids[1]);
  });

  it('can’t be done by leaving the old key out at once: the service says so and does not start', async () => {
    await assert.rejects(restart(`other:${randomBytes(32).toString('base64')}`), SealError);
  });
});
