/** The tiers of the cache: what is where, and what happens when one of them fails. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDiskTier } from '../../../api/cache/disk-tier.ts';
import { CacheKey } from '../../../api/cache/key.ts';
import { createRedisTier } from '../../../api/cache/redis-tier.ts';
import { type ResultCache, createResultCache } from '../../../api/cache/results.ts';
import { seal, unseal } from '../../../api/cache/seal.ts';
import type { Tier } from '../../../api/cache/tier.ts';
import { createGuard } from '../../../shared/remote/guard.ts';
import type { Analysed } from '../../../api/ports.ts';
import { openRedis } from '../../../api/redis.ts';
import { job } from '../jobs.ts';
import { type RedisServer, missingRedis, startRedis } from '../../support/redis-server.ts';

const ANALYSED: Analysed = {
  json: Buffer.from('{"time":"∑ return s"}'),
  summary: {
    language: 'python',
    problem: null,
    time: { text: 'O(n)', class: 'linear' },
    space: { text: 'O(1)', class: 'constant' },
    verdict: 'unknown',
    techniques: [],
    findings: [],
    engineVersion: '0',
  },
};
const KEY = new CacheKey(job(1));

/** A tier in memory that says what was done to it. */
function tier(name: Tier['name'], stored = new Map<string, Uint8Array>()) {
  const tier: Tier = {
    name,
    get: async (id) => Promise.resolve(stored.get(id) ?? null),
    set: async (id, sealed) => {
      stored.set(id, sealed);
      return Promise.resolve();
    },
    close: async () => Promise.resolve(),
  };
  return { stored, tier, guard: createGuard({ deadline: 20, failures: 3, pause: 60_000 }) };
}

function cacheOf(tiers: { redis?: ReturnType<typeof tier>; disk?: ReturnType<typeof tier> } = {}) {
  const lookups: string[] = [];
  const cache = createResultCache({
    megabytes: 1,
    redis: tiers.redis ?? null,
    disk: tiers.disk ?? null,
    onLookup: (name, outcome) => lookups.push(`${name} ${outcome}`),
  });
  return { cache, lookups };
}

describe('cache keys', () => {
  it('differ with content, language and settings, and with nothing else', () => {
    const ids = [
      job(1),
      job(2),
      { ...job(1), language: 'java' },
      { ...job(1), fileName: '1.two-sum.py' },
      { ...job(1), disabledRules: ['list-pop-front'] },
    ].map((subject) => new CacheKey(subject).id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new CacheKey(job(1)).id, KEY.id);
  });
});

