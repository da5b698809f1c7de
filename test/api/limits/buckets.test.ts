/** Both places for token buckets, this process and Redis, behave as the model does. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Allowance } from '../../../api/config/config.ts';
import type { Bucket } from '../../../api/limits/bucket.ts';
import type { Limiter } from '../../../api/limits/limiter.ts';
import { createLocalLimiter } from '../../../api/limits/local.ts';
import { createSharedLimiter } from '../../../api/limits/shared.ts';
import { openRedis } from '../../../api/redis.ts';
import { type RedisServer, missingRedis, startRedis } from '../../support/redis-server.ts';
import { createModel } from './model.ts';

const START = Date.UTC(2026, 0, 1) * 1000;

interface Request {
  /** Microseconds since the request before. */
  readonly pause: number;
  readonly cost: number;
  /** Which of the buckets it takes from. */
  readonly from: readonly number[];
}

interface Scenario {
  readonly allowances: readonly Allowance[];
  readonly requests: readonly Request[];
}

const allowance = fc.record({
  limit: fc.integer({ min: 1, max: 50 }),
  windowSeconds: fc.integer({ min: 1, max: 120 }),
});
/** Pauses from nothing to longer than any window, most of them about as long as a token takes. */
const pause = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 3_000_000 }),
  fc.integer({ min: 0, max: 200_000_000 }),
);
const request = fc.record({
  pause,
  cost: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 60 })),
  from: fc.constantFrom([0], [1], [0, 1]),
});
const scenario: fc.Arbitrary<Scenario> = fc.record({
  allowances: fc.tuple(allowance, allowance),
  requests: fc.array(request, { minLength: 1, maxLength: 60 }),
});

type MakeLimiter = (now: () => number) => Limiter;

let scenarios = 0;

/** Runs a scenario in the limiter and in the model, and compares every answer. */
async function sameAsModel(make: MakeLimiter, { allowances, requests }: Scenario): Promise<void> {
  let now = START;
  const limiter = make(() => now);
  const model = createModel();
  scenarios += 1;
  const all = allowances.map((of, i): Bucket => ({ key: `{s${scenarios}}:${i}`, allowance: of }));
  for (const { pause, cost, from } of requests) {
    now += pause;
    const buckets = from.map((i) => all[i]!);
    const expected = model(buckets, cost, now);
    const actual = await limiter.take(buckets, cost);
    assert.deepEqual(
      { allowed: actual.allowed, remaining: actual.levels.map(({ remaining }) => remaining) },
      expected,
    );
    await agreesOnRetry(limiter, actual.retryAfter, { buckets, cost, allowed: actual.allowed });
  }

  /** A refusal says when to come back, and one second earlier would be too early. */
  async function agreesOnRetry(
    limiter: Limiter,
    retryAfter: number,
    { buckets, cost, allowed }: { buckets: readonly Bucket[]; cost: number; allowed: boolean },
  ): Promise<void> {
    if (allowed) {
      assert.equal(retryAfter, 0);
      return;
    }
    if (retryAfter === Infinity) {
      assert.ok(buckets.some(({ allowance }) => cost > allowance.limit));
      return;
    }
    const before = now;
    now = before + retryAfter * 1e6;
    const { levels } = await limiter.take(buckets, 0);
    assert.ok(
      levels.every(({ remaining }) => remaining >= cost),
      'too few tokens after Retry-After',
    );
    now = before + (retryAfter - 1) * 1e6;
    const early = await limiter.take(buckets, 0);
    assert.ok(
      early.levels.some(({ remaining }) => remaining < cost),
      'Retry-After is too long',
    );
    now = before;
  }
}

/** What every limiter does, with few requests. */
function behavesAsBucket(make: MakeLimiter): void {
  const bucket = (key: string, limit: number, windowSeconds: number): Bucket => ({
    key: `{${key}${(scenarios += 1)}}`,
    allowance: { limit, windowSeconds },
  });

  it('does as the model, whatever the requests', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (s) => sameAsModel(make, s)),
      { numRuns: 150 },
    );
  });

  it('takes from all buckets or from none', async () => {
    const limiter = make(() => START);
    const [wide, narrow] = [bucket('wide', 10, 10), bucket('narrow', 1, 10)];
    assert.equal((await limiter.take([wide, narrow], 1)).allowed, true);
    const refused = await limiter.take([wide, narrow], 1);
    assert.equal(refused.allowed, false);
    assert.deepEqual(
      refused.levels.map(({ remaining }) => remaining),
      [9, 0],
    );
    assert.equal(refused.retryAfter, 10);
  });

  it('refuses for ever what no bucket can hold', async () => {
    const limiter = make(() => START);
    const { allowed, retryAfter } = await limiter.take([bucket('small', 5, 5)], 6);
    assert.deepEqual({ allowed, retryAfter }, { allowed: false, retryAfter: Infinity });
  });

  it('locks nobody out for longer than a window when the clock is set back', async () => {
    let now = START;
    const limiter = make(() => now);
    const only = bucket('back', 2, 2);
    await limiter.take([only], 2);
    now -= 3600e6;
    const { allowed, retryAfter } = await limiter.take([only], 2);
    assert.deepEqual({ allowed, retryAfter }, { allowed: false, retryAfter: 2 });
  });
}

describe('token buckets', () => {
  describe('in this process', () => behavesAsBucket(createLocalLimiter));

  describe('in Redis', function () {
    const missing = missingRedis();
    if (missing !== null) {
      it(`is not tested: ${missing}`, () => undefined);
      return;
    }
    let server: RedisServer;
    let redis: ReturnType<typeof openRedis>;

    before(async () => {
      server = await startRedis();
      redis = openRedis(server.url, () => undefined);
      await new Promise((resolve) => redis.once('ready', resolve));
    });
    after(async () => {
      redis.disconnect();
      await server.stop();
    });

    behavesAsBucket((now) => createSharedLimiter(redis, undefined, now));

    it('lets exactly as many through as there are tokens, however many ask at once', async () => {
      const other = openRedis(server.url, () => undefined);
      await new Promise((resolve) => other.once('ready', resolve));
      const limiters = [createSharedLimiter(redis), createSharedLimiter(other)];
      const bucket: Bucket = { key: '{crowd}', allowance: { limit: 50, windowSeconds: 3600 } };
      const verdicts = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => limiters[i % 2]!.take([bucket], 1)),
      );
      other.disconnect();
      assert.equal(verdicts.filter(({ allowed }) => allowed).length, 50);
    });

    it('goes on when Redis has forgotten the script', async () => {
      const limiter = createSharedLimiter(redis);
      const bucket: Bucket = { key: '{flush}', allowance: { limit: 5, windowSeconds: 5 } };
      await limiter.take([bucket], 1);
      await redis.script('FLUSH');
      assert.equal((await limiter.take([bucket], 1)).allowed, true);
    });

    it('forgets a bucket once it is full', async () => {
      const bucket: Bucket = { key: '{short}', allowance: { limit: 100, windowSeconds: 1 } };
      await createSharedLimiter(redis).take([bucket], 3);
      const left = await redis.pttl(bucket.key);
      assert.ok(left > 0 && left <= 30, `expires in ${left} ms`);
    });
  });
});
