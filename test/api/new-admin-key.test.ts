/** The way back in when all admin keys are lost. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AuditEntry, Page } from '../../shared/protocol/service.ts';
import { type TestService, startTestService } from './support/service.ts';

const PROGRAM = resolve(import.meta.dirname, '../../api/new-admin-key.ts');

function run(folder: string, environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [PROGRAM], {
    env: { ...process.env, DATA_DIR: folder, ...environment },
    encoding: 'utf8',
  });
}

describe('a new admin key', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(async () => service.close());

  it('is made while the service runs, is good at once, and is printed alone', async () => {
    const { status, stdout } = run(service.folder);
    assert.equal(status, 0);
    assert.match(stdout, /^bol_[A-Za-z0-9]{12}_[\w-]{43}\n$/);
    const key = stdout.trim();
    const payload = { name: 'Ada', owner: 'ada' };
    assert.equal((await service.send({ method: 'POST', url: '/v1/keys', payload }, key)).statusCode, 201);
    const lost = await service.send({ method: 'DELETE', url: '/v1/keys/firstadmin00' }, key);
    assert.equal(lost.statusCode, 204);
    assert.equal((await service.send({ url: '/v1/quota' }, service.adminKey)).statusCode, 401);
    assert.notEqual(run(service.folder).stdout.trim(), key);
  });

  it('is in the audit log, without its secret', async () => {
    const { stdout, stderr } = run(service.folder);
    // The secret is base64url: it may have underscores of its own, even at its start.
    const [, id = '', secret = ''] = /^bol_([^_]+)_(.+)$/.exec(stdout.trim()) ?? [];
    assert.equal(secret.length, 43);
    const { body } = await service.send({ url: '/v1/audit' }, stdout.trim());
    const entry = (JSON.parse(body) as Page<AuditEntry>).items.find(({ target }) => target === id);
    assert.deepEqual(
      [entry?.actor, entry?.action, entry?.correlationId],
      ['system', 'key.created', 'command'],
    );
    assert.match(stderr, new RegExp(`audit: key.created ${id} by system`));
    assert.ok(!body.includes(secret) && !stderr.includes(secret));
  });

  it('is none for a store without an admin, nor for a wrong configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-no-admin-'));
    const empty = run(folder);
    assert.deepEqual([empty.status, empty.stdout], [1, '']);
    assert.match(empty.stderr, /no admin yet/);
    assert.equal(run(folder, { KEEP: 'all' }).status, 2);
    rmSync(folder, { recursive: true });
  });
});
