import assert from 'node:assert/strict';
import { problemOf } from '../../../shared/engine/problem/markers.ts';

const HEADER = `#
# @lc app=leetcode id=1 lang=python3
#
# [1] Two Sum
#
`;
const CODE = 'class Solution:\n    pass\n';

describe('the problem of a file', () => {
  it('comes from the header and the title', () => {
    const { id, slug } = problemOf(HEADER + CODE)?.info ?? {};
    assert.deepEqual([id, slug], ['1', 'two-sum']);
  });

  const titles = [
    ['# [121] Best Time to Buy and Sell Stock', 'best-time-to-buy-and-sell-stock'],
    ["// [118] Pascal's Triangle", 'pascals-triangle'],
    [' * [50] Pow(x, n)', 'pow-x-n'],
    ['# [15] 3Sum', '3sum'],
  ] as const;
  for (const [title, slug] of titles) {
    it(`makes "${slug}" of its title`, () => {
      assert.equal(problemOf(`# @lc app=leetcode.cn id=9 lang=x\n${title}\n`)?.info.slug, slug);
    });
  }

  it('comes from the name of the file, in a path or an address', () => {
    for (const name of [
      '1.two-sum.py',
      '/a/b/1.two-sum.py',
      'C:\\a\\1.two-sum.py',
      'file:///a%20b/1.two-sum.py',
    ]) {
      const { id, slug } = problemOf(CODE, name)?.info ?? {};
      assert.deepEqual([id, slug], ['1', 'two-sum'], name);
    }
  });

  it('is none in other files', () => {
    for (const name of [null, 'solution.py', 'two-sum.py', '2024.Two_Sum.py', '%E0%A4%A']) {
      assert.equal(problemOf(`# [1] Two Sum\n${CODE}`, name), null, String(name));
    }
  });

  it('has the lines between the markers as its region', () => {
    const inside = `${CODE}x = 1\n`;
    const text = `${HEADER}# @lc code=start\r\n${inside}# @lc code=end\nprint(1)\n`;
    const region = problemOf(text)?.region;
    assert.ok(region);
    assert.equal(text.slice(region.start, region.end), inside);
  });

  it('has a region up to the end when the closing marker is missing', () => {
    const text = `# @lc code=start\n${CODE}`;
    const region = problemOf(text)?.region;
    assert.equal(text.slice(region?.start, region?.end), CODE);
    assert.deepEqual(problemOf('# @lc code=start')?.region, { start: 16, end: 16 });
    assert.equal(problemOf(HEADER)?.region, null);
  });

  it('has the constraints of the comments', () => {
    const text = `${HEADER}# Constraints:\n#   * 2 <= nums.length <= 10^4\n#   * nums is sorted\n${CODE}`;
    assert.deepEqual(problemOf(text)?.info.constraints, ['2 <= nums.length <= 10^4']);
    assert.deepEqual(problemOf('# 1 <= n <= 45\n')?.info, {
      id: null,
      slug: null,
      constraints: ['1 <= n <= 45'],
    });
  });
});
