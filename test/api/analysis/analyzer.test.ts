/** Where an answer comes from. */
import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../api/analysis/analyzer.ts';
import type { PoolOptions } from '../../../api/analysis/pool.ts';
import { createResultCache } from '../../../api/cache/results.ts';
import type { AnalysisContext, Analyzer } from '../../../api/ports.ts';
import { NEVER, job, pool, slowJob } from '../jobs.ts';

const CONTEXT: AnalysisContext = { correlationId: 'test', gone: () => NEVER };

describe('the analyzer', () => {
  let open: Analyzer | null = null;
  let runs = 0;
  const make = (options: Partial<PoolOptions> = {}): Analyzer => {
    runs = 0;
    open = createAnalyzer(
      pool({ ...options, onRun: () => (runs += 1) }),
      createResultCache({ megabytes: 1, redis: null, disk: null, onLookup: () => undefined }),
    );
    return open;
  };
  afterEach(async () => open?.close());

  it('analyses a program once for all that ask at a time', async () => {
    const analyzer = make();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => analyzer.analyse(job(i % 2), CONTEXT)),
    );
    assert.equal(runs, 2);
    assert.ok(outcomes.every(({ kind }) => kind === 'done'));
    assert.deepEqual(outcomes[0], outcomes[18]);
  });

  it('has the answer at hand when it is asked again', async () => {
    const analyzer = make();
    const first = await analyzer.analyse(job(), CONTEXT);
    assert.deepEqual(await analyzer.analyse(job(), CONTEXT), first);
    assert.equal(runs, 1);
  });

  it('does not spend another thread on a program that was given up', async () => {
    const analyzer = make({ deadline: 300 });
    const slow = slowJob();
    let kind = 'overloaded';
    while (kind === 'overloaded') ({ kind } = await analyzer.analyse(slow, CONTEXT));
    assert.equal(kind, 'timed-out');
    const before = runs;
    assert.deepEqual(await analyzer.analyse(slow, CONTEXT), { kind: 'timed-out' });
    assert.equal(runs, before);
  });

  it('lets a caller go who does not wait any longer', async () => {
    const analyzer = make();
    const leave = new AbortController();
    const answer = analyzer.analyse(slowJob(300), { ...CONTEXT, gone: () => leave.signal });
    leave.abort(new Error('gone'));
    await assert.rejects(async () => answer, /gone/);
  });
});