describe('sealed results', () => {
  it('come back as they were', () => {
    assert.deepEqual(unseal(seal(ANALYSED, KEY.secret), KEY.secret), ANALYSED);
  });

  it('show nothing, and open with the program only', () => {
    const sealed = seal(ANALYSED, KEY.secret);
    assert.ok(!Buffer.from(sealed).includes('return'));
    assert.equal(unseal(sealed, new CacheKey(job(2)).secret), null);
  });

  it('that somebody has changed, cut or made up count as none', () => {
    const sealed = seal(ANALYSED, KEY.secret);
    for (const at of [0, 13, 30, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 1;
      assert.equal(unseal(changed, KEY.secret), null, `byte ${at}`);
    }
    assert.equal(unseal(sealed.subarray(0, 20), KEY.secret), null);
    assert.equal(unseal(Buffer.from('{"json":"{}"}'), KEY.secret), null);
  });
});

describe('the tiers of the cache', () => {
  it('keep a new result in memory and in Redis, and on disk at its second request', async () => {
    const [redis, disk] = [tier('redis'), tier('disk')];
    const { cache } = cacheOf({ redis, disk });
    cache.keep(KEY, ANALYSED);
    await sleep(5);
    assert.deepEqual([redis.stored.size, disk.stored.size], [1, 0]);
    assert.deepEqual(cache.recall(KEY), ANALYSED);
    await sleep(5);
    assert.equal(disk.stored.size, 1);
  });

  it('put on disk what was analysed a second time', async () => {
    const disk = tier('disk');
    const { cache } = cacheOf({ disk });
    cache.keep(KEY, ANALYSED);
    cache.keep(KEY, ANALYSED);
    await sleep(5);
    assert.equal(disk.stored.size, 1);
  });

  it('are asked in their order, and the faster ones take over what a slower one has', async () => {
    const [redis, disk] = [tier('redis'), tier('disk')];
    disk.stored.set(KEY.id, seal(ANALYSED, KEY.secret));
    const { cache, lookups } = cacheOf({ redis, disk });
    assert.equal(cache.recall(KEY), null);
    assert.deepEqual(await cache.fetch(KEY), ANALYSED);
    assert.deepEqual(lookups, ['memory miss', 'redis miss', 'disk hit']);
    await sleep(5);
    assert.equal(redis.stored.size, 1);
    assert.deepEqual(cache.recall(KEY), ANALYSED);
  });

  it('put on disk what another replica left in Redis: it recurs', async () => {
    const [redis, disk] = [tier('redis'), tier('disk')];
    redis.stored.set(KEY.id, seal(ANALYSED, KEY.secret));
    const { cache } = cacheOf({ redis, disk });
    await cache.fetch(KEY);
    await sleep(5);
    assert.equal(disk.stored.size, 1);
  });

  it('do not believe a result that nobody with the program has sealed', async () => {
    const redis = tier('redis');
    redis.stored.set(KEY.id, Buffer.from('{"time":"O(1)"}'));
    const { cache, lookups } = cacheOf({ redis });
    assert.equal(await cache.fetch(KEY), null);
    assert.deepEqual(lookups, ['redis miss']);
  });

  it('are passed by when they fail or hang, and soon not asked any more', async () => {
    let asked = 0;
    const hanging = tier('redis');
    const redis = {
      ...hanging,
      tier: {
        ...hanging.tier,
        get: async () => {
          asked += 1;
          return new Promise<never>(() => undefined);
        },
      },
    };
    const failing = tier('disk');
    const disk = {
      ...failing,
      tier: { ...failing.tier, get: async () => Promise.reject(new Error('the disk is gone')) },
    };
    const { cache, lookups } = cacheOf({ redis, disk });
    for (let i = 0; i < 6; i += 1) assert.equal(await cache.fetch(KEY), null);
    assert.equal(asked, 3);
    assert.equal(lookups.filter((lookup) => lookup === 'redis bypass').length, 6);
    assert.equal(lookups.filter((lookup) => lookup === 'disk bypass').length, 6);
    const start = performance.now();
    await cache.fetch(KEY);
    assert.ok(performance.now() - start < 10);
  });

  it('in memory stay within their limit', () => {
    const { cache } = cacheOf();
    const large = { ...ANALYSED, json: new Uint8Array(100_000) };
    for (let i = 0; i < 50; i += 1) cache.keep(new CacheKey(job(i)), large);
    const kept = Array.from({ length: 50 }, (_, i) => cache.recall(new CacheKey(job(i)))).filter(
      (r) => r !== null,
    );
    assert.equal(kept.length, 10);
  });
});

describe('the cache on disk', () => {
  let folder: string;
  let open: Tier[] = [];
  const disk = (megabytes = 16, onError: (error: unknown) => void = assert.ifError): Tier => {
    const tier = createDiskTier({ file: join(folder, 'cache', 'results.db'), megabytes }, onError);
    open.push(tier);
    return tier;
  };
  const bytes = (fill: number, length = 1000) => new Uint8Array(length).fill(fill);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-cache-'));
  });
  afterEach(async () => {
    await Promise.all(open.map(async (tier) => tier.close()));
    open = [];
    await rm(folder, { recursive: true });
  });

  it('is there after a restart', async () => {
    const before = disk();
    await before.set('a', bytes(7));
    await before.close();
    open = [];
    assert.deepEqual(new Uint8Array((await disk().get('a'))!), bytes(7));
  });

  it('is shared by several that have it open', async () => {
    const [one, two] = [disk(), disk()];
    await Promise.all([one.set('a', bytes(1)), two.set('b', bytes(2))]);
    assert.deepEqual(new Uint8Array((await two.get('a'))!), bytes(1));
    assert.deepEqual(new Uint8Array((await one.get('b'))!), bytes(2));
    assert.equal(await one.get('c'), null);
  });

  it('stays within its limit', async () => {
    const tier = disk(1);
    for (let i = 0; i < 320; i += 1) await tier.set(`k${i}`, bytes(i % 256, 10_000));
    let kept = 0;
    for (let i = 0; i < 320; i += 1) if ((await tier.get(`k${i}`)) !== null) kept += 1;
    assert.ok(kept >= 50 && kept <= 105, `${kept} results of 10 kB`);
  });

  it('begins anew where its file is damaged', async () => {
    const before = disk();
    await before.set('a', bytes(7));
    await before.close();
    open = [];
    const file = join(folder, 'cache', 'results.db');
    await writeFile(file, Buffer.alloc((await stat(file)).size, 'not a database'));
    const after = disk();
    assert.equal(await after.get('a'), null);
    await after.set('a', bytes(8));
    assert.deepEqual(new Uint8Array((await after.get('a'))!), bytes(8));
  });

  it('fails, and ends nothing else, where there is no place for it', async () => {
    await writeFile(join(folder, 'cache'), 'a file, not a folder');
    let failures = 0;
    const idle = disk(16, () => (failures += 1));
    while (failures === 0) await sleep(20);
    await assert.rejects(
      createGuard({ deadline: 500, failures: 3, pause: 1000 }).run(async () => idle.get('a')),
    );
  });

  it('holds no text of a program', async () => {
    const tier = disk();
    await tier.set(KEY.id, seal(ANALYSED, KEY.secret));
    await tier.close();
    open = [];
    assert.ok(!(await readFile(join(folder, 'cache', 'results.db'))).includes('return s'));
  });
});

