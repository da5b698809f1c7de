import assert from 'node:assert/strict';
import { reportText } from '../../../shared/engine/present/report.ts';
import { TWO_SUM, finding, func, line, solution } from './sample.ts';

const plain = { color: false, file: 'a.py' };

describe('the report as text', () => {
  const helper = func('Solution.help', { role: 'helper' });
  const full = solution([TWO_SUM, helper], {
    findings: [finding(3, 'list.pop(0) shifts all n items.')],
    techniques: [
      { name: 'two pointers', spans: [line(2), line(2), line(5)] },
      { name: 'sorting', spans: [] },
    ],
    problem: { id: '1', slug: 'two-sum', constraints: [] },
    verdict: { fits: 'no', text: 'Too slow.' },
    notUnderstood: [{ span: line(7), reason: 'a match statement' }],
  });

  it('has everything in its place', () => {
    assert.equal(
      reportText(full, plain),
      `a.py  problem 1. two-sum

twoSum  O(n²) time · O(1) space
  n = len(nums)
  line 2  for i in range(len(nums)):           n turns
  line 3    for j in range(i + 1, len(nums)):  n turns, n² in all  ← hot: all of the time
  Worst case. Space: a fixed number of variables.
  Too slow.

Helpers
  help  O(n) time · O(1) space

Findings
  a.py:3:1  warning  list.pop(0) shifts all n items.  list-pop-front

Techniques
  two pointers (lines 2, 5)
  sorting

Not understood
  line 7: a match statement`,
    );
  });

  it('has colours around the same words', () => {
    const colored = reportText(full, { ...plain, color: true });
    assert.ok(colored.includes('\u001b[1mtwoSum\u001b[22m'));
    assert.equal(colored.replaceAll(/\p{Cc}(?!\n)\[\d+m/gu, ''), reportText(full, plain));
  });

  it('has a line for a class of operations', () => {
    const operations = ['get', 'put'].map((name) => func(`Cache.${name}`, { role: 'operation' }));
    const text = reportText(
      solution(operations, { entry: 'Cache', verdict: { fits: 'yes', text: 'Fits.' } }),
      plain,
    );
    assert.match(text, /\n\nCache {2}get O\(n\) · put O\(n\)\n {2}Fits\.\n\nCache\.get {2}O\(n\) time/);
  });

  it('says when there is nothing to run', () => {
    assert.equal(reportText(solution([]), plain), 'a.py\n\ntime ? (there is nothing to run)');
  });

  it('lets no character of a program steer the terminal', () => {
    const text = reportText(
      solution([func('f')], { findings: [finding(1, 'x\u001b[31m\u0007\u202ey\u009b')] }),
      plain,
    );
    assert.match(text, /x\\u001b\[31m\\u0007\\u202ey\\u009b/);
  });
});
