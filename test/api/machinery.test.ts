/** Limits, caches and threads together, with a Redis that comes and goes. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { readConfig } from '../../api/config/config.ts';
import { type Machinery, startMachinery } from '../../api/machinery.ts';
import { type ServiceMetrics, createMetrics } from '../../api/observe/metrics.ts';
import type { Caller } from '../../api/ports.ts';
import { GRAMMARS, NEVER, job } from './jobs.ts';
import { type RedisServer, missingRedis, startRedis } from '../support/redis-server.ts';

const CONTEXT = { correlationId: 'test', gone: () => NEVER };

interface Replica extends Machinery {
  readonly metrics: ServiceMetrics;
  readonly close: () => Promise<void>;
}

describe('the machinery', () => {
  let folder: string;
  let open: Replica[] = [];

  function replica(environment: Readonly<Record<string, string>> = {}): Replica {
    const metrics = createMetrics();
    const config = readConfig({ DATA_DIR: join(folder, String(open.length)), WORKERS: '1', ...environment });
    const logger = pino({ level: 'silent' });
    const machinery = startMachinery({ config, logger, metrics, grammars: GRAMMARS });
    const made = {
      ...machinery,
      metrics,
      close: async () => {
        await machinery.analyzer.close();
        await machinery.limiter.close();
      },
    };
    open.push(made);
    return made;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-machinery-'));
  });
  afterEach(async () => {
    await Promise.all(open.map(async ({ close }) => close()));
    open = [];
    await rm(folder, { recursive: true });
  });

  it('works with nothing installed, and measures what it does', async () => {
    const { analyzer, limiter, metrics, ready } = replica();
    await ready();
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await analyzer.analyse(job(), CONTEXT)).kind, 'done');
    }
    assert.equal((await limiter.take(member('ada'), 'analyse', 1)).allowed, true);
    const text = await metrics.text();
    for (const line of [
      'big_o_lens_analysis_duration_seconds_count{language="python",outcome="done"} 1',
      'big_o_lens_cache_lookups_total{tier="memory",outcome="hit"} 1',
      'big_o_lens_cache_lookups_total{tier="memory",outcome="miss"} 1',
      'big_o_lens_cache_lookups_total{tier="disk",outcome="miss"} 1',
      'big_o_lens_circuit_open{part="disk"} 0',
      'big_o_lens_analysis_queue_length 0',
      'big_o_lens_analysis_threads_busy 0',
      'big_o_lens_analysis_threads 1',
    ]) {
      assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`);
    }
    assert.match(text, /^nodejs_eventloop_lag_p99_seconds \d/m);
  });

  it('finds on disk, after a restart, what was asked for twice', async () => {
    const environment = { DATA_DIR: join(folder, 'kept'), CACHE_TIMEOUT_MS: '1000' };
    const before = replica(environment);
    for (let i = 0; i < 2; i += 1) await before.analyzer.analyse(job(), CONTEXT);
    await before.analyzer.analyse(job(2), CONTEXT);
    await sleep(200);
    await before.close();
    const { analyzer, metrics } = replica(environment);
    await analyzer.analyse(job(), CONTEXT);
    await analyzer.analyse(job(2), CONTEXT);
    assert.match(await metrics.text(), /cache_lookups_total\{tier="disk",outcome="hit"\} 1\n/);
  });

  describe('with Redis', () => {
    const missing = missingRedis();
    if (missing !== null) {
      it(`is not tested: ${missing}`, () => undefined);
      return;
    }
    let server: RedisServer;
    before(async () => {
      server = await startRedis();
    });
    after(async () => server.stop());
    const shared = () => replica({ REDIS_URL: server.url, CACHE_TIMEOUT_MS: '200', LIMIT_MEMBER: LIMIT });

    it('shares limits and results among replicas', async () => {
      const replicas = [shared(), shared()];
      await Promise.all(replicas.map(connected));
      const decisions = await Promise.all(
        Array.from({ length: 60 }, async (_, i) =>
          replicas[i % 2]!.limiter.take(member('eve'), 'analyse', 1),
        ),
      );
      assert.equal(decisions.filter(({ allowed }) => allowed).length, 20);

      await replicas[0]!.analyzer.analyse(job(77), CONTEXT);
      await sleep(100);
      await replicas[1]!.analyzer.analyse(job(77), CONTEXT);
      const text = await replicas[1]!.metrics.text();
      assert.match(text, /cache_lookups_total\{tier="redis",outcome="hit"\} 1\n/);
      assert.doesNotMatch(text, /analysis_duration_seconds_count/);
    });

    it('answers every request while Redis is killed, frozen and started again; limits degrade to local', async () => {
      const one = shared();
      await one.ready();
      await connected(one);
      let asking = true;
      let answered = 0;
      let slowest = 0;
      const load = async (worker: number) => {
        for (let i = 0; asking; i += 1) {
          const start = performance.now();
          const decision = await one.limiter.take(member(`user${worker}-${i}`), 'analyse', 1);
          assert.equal(decision.allowed, true);
          assert.equal((await one.analyzer.analyse(job(i % 50), CONTEXT)).kind, 'done');
          slowest = Math.max(slowest, performance.now() - start);
          answered += 1;
          await sleep(1);
        }
      };
      const loads = Promise.all([0, 1, 2, 3].map(load));
      await sleep(300);
      await server.kill();
      await sleep(300);
      await server.restart();
      await sleep(300);
      server.freeze();
      await sleep(300);
      server.resume();
      await sleep(300);

      await server.kill();
      const local = await spend(one, 'mallory', 30);
      assert.equal(local, 20);
      await server.restart();
      await connected(one);
      asking = false;
      await loads;
      assert.ok(answered > 200, `${answered} answers`);
      assert.ok(slowest < 1500, `an answer took ${slowest} ms`);
    });

    it('does not hand out new limits when Redis goes down', async () => {
      const one = shared();
      await connected(one);
      assert.equal(await spend(one, 'oscar', 15), 15);
      await server.kill();
      assert.equal(await spend(one, 'oscar', 15), 5);
      await server.restart();
    });
  });
});

/** Slow enough to come back that a test does not see it. */
const LIMIT = 'analyse=20/3600 read=20/3600 manage=20/3600 token=20/3600';

function member(subject: string): Caller {
  return { subject, keyId: 'key', role: 'member' };
}

async function spend({ limiter }: Machinery, subject: string, requests: number): Promise<number> {
  let allowed = 0;
  for (let i = 0; i < requests; i += 1) {
    if ((await limiter.take(member(subject), 'analyse', 1)).allowed) allowed += 1;
  }
  return allowed;
}

/** Until Redis answers, many times in a row. */
async function connected({ limiter, metrics }: Replica): Promise<void> {
  let answers = 0;
  for (let attempt = 0; attempt < 200 && answers < 10; attempt += 1) {
    await limiter.take(member('probe'), 'read', 0);
    await sleep(20);
    const open = !(await metrics.text()).includes('circuit_open{part="redis"} 0\n');
    answers = open ? 0 : answers + 1;
  }
  assert.equal(answers, 10, 'Redis is there, but the service does not use it');
}