describe('the cache in Redis', function () {
  const missing = missingRedis();
  if (missing !== null) {
    it(`is not tested: ${missing}`, () => undefined);
    return;
  }
  let server: RedisServer;
  let redis: ReturnType<typeof openRedis>;
  let cache: ResultCache;
  const lookups: string[] = [];

  before(async () => {
    server = await startRedis();
    redis = openRedis(server.url, () => undefined);
    await new Promise((resolve) => redis.once('ready', resolve));
    const guard = createGuard({ deadline: 200, failures: 3, pause: 200 });
    cache = createResultCache({
      megabytes: 0,
      redis: { tier: createRedisTier(redis, 60), guard },
      disk: null,
      onLookup: (_, outcome) => lookups.push(outcome),
    });
  });
  after(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('gives results back, for a limited time', async () => {
    cache.keep(KEY, ANALYSED);
    await sleep(50);
    assert.deepEqual(await cache.fetch(KEY), ANALYSED);
    const seconds = await redis.ttl(`result:${KEY.id}`);
    assert.ok(seconds > 0 && seconds <= 60);
  });

  it('is passed by while Redis is frozen, and used again after', async () => {
    server.freeze();
    for (let i = 0; i < 5; i += 1) assert.equal(await cache.fetch(KEY), null);
    const start = performance.now();
    assert.equal(await cache.fetch(KEY), null);
    assert.ok(performance.now() - start < 50);
    server.resume();
    await untilHit();
  });

  it('is passed by while Redis is down, and used again when it is back', async () => {
    await server.kill();
    lookups.length = 0;
    for (let i = 0; i < 5; i += 1) assert.equal(await cache.fetch(KEY), null);
    assert.deepEqual(new Set(lookups), new Set(['bypass']));
    await server.restart();
    await untilHit();
  });

  async function untilHit(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      cache.keep(KEY, ANALYSED);
      if ((await cache.fetch(KEY)) !== null) return;
      await sleep(50);
    }
    throw new Error('Redis is back, but the cache does not use it');
  }
});
