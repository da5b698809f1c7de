/** The drills of docs/recovery.md: what was acknowledged is there again after a loss. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  API_V1,
  type AnalysisCreated,
  type AnalysisRecord,
  ROUTES_V1,
  type TokenAnswer,
} from '../../shared/protocol/service.ts';
import { missingRedis, startRedis } from '../support/redis-server.ts';
import { type ServiceProcess, UNLIMITED, createKey, post, startService } from '../support/service-process.ts';
import { PROGRAM } from './fleet.ts';

const BACKUP = resolve(import.meta.dirname, '../../dist/service/backup.js');
const ANALYSES = API_V1 + ROUTES_V1.createAnalysis.path;
/** docs/recovery.md promises it. */
const RECOVERY_TIME_MS = 5 * 60_000;

describe('recovery', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-recovery-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const backup = (data: string, command: 'make' | 'restore', argument: string): string =>
    execFileSync(process.execPath, [BACKUP, command, argument], {
      env: { ...process.env, DATA_DIR: data },
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();

  /** Callers that keep analyses, each one after the other, until the service is lost, which has to be announced. */
  const writeOn = (url: string, key: string, callers = 1) => {
    const acknowledged: { id: string; code: string }[] = [];
    let mayFail = false;
    const write = async (caller: number) => {
      for (let number = 0; ; number += 1) {
        const code = `${PROGRAM.code}# ${caller} ${number}\n`;
        const { id, kept } = await post<AnalysisCreated>(url, { ...PROGRAM, code, keep: 'source' }, key);
        assert.equal(kept, 'source');
        acknowledged.push({ id: id!, code });
      }
    };
    const done = Promise.all(
      Array.from({ length: callers }, async (_, caller) =>
        write(caller).catch((error: unknown) => assert.equal(mayFail, true, String(error))),
      ),
    );
    const more = async (count: number) => {
      for (const enough = acknowledged.length + count; acknowledged.length < enough;) await sleep(5);
    };
    /** Under way; what the service has not answered, it has not promised. */
    const lose = async (service: ServiceProcess) => {
      mayFail = true;
      await service.stop('SIGKILL');
      await done;
    };
    return { acknowledged, more, lose };
  };

  it('of a lost folder from its last backup: what was acknowledged before it, keys and tokens', async () => {
    const data = join(folder, 'data');
    const vault = join(folder, 'vault');
    mkdirSync(vault);
    const lost = await startService({ folder: data });
    cpSync(join(data, 'encryption-key.json'), join(vault, 'encryption-key.json'));
    const key = await createKey(lost.url, lost.firstKey!, 'service');
    const tokens = lost.url + API_V1 + ROUTES_V1.createToken.path;
    const { accessToken } = await post<TokenAnswer>(tokens, { grantType: 'key', key });

    const load = writeOn(lost.url + ANALYSES, key);
    await load.more(100);
    const promised = [...load.acknowledged];
    const copy = backup(data, 'make', join(folder, 'backups'));
    await load.more(20);
    await load.lose(lost);
    rmSync(data, { recursive: true });

    const lostAt = performance.now();
    backup(data, 'restore', copy);
    cpSync(join(vault, 'encryption-key.json'), join(data, 'encryption-key.json'));
    const again = await startService({ folder: data, port: lost.port });
    try {
      assert.equal(again.firstKey, null, 'a new admin was made: the keys were lost');
      for (const { id, code } of promised) {
        const headers = { authorization: `Bearer ${accessToken}` };
        const answer = await fetch(`${again.url}${ANALYSES}/${id}`, { headers });
        assert.equal(answer.status, 200);
        const record = (await answer.json()) as AnalysisRecord;
        assert.equal(record.code, code);
        assert.notEqual(record.result, null);
      }
      await post(again.url + ANALYSES, PROGRAM, key);
      assert.ok(performance.now() - lostAt < RECOVERY_TIME_MS);
    } finally {
      await again.stop();
    }
  });

  it('of a killed process from its own folder: everything that was acknowledged to many at once', async () => {
    const data = join(folder, 'data');
    let adminKey = '';
    const acknowledged: { id: string; code: string }[] = [];
    // Killed more than once: each time it may be at another place of a write.
    for (let kill = 0; kill < 3; kill += 1) {
      const killed = await startService({ folder: data, environment: { LIMIT_ADMIN: UNLIMITED } });
      adminKey = killed.firstKey ?? adminKey;
      const load = writeOn(killed.url + ANALYSES, adminKey, 16);
      await load.more(200);
      await load.lose(killed);
      acknowledged.push(...load.acknowledged);
    }
    const again = await startService({ folder: data, environment: { LIMIT_ADMIN: UNLIMITED } });
    try {
      for (const { id, code } of acknowledged) {
        const headers = { authorization: `Bearer ${adminKey}` };
        const answer = await fetch(`${again.url}${ANALYSES}/${id}`, { headers });
        assert.equal(answer.status, 200);
        assert.equal(((await answer.json()) as AnalysisRecord).code, code);
      }
    } finally {
      await again.stop();
    }
  });

  it('does not overwrite a store, and takes no damaged backup', async () => {
    const data = join(folder, 'data');
    const service = await startService({ folder: data });
    await service.stop();
    const copy = backup(data, 'make', join(folder, 'backups'));
    assert.throws(() => backup(data, 'restore', copy), /store\.sqlite is there/);
    rmSync(join(copy, 'store.sqlite'));
    assert.throws(() => backup(join(folder, 'other'), 'restore', copy), /store\.sqlite is not there/);
  });

  it('of Redis: limits that were used up stay so when it is killed', async function () {
    const missing = missingRedis();
    if (missing !== null) {
      console.log(`      not tested: ${missing}`);
      return;
    }
    // As deploy/compose runs it.
    const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'everysec']);
    const limit = 5;
    const environment = {
      REDIS_URL: redis.url,
      LIMIT_ADMIN: `analyse=600/60 read=${limit}/3600 manage=120/60 token=60/60`,
      CACHE_TIMEOUT_MS: '2000',
    };
    const statuses = async (name: string, key?: string) => {
      const service = await startService({ folder: join(folder, name), environment });
      const bearer = key ?? service.firstKey!;
      const got: number[] = [];
      for (let i = 0; i <= limit; i += 1) {
        const headers = { authorization: `Bearer ${bearer}` };
        const answer = await fetch(service.url + API_V1 + ROUTES_V1.readQuota.path, { headers });
        got.push(answer.status);
      }
      await service.stop();
      return { got, bearer };
    };
    try {
      const { got, bearer } = await statuses('data');
      assert.equal(got.filter((status) => status === 200).length, limit, got.join(', '));
      // A second may be lost.
      await sleep(1500);
      await redis.restart();
      assert.deepEqual(new Set((await statuses('data', bearer)).got), new Set([429]));
    } finally {
      await redis.stop();
    }
  });
});
