/** Which requests share a limit, and what their caller is told. */
import assert from 'node:assert/strict';
import type { Allowances } from '../../../api/config/config.ts';
import { createDegradingLimiter } from '../../../api/limits/degrading.ts';
import { createGuard } from '../../../shared/remote/guard.ts';
import type { Limiter } from '../../../api/limits/limiter.ts';
import { createLocalLimiter } from '../../../api/limits/local.ts';
import { createRateLimiter } from '../../../api/limits/rate-limiter.ts';
import type { Caller, RateLimiter } from '../../../api/ports.ts';

const tight = (limit: number): Allowances => ({
  analyse: { limit, windowSeconds: 60 },
  read: { limit, windowSeconds: 60 },
  manage: { limit, windowSeconds: 60 },
  token: { limit, windowSeconds: 60 },
});
const ALLOWANCES = {
  admin: tight(20),
  member: tight(4),
  service: tight(100),
  anonymous: { ...tight(2), analyse: { limit: 0, windowSeconds: 60 } },
};

const member = (subject: string, keyId: string): Caller => ({ subject, keyId, role: 'member' });

function rateLimiter(limiter: Limiter = createLocalLimiter()): RateLimiter {
  return createRateLimiter({ limiter, allowances: ALLOWANCES, close: async () => Promise.resolve() });
}

describe('rate limits', () => {
  it('are by key: another key of the same user still has its own', async () => {
    const limits = rateLimiter();
    for (let i = 0; i < 4; i += 1) await limits.take(member('ada', 'k1'), 'analyse', 1);
    assert.equal((await limits.take(member('ada', 'k1'), 'analyse', 1)).allowed, false);
    assert.equal((await limits.take(member('ada', 'k2'), 'analyse', 1)).allowed, true);
  });

  it('are by user: any number of keys has no more than two', async () => {
    const limits = rateLimiter();
    const keys = Array.from({ length: 10 }, (_, i) => `k${i}`);
    const answers = [];
    for (const key of [...keys, ...keys]) answers.push(await limits.take(member('ada', key), 'analyse', 1));
    assert.equal(answers.filter(({ allowed }) => allowed).length, 8);
    assert.equal((await limits.take(member('bob', 'k0'), 'analyse', 1)).allowed, true);
  });

  it('are by class of routes and by role', async () => {
    const limits = rateLimiter();
    await limits.take(member('ada', 'k1'), 'analyse', 4);
    assert.equal((await limits.take(member('ada', 'k1'), 'analyse', 1)).allowed, false);
    assert.equal((await limits.take(member('ada', 'k1'), 'read', 1)).allowed, true);
    assert.equal((await limits.take({ ...member('ada', 'k3'), role: 'admin' }, 'analyse', 1)).limit, 20);
  });

  it('take a batch as a whole or not at all', async () => {
    const limits = rateLimiter();
    assert.equal((await limits.take(member('ada', 'k1'), 'analyse', 3)).remaining, 1);
    const refused = await limits.take(member('ada', 'k1'), 'analyse', 3);
    assert.deepEqual(refused, {
      class: 'analyse',
      limit: 4,
      remaining: 1,
      windowSeconds: 60,
      resetSeconds: 45,
      allowed: false,
      retryAfterSeconds: 30,
    });
  });

  it('refuse a role without an allowance', async () => {
    const nobody: Caller = { subject: '192.0.2.1', keyId: null, role: 'anonymous' };
    const { allowed, retryAfterSeconds } = await rateLimiter().take(nobody, 'analyse', 1);
    assert.deepEqual({ allowed, retryAfterSeconds }, { allowed: false, retryAfterSeconds: 60 });
  });

  it('are looked at without taking anything', async () => {
    const limits = rateLimiter();
    await limits.take(member('ada', 'k1'), 'read', 1);
    await limits.peek(member('ada', 'k1'));
    const quota = await limits.peek(member('ada', 'k1'));
    assert.deepEqual(
      quota.map(({ class: routes, remaining }) => [routes, remaining]),
      [
        ['analyse', 4],
        ['read', 3],
        ['manage', 4],
        ['token', 4],
      ],
    );
  });

  it('degrade to this process when what is shared does not answer, and soon stop asking it', async () => {
    let asked = 0;
    const hanging: Limiter = {
      take: async () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    };
    const guard = createGuard({ deadline: 5, failures: 3, pause: 60_000 });
    const limits = rateLimiter(createDegradingLimiter(hanging, createLocalLimiter(), guard));
    const answers = [];
    for (let i = 0; i < 10; i += 1) answers.push(await limits.take(member('ada', 'k1'), 'analyse', 1));
    assert.equal(answers.filter(({ allowed }) => allowed).length, 4);
    assert.equal(asked, 3);
    assert.equal(guard.isOpen(), true);
  });
});
