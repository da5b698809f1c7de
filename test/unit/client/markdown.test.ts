import assert from 'node:assert/strict';
import { markdownReport } from '../../../client/report/markdown.ts';
import { reportView } from '../../../client/report/model.ts';
import type { SolutionAnalysis } from '../../../shared/protocol/analysis.ts';
import { SAMPLE, bound } from './sample.ts';

const SOURCE = { uri: 'file:///two_sum.py', file: 'two_sum.py', version: 1 };

function markdown(change: Partial<SolutionAnalysis> = {}): string {
  return markdownReport(reportView(SOURCE, { ...SAMPLE, ...change }));
}

describe('the report as Markdown', () => {
  it('begins with the solution and its bounds', () => {
    assert.ok(
      markdown().startsWith(
        [
          '## twoSum',
          '',
          '`two_sum.py`, problem 1. two-sum',
          '',
          '- Time: **O(n²)**, high confidence',
          '- Space: **O(1)**, high confidence',
          '- Output: O(n), not counted in the space',
          '- n = `len(nums)`',
          '',
          'n = 10^4 makes 5 * 10^7 steps, about a second.',
          '',
        ].join('\n'),
      ),
    );
  });

  it('keeps the shape of the derivation', () => {
    const text = markdown();
    assert.match(text, /^- line 4: `for i in range\(len\(nums\)\):`: n turns, n² in all$/m);
    assert.match(text, /^ {2}- line 5: .*, n² in all \(i comes from the loop above: n\^2\/2 in all\)$/m);
    assert.match(text, /^ {4}- line 6: `nums\[i\] \+ nums\[j\] == target`: n² \(all of the time\)$/m);
    assert.match(text, /^- two counters: 1$/m);
  });

  it('lists findings, techniques, constraints, functions and what was not understood', () => {
    const text = markdown();
    assert.match(text, /^- line 6: `in` looks .* \(`linear-search-in-loop`\)$/m);
    assert.match(text, /^- pair search \(line 4, line 5\)$/m);
    assert.match(text, /^- 2 <= nums.length <= 10\^4$/m);
    assert.match(text, /^\| `Solution\.helper` \| O\(n\) \| O\(1\) \|$/m);
    assert.match(text, /^- line 13: exec runs text/m);
  });

  it('leaves out what there is not', () => {
    const text = markdown({
      findings: [],
      techniques: [],
      problem: null,
      notUnderstood: [],
      functions: SAMPLE.functions.slice(0, 1),
    });
    assert.doesNotMatch(text, /Findings|Techniques|Constraints|Functions|Not understood/);
    assert.doesNotMatch(text, /\n\n\n/);
  });

  it('says why a bound is unknown', () => {
    assert.match(
      markdown({ time: bound('O(?)', { unknown: 'endless loop' }) }),
      /^- Time: not known \(endless loop\)$/m,
    );
  });

  it('quotes code that contains backticks', () => {
    const time = bound('O(n)', { symbols: { n: 'len(a`b)' } });
    assert.match(markdown({ time }), /^- n = `` len\(a`b\) ``$/m);
  });
});
