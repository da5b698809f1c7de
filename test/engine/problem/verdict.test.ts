import assert from 'node:assert/strict';
import { verdictOf } from '../../../shared/engine/problem/verdict.ts';
import type { Bound, Verdict } from '../../../shared/protocol/analysis.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  n: 'len(nums)',
  m: 'len(grid)',
  w: 'len(grid[0])',
  k: 'the value of k',
  v: 'the largest value in nums',
  e: 'the length of an element of words',
  t: 'the number of nodes of root',
};

function verdict(text: string, constraints: readonly string[], language = 'python'): Verdict {
  const bound: Bound = {
    text,
    class: 'other',
    symbols: Object.fromEntries(
      Object.entries(MEANINGS).filter(([name]) => new RegExp(`\\b${name}`).test(text)),
    ),
    confidence: 1,
    assumptions: [],
    derivation: [],
    ...(text === 'O(?)' ? { unknown: 'recursion without a known bound' } : {}),
  };
  return verdictOf(bound, { id: '1', slug: null, constraints }, language);
}

describe('the verdict with constraints', () => {
  const cases = [
    ['O(n log n)', ['1 <= nums.length <= 10^5'], 'python', 'yes'],
    ['O(n²)', ['1 <= nums.length <= 1000'], 'python', 'yes'],
    ['O(n²)', ['1 <= nums.length <= 10^4'], 'python', 'tight'],
    ['O(n²)', ['1 <= nums.length <= 10^4'], 'java', 'yes'],
    ['O(n²)', ['1 <= nums.length <= 10^5'], 'java', 'no'],
    ['O(2^k)', ['1 <= k <= 20'], 'python', 'yes'],
    ['O(2^k)', ['1 <= k <= 45'], 'python', 'no'],
    ['O(k!)', ['1 <= k <= 1000'], 'python', 'no'],
    ['O(k·n)', ['1 <= k <= nums.length', '1 <= nums.length <= 2 * 10^4'], 'python', 'no'],
    ['O(m·w)', ['m == grid.length', 'n == grid[i].length', '1 <= m, n <= 300'], 'python', 'yes'],
    ['O(n·v)', ['1 <= nums.length <= 100', '1 <= nums[i] <= 10^9'], 'python', 'no'],
    ['O(e)', ['1 <= words[i].length <= 20'], 'python', 'yes'],
    ['O(t²)', ['The number of nodes in the tree is in the range [1, 10^5].'], 'python', 'no'],
    ['O(1)', ['1 <= n <= 10'], 'python', 'yes'],
    ['O(n)', ['1 <= words.length <= 20'], 'python', 'unknown'],
    ['O(?)', ['1 <= nums.length <= 20'], 'python', 'unknown'],
  ] as const;
  for (const [bound, constraints, language, fits] of cases) {
    it(`${bound}, ${constraints.join(', ')}, ${language}: ${fits}`, () => {
      assert.equal(verdict(bound, constraints, language).fits, fits);
    });
  }

  it('says how many steps and how long', () => {
    assert.equal(
      verdict('O(n²)', ['1 <= nums.length <= 10^5']).text,
      'Too slow: about 10 billion steps at n = 100,000, about 8 minutes.',
    );
    assert.equal(
      verdict('O(n)', ['1 <= nums.length <= 10^5']).text,
      'Fits: about 100,000 steps at n = 100,000, under a second.',
    );
    assert.match(
      verdict('O(2^k)', ['1 <= k <= 200']).text,
      /^Too slow: about 10\^60 steps at k = 200, longer than/,
    );
  });

  it('takes the least of several limits, and survives limits that go in circles', () => {
    assert.equal(verdict('O(n²)', ['1 <= nums.length <= 10^5', '1 <= nums.length <= 10']).fits, 'yes');
    assert.equal(verdict('O(k)', ['k == a', 'a == b', 'b == k']).fits, 'unknown');
  });
});

describe('the verdict without constraints', () => {
  const texts = [
    ['O(n²)', 'n up to about 4,000 in a second.'],
    ['O(m·w)', 'm and w each up to about 4,000 in a second.'],
    ['O(2^k)', 'k up to about 24 in a second.'],
    ['O(k·m·n)', 'k, m and n each up to about 200 in a second.'],
    ['O(log n)', 'Fits: any input that fits in memory takes less than a second.'],
    ['O(?)', 'The time is not known.'],
  ] as const;
  for (const [bound, text] of texts)
    it(`${bound}: ${text}`, () => assert.equal(verdict(bound, []).text, text));

  it('goes by the language', () => {
    assert.equal(verdict('O(n²)', [], 'cpp').text, 'n up to about 10,000 in a second.');
  });
});
