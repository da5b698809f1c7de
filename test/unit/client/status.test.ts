import assert from 'node:assert/strict';
import { CRASH_LIMIT, CRASH_WINDOW_MS, crashPolicy } from '../../../client/crashes.ts';
import { statusAt } from '../../../client/statusText.ts';
import type { SourceSpan } from '../../../shared/protocol/analysis.ts';
import { SAMPLE, analysedFunction, bound } from './sample.ts';

function chars(start: number, end: number): SourceSpan {
  return { start, end, line: 0, column: start, endLine: 0, endColumn: end };
}

const OUTER = analysedFunction('Solution.solve', {
  span: chars(10, 100),
  time: bound('O(n^2)', { symbols: { n: 'len(nums)' } }),
});
const INNER = analysedFunction('Solution.solve.dfs', {
  span: chars(30, 60),
  role: 'helper',
  standsAlone: false,
  time: bound('O(2^n)', { confidence: 0.5 }),
});
const analysis = { ...SAMPLE, entry: 'Solution.solve', functions: [OUTER, INNER], time: OUTER.time };

describe('the status', () => {
  it('shows the innermost function around the cursor', () => {
    assert.equal(statusAt(analysis, 20)?.name, 'Solution.solve');
    assert.equal(statusAt(analysis, 40)?.name, 'Solution.solve.dfs');
    assert.equal(statusAt(analysis, 70)?.text, 'O(n²) time · O(1) space');
    assert.equal(statusAt(analysis, 70)?.detail, 'solve, n = len(nums)');
  });

  it('shows the solution outside of all functions', () => {
    assert.equal(statusAt(analysis, 500)?.name, 'Solution.solve');
  });

  it('marks a doubt and an unknown bound', () => {
    assert.match(statusAt(analysis, 40)?.text ?? '', /^≈ O\(2ⁿ\) time/);
    const unknown = { ...analysis, functions: [{ ...OUTER, time: bound('O(?)', { unknown: 'why' }) }] };
    assert.equal(statusAt(unknown, 20)?.text, '? time · O(1) space');
  });

  it('shows nothing where nothing can be run', () => {
    assert.equal(statusAt({ ...analysis, entry: null, functions: [] }, 20), undefined);
  });
});

describe('after a crash', () => {
  it('the server is started again, later each time, until it failed too often', () => {
    const policy = crashPolicy();
    const pauses = Array.from({ length: CRASH_LIMIT - 1 }, (_, index) => policy.crashed(index * 1000));
    assert.deepEqual(pauses, [
      { kind: 'restart', pauseMs: 0 },
      { kind: 'restart', pauseMs: 1000 },
      { kind: 'restart', pauseMs: 4000 },
    ]);
    assert.deepEqual(policy.crashed(5000), { kind: 'give up' });
  });

  it('old crashes are forgotten, by time or by a restart by hand', () => {
    const policy = crashPolicy();
    for (let crash = 0; crash < 10; crash += 1) {
      assert.equal(policy.crashed(crash * CRASH_WINDOW_MS).kind, 'restart');
    }
    for (let crash = 0; crash < CRASH_LIMIT; crash += 1) policy.crashed(0);
    policy.forget();
    assert.equal(policy.crashed(0).kind, 'restart');
  });
});
