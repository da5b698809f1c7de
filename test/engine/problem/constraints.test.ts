import assert from 'node:assert/strict';
import { constraintsIn, numberIn, parseConstraint } from '../../../shared/engine/problem/constraints.ts';

describe('constraints', () => {
  const lines = [
    ['1 <= nums.length <= 10^5', ['nums.length'], 1e5],
    ['1 ≤ nums.length ≤ 10⁵', ['nums.length'], 1e5],
    ['1 &lt;= nums.length &lt;= 10<sup>5</sup>', ['nums.length'], 1e5],
    ['`1 <= s.length, t.length <= 5 * 10^{4}`', ['s.length', 't.length'], 5e4],
    ['- 1 <= m, n <= 300', ['m', 'n'], 300],
    ['* -10^9 <= nums[i] <= 10^9', ['nums[]'], 1e9],
    ['0 <= grid[i][j] < 10', ['grid[][]'], 9],
    ['1 <= words[i].length <= 10.', ['words[].length'], 10],
    ['1 <= len(s) <= 100,000', ['s.length'], 1e5],
    ['1 <= s.size() <= 1000', ['s.length'], 1000],
    ['-2^31 <= x <= 2^31 - 1', ['x'], 2 ** 31 - 1],
    ['1 <= k <= nums.length', ['k'], 'nums.length'],
    ['n == nums.length', ['n'], 'nums.length'],
    ['n == grid[i].length', ['n'], 'grid[].length'],
    ['The number of nodes in the tree is in the range [0, 2 * 10^4].', ['nodes'], 2e4],
  ] as const;
  for (const [line, subjects, limit] of lines) {
    it(`are read from ${line}`, () => {
      const constraint = parseConstraint(line);
      assert.ok(constraint);
      assert.deepEqual(constraint.subjects, subjects);
      assert.equal(constraint.limit, limit);
    });
  }

  const others = [
    'if 1 <= n <= 10:',
    'while lo <= hi:',
    'x <= y <= z + w',
    'nums is sorted in non-decreasing order',
    'for (int i = 0; i < n; i++)',
    's consists of <= 5 letters',
    'a == b and c == d',
    '1 <= n <= about a hundred',
  ];
  for (const line of others) it(`are not read from ${line}`, () => assert.equal(parseConstraint(line), null));

  it('stand in comments of any kind', () => {
    const text =
      '# 1 <= a <= 2\n// 1 <= b <= 3\r\n * 1 <= c <= 4\n    1 <= d <= 5\n/* 1 <= e <= 6\n-- 1 <= f <= 7';
    assert.deepEqual(
      constraintsIn(text).map(({ subjects }) => subjects[0]),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
  });
});

describe('numbers of a statement', () => {
  const numbers = [
    ['10^5', 1e5],
    ['2 * 10^5', 2e5],
    ['2 x 10^5', 2e5],
    ['10^9 + 7', 1e9 + 7],
    ['-10^4', -1e4],
    ['-2^31 - 1', -(2 ** 31) - 1],
    ['1e5', 1e5],
    ['10**4', 1e4],
    ['1,000,000', 1e6],
    ['0.5', 0.5],
  ] as const;
  for (const [text, value] of numbers) it(`${text} is ${value}`, () => assert.equal(numberIn(text), value));
  for (const text of ['', 'n', '2n', '10^n', '1 2'])
    it(`"${text}" is none`, () => assert.equal(numberIn(text), null));
});
