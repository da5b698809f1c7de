/** Features that are switched while the service runs. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FLAGS, appliesTo, parseRules, shareOf } from '../../../api/flags/rules.ts';
import { HEAVY_FROM } from '../../../api/v1/analyse.ts';
import type { Problem } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const USERS = Array.from({ length: 10_000 }, (_, i) => `user-${i}`);

describe('a gradual rollout', () => {
  const inAt = (percent: number, flag = 'wide-batches'): string[] =>
    USERS.filter((user) => appliesTo({ enabled: true, percent }, flag, user));

  it('is for about as many users as it says, always the same ones, and those of a smaller one among them', () => {
    assert.deepEqual([inAt(0).length, inAt(100).length], [0, USERS.length]);
    for (const percent of [1, 10, 50]) {
      const share = inAt(percent).length / USERS.length;
      // Four standard deviations of a fair draw.
      const slack = 4 * Math.sqrt(((percent / 100) * (1 - percent / 100)) / USERS.length);
      assert.ok(Math.abs(share - percent / 100) < slack, `${percent} %: ${share}`);
    }
    const wider = new Set(inAt(20));
    assert.ok(inAt(10).every((user) => wider.has(user)));
  });

  it('does not meet the same users first in every feature', () => {
    const first = new Set(inAt(10));
    const both = inAt(10, 'heavy-analyses').filter((user) => first.has(user)).length;
    assert.ok(both > 0 && both < first.size / 4, `${both} of ${first.size}`);
  });

  it('keeps its users over versions', () => {
    assert.deepEqual(
      ['ada', 'bob', 'eve'].map((user) => Math.floor(shareOf('wide-batches', user))),
      [45, 86, 3],
    );
  });

  it('takes in named users first, and nobody while the feature is disabled', () => {
    assert.ok(appliesTo({ enabled: true, percent: 0, users: ['ada'] }, 'wide-batches', 'ada'));
    assert.ok(!appliesTo({ enabled: false, percent: 100, users: ['ada'] }, 'wide-batches', 'ada'));
  });
});

describe('the file of flags', () => {
  it('names only flags that there are, with values that they can have', () => {
    for (const wrong of [
      '',
      '[]',
      '{"unknown": {"enabled": true}}',
      '{"wide-batches": true}',
      '{"wide-batches": {"enabled": true, "percent": 101}}',
      '{"__proto__": {"enabled": true}}',
    ]) {
      assert.throws(() => parseRules(wrong), wrong);
    }
    assert.throws(
      () => parseRules('{"wide-batches": {"percent": "x"}, "wide-batch": {"enabled": true}}'),
      /additional properties wide-batch; .*'enabled'; flags\/wide-batches\/percent must be number/,
    );
  });

  it('is documented with every flag and its default', () => {
    const text = readFileSync(new URL('../../../docs/service.md', import.meta.url), 'utf8');
    for (const [flag, on] of Object.entries(FLAGS)) {
      assert.match(text, new RegExp(`\\| \`${flag}\` +\\| ${on ? 'on' : 'off'} `), flag);
    }
  });
});

describe('flags of a running service', () => {
  let folder: string;
  let file: string;
  let service: TestService;
  let key: string;
  /** As a mounted file is replaced: all at once. */
  const write = (text: string): void => {
    writeFileSync(`${file}.next`, text);
    renameSync(`${file}.next`, file);
  };
  const changed = async (text: string, message: string): Promise<void> => {
    const before = service.logs.length;
    write(text);
    const giveUp = Date.now() + 10_000;
    while (!service.logs.slice(before).some(({ msg }) => msg === message)) {
      assert.ok(Date.now() < giveUp, `'${message}' was not logged`);
      await sleep(20);
    }
  };
  const send = async (code: string) =>
    service.send({ method: 'POST', url: '/v1/analyses', payload: { code, language: 'python' } }, key);
  const HEAVY = `x = 1\n${'#'.repeat(HEAVY_FROM)}`;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-flags-'));
    file = join(folder, 'flags.json');
    write('{}');
    service = await startTestService({ environment: { FLAGS_FILE: file } });
    key = await service.keyOf('ada');
  });
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  it('switch heavy analyses off and on again, and no others', async () => {
    assert.equal((await send(HEAVY)).statusCode, 201);
    await changed('{"heavy-analyses": {"enabled": false}}', 'the flags have changed');
    const refused = await send(`${HEAVY}#`);
    assert.equal(refused.json<Problem>().code, 'overloaded');
    assert.equal(refused.headers['retry-after'], '300');
    assert.equal((await send('x = 1')).statusCode, 201);
    await changed('{"heavy-analyses": {"enabled": true}}', 'the flags have changed');
    assert.equal((await send(`${HEAVY}#`)).statusCode, 201);
  });

  it('stay as they were when the file is wrong or gone', async () => {
    await changed('{"heavy-analyses": {"enabled": false}}', 'the flags have changed');
    await changed('{"heavy-analyses": ', 'the flags can’t be read; they stay as they were');
    assert.equal((await send(HEAVY)).statusCode, 503);
    const before = service.logs.length;
    rmSync(file);
    await sleep(2500);
    assert.equal(service.logs.slice(before).filter(({ level }) => level === 50).length, 1);
    assert.equal((await send(HEAVY)).statusCode, 503);
    await changed('{}', 'the flags have changed');
    assert.equal((await send(HEAVY)).statusCode, 201);
  });

  it('widen the batches of those who are in', async () => {
    const abreast = async (): Promise<number> => {
      let running = 0;
      let most = 0;
      const { analyse } = service.analyzer;
      const parts = service.assembly.parts as { analyzer: { analyse: typeof analyse } };
      parts.analyzer.analyse = async (job, context) => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        return analyse(job, context);
      };
      const items = Array.from({ length: 20 }, (_, i) => ({ code: `x = ${i}`, language: 'python' }));
      const answer = await service.send(
        { method: 'POST', url: '/v1/analyses/batch', payload: { items } },
        key,
      );
      parts.analyzer.analyse = analyse;
      assert.equal(answer.statusCode, 200);
      return most;
    };
    assert.equal(await abreast(), 4);
    await changed(
      '{"wide-batches": {"enabled": true, "percent": 0, "users": ["ada"]}}',
      'the flags have changed',
    );
    assert.equal(await abreast(), 8);
  });

  it('are needed at the start if they are configured', async () => {
    await assert.rejects(startTestService({ environment: { FLAGS_FILE: join(folder, 'none.json') } }));
  });
});
