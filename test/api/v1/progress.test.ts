/** Statistics over time: which interval a day belongs to, and what is summed up. */
import assert from 'node:assert/strict';
import type { Interval, Progress } from '../../../shared/protocol/service.ts';
import type { Tally } from '../../../api/store/store.ts';
import { intervalsOf } from '../../../api/v1/progress.ts';
import { QUEUE, TWO_SUM } from '../support/programs.ts';
import { type TestService, startTestService } from '../support/service.ts';

const DAY = 86_400_000;

describe('intervals', () => {
  const tally = (day: string, kind: Tally['kind'] = 'analyses', value = '', count = 1): Tally => {
    return { day: Date.parse(day) / DAY, kind, value, count };
  };
  const starts = (days: readonly string[], interval: Interval): [string, number][] =>
    intervalsOf(
      days.map((day) => tally(day)),
      interval,
    ).map(({ start, analyses }) => [start.slice(0, 10), analyses]);

  it('of a day are days, oldest first', () => {
    assert.deepEqual(starts(['2026-01-02', '2025-12-31', '2026-01-02'], 'day'), [
      ['2025-12-31', 1],
      ['2026-01-02', 2],
    ]);
  });

  it('of a week begin on Monday, over the ends of months and years', () => {
    // 2025-12-29 is a Monday, 2026-01-04 the Sunday of its week.
    assert.deepEqual(starts(['2025-12-28', '2025-12-29', '2026-01-01', '2026-01-04', '2026-01-05'], 'week'), [
      ['2025-12-22', 1],
      ['2025-12-29', 3],
      ['2026-01-05', 1],
    ]);
  });

  it('of a week are right before 1970 as well', () => {
    assert.deepEqual(starts(['1969-12-28', '1969-12-29', '1970-01-01', '1970-01-04'], 'week'), [
      ['1969-12-22', 1],
      ['1969-12-29', 3],
    ]);
  });

  it('of a month begin on its first, leap years included', () => {
    assert.deepEqual(starts(['2024-02-01', '2024-02-29', '2024-03-01', '2025-02-28'], 'month'), [
      ['2024-02-01', 2],
      ['2024-03-01', 1],
      ['2025-02-01', 1],
    ]);
  });

  it('are summed up by kind', () => {
    const [only, ...others] = intervalsOf(
      [
        tally('2026-01-05', 'analyses', '', 2),
        tally('2026-01-07', 'analyses', '', 3),
        tally('2026-01-05', 'time', 'linear', 2),
        tally('2026-01-07', 'time', 'linear', 1),
        tally('2026-01-07', 'time', 'quadratic', 2),
        tally('2026-01-07', 'space', 'constant', 5),
        tally('2026-01-07', 'technique', 'two-pointers', 1),
        tally('2026-01-07', 'finding', 'list-pop-front', 4),
      ],
      'week',
    );
    assert.deepEqual(others, []);
    assert.deepEqual(only, {
      start: '2026-01-05T00:00:00.000Z',
      analyses: 5,
      time: { linear: 3, quadratic: 2 },
      space: { constant: 5 },
      techniques: { 'two-pointers': 1 },
      findings: { 'list-pop-front': 4 },
    });
  });
});

describe('progress', () => {
  let service: TestService;
  let ada: string;
  before(async () => {
    service = await startTestService();
    ada = await service.keyOf('ada');
    for (const code of [TWO_SUM, QUEUE, TWO_SUM]) {
      const payload = { code, language: 'python' };
      await service.send({ method: 'POST', url: '/v1/analyses', payload }, ada);
      service.clock.now += 20 * DAY;
    }
  });
  after(async () => service.close());

  const progress = async (query: string, key = ada): Promise<Progress> =>
    (await service.send({ url: `/v1/progress${query}` }, key)).json<Progress>();

  it('is that of the last year by week, up to now', async () => {
    const { owner, interval, from, to, total, intervals } = await progress('');
    assert.deepEqual([owner, interval, total.analyses], ['ada', 'week', 3]);
    assert.equal(Date.parse(to) - Date.parse(from), 365 * DAY);
    assert.deepEqual(total.time, { linear: 2, quadratic: 1 });
    assert.deepEqual(total.findings, { 'list-pop-front': 1 });
    // Saturday 31 January, Friday 20 February, Thursday 12 March.
    const starts = intervals.map(({ start }) => start.slice(0, 10));
    assert.deepEqual(starts, ['2026-01-26', '2026-02-16', '2026-03-09']);
  });

  it('has the interval and the range that were asked for, the end left out', async () => {
    const { intervals } = await progress('?interval=month');
    assert.deepEqual(
      intervals.map(({ start, analyses }) => [start.slice(0, 10), analyses]),
      [
        ['2026-01-01', 1],
        ['2026-02-01', 1],
        ['2026-03-01', 1],
      ],
    );
    const until = '2026-03-12T12:00:00.000Z';
    assert.equal((await progress(`?to=${until}`)).total.analyses, 2);
    assert.equal((await progress(`?from=${until}`)).total.analyses, 1);
  });

  it('is another owner’s for an admin, and empty for one who has nothing', async () => {
    assert.equal((await progress('?owner=ada', service.adminKey)).total.analyses, 3);
    const { total, intervals } = await progress('', await service.keyOf('bob'));
    assert.deepEqual([total.analyses, intervals], [0, []]);
  });
});
