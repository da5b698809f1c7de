/** Two processes with one Redis: what one has used up or found out, the other knows. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, missingRedis, startRedis } from '../support/redis-server.ts';
import type { Order } from './replica.ts';

const LIMIT = 'analyse=20/3600 read=20/3600 manage=20/3600 token=20/3600';

describe('two processes with one Redis', () => {
  const missing = missingRedis();
  if (missing !== null) {
    it(`are not tested: ${missing}`, () => undefined);
    return;
  }
  let server: RedisServer;
  let folder: string;
  let replicas: ChildProcess[];

  const tell = async (replica: ChildProcess, order: Order): Promise<number | string> => {
    replica.send(order);
    const [answer] = (await once(replica, 'message')) as [number | string];
    return answer;
  };

  before(async () => {
    server = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-replicas-'));
    replicas = [0, 1].map((number) =>
      fork(resolve(import.meta.dirname, 'replica.ts'), {
        env: {
          ...process.env,
          REDIS_URL: server.url,
          DATA_DIR: join(folder, String(number)),
          WORKERS: '1',
          CACHE_TIMEOUT_MS: '1000',
          LIMIT_MEMBER: LIMIT,
        },
      }),
    );
    // Each starts with an analysis of its own; by then it is connected.
    await Promise.all(replicas.map(async (replica, i) => tell(replica, { kind: 'analyse', program: i })));
  });
  after(async () => {
    for (const replica of replicas) {
      replica.kill();
      await once(replica, 'exit');
    }
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('let as many requests through together as one would alone', async () => {
    const order: Order = { kind: 'spend', subject: 'eve', requests: 40 };
    const allowed = await Promise.all(replicas.map(async (replica) => tell(replica, order)));
    assert.equal(Number(allowed[0]) + Number(allowed[1]), 20);
  });

  it('analyse a program once', async () => {
    const [one, two] = replicas;
    assert.equal(await tell(one!, { kind: 'analyse', program: 77 }), 'done');
    await sleep(200);
    assert.equal(await tell(two!, { kind: 'analyse', program: 77 }), 'done');
    const text = String(await tell(two!, { kind: 'metrics' }));
    assert.match(text, /cache_lookups_total\{tier="redis",outcome="hit"\} 1\n/);
    assert.match(text, /analysis_duration_seconds_count\{language="python",outcome="done"\} 1\n/);
  });
});
