/** Analyses on threads: bounded in number, in time and in memory. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { AnalysisPool, RunOutcome } from '../../../api/analysis/pool.ts';
import type { SolutionAnalysis } from '../../../shared/protocol/analysis.ts';
import { MAX_LENGTH } from '../../../shared/engine/analyze.ts';
import { NEVER, job, pool, slowJob } from '../jobs.ts';

describe('the pool of threads', () => {
  let open: AnalysisPool | null = null;
  const make = (...options: Parameters<typeof pool>) => (open = pool(...options));
  afterEach(async () => {
    await open?.close();
    open = null;
  });

  it('analyses, and sums up', async () => {
    const outcome = await make().run(job(), NEVER);
    assert.ok(outcome.kind === 'done');
    const result = JSON.parse(Buffer.from(outcome.analysed.json).toString()) as SolutionAnalysis;
    assert.equal(result.time.text, 'O(n)');
    assert.deepEqual(outcome.analysed.summary.time, { text: 'O(n)', class: 'linear' });
    assert.equal(outcome.analysed.summary.language, 'python');
  });

  it('answers that it is overloaded when the line is full, and serves those in it', async () => {
    const busy = make({ threads: 1, queueLimit: 2 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, async (_, i) => busy.run(job(i), NEVER)));
    const kinds = outcomes.map(({ kind }) => kind);
    assert.deepEqual(kinds, [...Array<string>(3).fill('done'), ...Array<string>(5).fill('overloaded')]);
    for (const outcome of outcomes) {
      if (outcome.kind === 'overloaded') assert.ok(outcome.retryAfterSeconds >= 1);
    }
    assert.deepEqual([busy.waiting(), busy.running()], [0, 0]);
  });

  describe('by a clock that the test turns', () => {
    const DEADLINE = 60_000;
    // The threads have the real clock: a slow program is one that ends long after the test has turned this one.
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    it('gives a program up at the deadline, and the next one gets a new thread', async () => {
      const runs: RunOutcome[] = [];
      const strict = make({ deadline: DEADLINE, onRun: (_, outcome) => runs.push(outcome) });
      await strict.ready();
      const slow = strict.run(slowJob(), NEVER);
      mock.timers.tick(DEADLINE);
      assert.deepEqual(await slow, { kind: 'timed-out' });
      assert.equal((await strict.run(job(), NEVER)).kind, 'done');
      assert.deepEqual(runs, ['timed-out', 'done']);
    });

    it('lets an analysis wait for half of its time', async () => {
      const strict = make({ deadline: DEADLINE });
      await strict.ready();
      const slow = strict.run(slowJob(), NEVER);
      const next = strict.run(job(), NEVER);
      mock.timers.tick(DEADLINE / 2 - 1);
      assert.equal(strict.waiting(), 1);
      mock.timers.tick(1);
      assert.equal((await next).kind, 'overloaded');
      assert.equal(strict.running(), 1);
      mock.timers.tick(DEADLINE / 2);
      assert.equal((await slow).kind, 'timed-out');
    });
  });

  it('says what is too large', async () => {
    const outcome = await make().run({ ...job(), text: ' '.repeat(MAX_LENGTH + 1) }, NEVER);
    assert.equal(outcome.kind, 'too-large');
  });

  it('drops what nobody waits for any more', async () => {
    const runs: string[] = [];
    const busy = make({ onRun: (_, outcome) => runs.push(outcome) });
    const first = busy.run(job(1), NEVER);
    const leave = new AbortController();
    const second = busy.run(job(2), leave.signal);
    leave.abort();
    await Promise.all([first, second]);
    await busy.run(job(3), NEVER);
    assert.equal(runs.length, 2);
  });

  it('ends what is under way when it closes, and begins nothing more', async () => {
    const closing = make();
    await closing.ready();
    const outcomes = [closing.run(slowJob(200), NEVER), closing.run(job(), NEVER)];
    await closing.close();
    const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['done', 'overloaded']);
    assert.equal((await closing.run(job(), NEVER)).kind, 'overloaded');
    open = null;
  });
});
