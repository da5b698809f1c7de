/** Analyses on threads: bounded in number, in time and in memory. */
import assert from 'node:assert/strict';
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

  it('gives a program up at the deadline, and the next one gets a new thread', async () => {
    const runs: RunOutcome[] = [];
    const strict = make({ deadline: 400, onRun: (_, outcome) => runs.push(outcome) });
    await warm(strict);
    runs.length = 0;
    const start = performance.now();
    assert.deepEqual(await strict.run(slowJob(), NEVER), { kind: 'timed-out' });
    assert.ok(performance.now() - start < 2000);
    await warm(strict);
    assert.deepEqual([runs[0], runs.at(-1)], ['timed-out', 'done']);
  });

  it('lets an analysis wait for half of its time', async () => {
    const strict = make({ deadline: 1000 });
    await warm(strict);
    const slow = strict.run(slowJob(), NEVER);
    const next = strict.run(job(), NEVER);
    const first = await Promise.race([slow, next]);
    assert.deepEqual(
      [first.kind, (await next).kind, (await slow).kind],
      ['overloaded', 'overloaded', 'timed-out'],
    );
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
    await warm(closing);
    const outcomes = [closing.run(slowJob(200), NEVER), closing.run(job(), NEVER)];
    await closing.close();
    const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['done', 'overloaded']);
    assert.equal((await closing.run(job(), NEVER)).kind, 'overloaded');
    open = null;
  });
});

/** Until an analysis gets through: a thread takes a moment to start. */
async function warm(busy: AnalysisPool): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if ((await busy.run(job(attempt), NEVER)).kind === 'done') return;
  }
  throw new Error('no thread started');
}
