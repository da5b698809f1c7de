import assert from 'node:assert/strict';
import { countCalls } from '../../bench/accuracy/calls.ts';
import { agreement } from '../../bench/accuracy/agreement.ts';
import { figures, summary } from '../../bench/accuracy/figures.ts';
import { missReport } from '../../bench/accuracy/misses.ts';
import type { Row } from '../../bench/accuracy/rows.ts';
import { type Result, analyseRows } from '../../bench/accuracy/run.ts';
import { differences } from '../../bench/accuracy/saved.ts';
import { scored } from '../../bench/accuracy/score.ts';
import { PAIRS } from '../cli/command.ts';

const row = (id: string, time: string, rest: Partial<Row> = {}): Row => ({
  id,
  source: 'set',
  lang: 'python',
  problem: id,
  code: PAIRS,
  time: `O(${time})`,
  time_class_1var: time,
  space_class_1var: 'constant',
  ...rest,
});

const ROWS = [row('right', 'quadratic'), row('wrong', 'linear'), row('uncounted', 'other')];

const result = (id: string, name: 'linear' | 'quadratic' | null, rest: Partial<Result> = {}): Result => {
  const answer = name === null ? null : { class: name, text: `O(${name})`, confidence: 0.9, unknown: null };
  return {
    id,
    time: answer,
    space: null,
    ms: 1,
    gaps: [],
    calls: { library: 4, unexplained: 1 },
    crash: null,
    ...rest,
  };
};

describe('calls', () => {
  it('of the library are counted, with those that have no cost', async () => {
    const code =
      'class A:\n    def f(self, xs):\n        return self.f(g(xs)) + len(xs) + A(xs.odd()) + xs.odd()\n\ndef g(x):\n    return x\n';
    const gaps = ['no cost is known for the call of list.odd', 'an error in the syntax'];
    assert.deepEqual(await countCalls(code, 'python', gaps), { library: 3, unexplained: 2 });
    assert.deepEqual(await countCalls(code, 'cobol', gaps), { library: 0, unexplained: 0 });
  });
});

describe('an accuracy run', () => {
  it('analyses in this thread and in others, in order', async () => {
    for (const threads of [1, 2]) {
      const results = await analyseRows(ROWS, threads);
      assert.deepEqual(
        results.map(({ id, time, space }) => [id, time?.class, space?.class]),
        ROWS.map(({ id }) => [id, 'quadratic', 'constant']),
      );
      assert.equal(summary(ROWS, results), 'time 50.0 % (1 of 2), space 100.0 % (3 of 3)');
    }
  });

  it('shows wrong answers with their derivations', async () => {
    const results = await analyseRows(ROWS, 1);
    const query = { kind: 'time', count: 5, label: null, answer: null, code: true } as const;
    const text = await missReport(scored(ROWS, results, 'time'), query);
    assert.match(text, /^MISSES in time: 1\n/);
    assert.match(text, /linear taken for quadratic +1\n/);
    assert.match(text, /\nwrong\n {2}label linear O\(linear\)\n {2}answer quadratic O\(n²\), confidence/);
    assert.match(text, /\* 4: for j in range.* \[counted-loop\]/);
    assert.match(text, / {4}\| class Solution:/);
    const none = await missReport(scored(ROWS, results, 'time'), { ...query, label: 'cubic' });
    assert.match(none, /^MISSES in time: 0/);
  });

  it('lists crashes, slow rows, unknowns and gaps', () => {
    const unknown = { class: 'other', text: 'O(?)', confidence: 0, unknown: 'no bound' } as const;
    const text = figures(ROWS, [
      result('right', null, { crash: 'Error: boom' }),
      result('wrong', 'linear', { ms: 300, gaps: ['no cost for f', 'no cost for f'] }),
      result('uncounted', null, { time: unknown }),
    ]);
    assert.match(text, /over 100 ms: 1 {2}over 250 ms: 1\n/);
    assert.match(text, /CRASHES {2}1\nright\n {4}Error: boom/);
    assert.match(text, /UNKNOWN {2}1 of 3 programs\n.*\nno bound +time +1/);
    assert.match(
      text,
      /NOT UNDERSTOOD {2}something in 1 of 3 programs; calls of the library without a cost: 3 of 12 \(1 in 4\)\n.*\nno cost for f +1$/,
    );
  });

  it('is compared with an earlier one', () => {
    const rows = [row('a', 'linear'), row('b', 'linear'), row('c', 'linear'), row('new', 'linear')];
    const now = [result('a', 'linear'), result('b', 'quadratic'), result('c', null), result('new', 'linear')];
    const before = {
      a: result('a', 'quadratic'),
      b: result('b', 'linear'),
      c: result('c', 'quadratic'),
    };
    const text = differences(rows, now, before, 10);
    assert.match(text, /^SINCE THE SAVED RUN, time: 33\.3 % -> 33\.3 % of 3 rows\n/);
    assert.match(text, /became wrong: 1\n {4}b: label linear, O\(linear\) -> O\(quadratic\)\n/);
    assert.match(text, /became right: 1\n {4}a: label linear, O\(quadratic\) -> O\(linear\)\n/);
    assert.match(text, /wrong in another way: 1\n {4}c: label linear, O\(quadratic\) -> none\n/);
  });

  it('lists where languages disagree about one approach', () => {
    const rows = ['python', 'java'].flatMap((lang) =>
      ['x#1', 'y#1'].map((id) => row(`${id}/${lang}`, 'linear', { lang })),
    );
    const results = rows.map(({ id }) => result(id, id === 'x#1/java' ? 'quadratic' : 'linear'));
    const text = agreement(rows, results);
    assert.match(
      text,
      /^LANGUAGES DISAGREE, time: 1 of 2 approaches \(50\.0 %\)\n {4}x#1: python O\(linear\), java O\(quadratic\)/,
    );
    assert.equal(agreement(ROWS, results), '');
  });
});
