/** Where fixes put what they add: imports, decorators and lines, in all kinds of files. */
import assert from 'node:assert/strict';
import { analyze, applied, assertParses, findingsOf } from './checking.ts';

const BODY = `def climb(n: int) -> int:
    if n <= 1:
        return 1
    return climb(n - 1) + climb(n - 2)
`;
const FIXED = BODY.replace('def', '@cache\ndef');
const IMPORT = 'from functools import cache\n';

const FILES: readonly { readonly name: string; readonly before: string; readonly after: string }[] = [
  { name: 'nothing above', before: BODY, after: `${IMPORT}\n\n${FIXED}` },
  { name: 'imports', before: `import math\n\n${BODY}`, after: `import math\n${IMPORT}\n${FIXED}` },
  {
    name: 'an import over several lines',
    before: `from math import (\n    inf,\n    sqrt,\n)\nimport re\n\n${BODY}`,
    after: `from math import (\n    inf,\n    sqrt,\n)\nimport re\n${IMPORT}\n${FIXED}`,
  },
  {
    name: 'a header in comments',
    before: `#!/usr/bin/env python3\n# Stairs.\n\n${BODY}`,
    after: `#!/usr/bin/env python3\n# Stairs.\n\n${IMPORT}\n\n${FIXED}`,
  },
  {
    name: 'a header that touches the code',
    before: `# Stairs.\n${BODY}`,
    after: `# Stairs.\n${IMPORT}\n\n${FIXED}`,
  },
  {
    name: 'a comment that belongs to the function',
    before: `# Stairs.\n\n# One or two steps.\n${BODY}`,
    after: `# Stairs.\n\n${IMPORT}\n\n# One or two steps.\n${FIXED}`,
  },
  {
    name: 'a docstring',
    before: `"""Stairs.\n\nimport nothing\n"""\n\n${BODY}`,
    after: `"""Stairs.\n\nimport nothing\n"""\n\n${IMPORT}\n\n${FIXED}`,
  },
  {
    name: 'another statement first',
    before: `LIMIT = 45\n\n\n${BODY}`,
    after: `${IMPORT}\nLIMIT = 45\n\n\n${FIXED}`,
  },
  {
    name: 'the markers of a LeetCode tool',
    before: `import sys\n# @lc code=start\n${BODY}# @lc code=end\nprint(climb(int(sys.argv[1])))\n`,
    after: `import sys\n# @lc code=start\n${IMPORT}\n\n${FIXED}# @lc code=end\nprint(climb(int(sys.argv[1])))\n`,
  },
  {
    name: 'the name imported already',
    before: `from functools import cache, reduce\n\n${BODY}`,
    after: `from functools import cache, reduce\n\n${FIXED}`,
  },
  {
    name: 'the name imported as another one',
    before: `from functools import cache as memo\n\n${BODY}`,
    after: `from functools import cache as memo\n\n${FIXED.replace('@cache', '@memo')}`,
  },
  {
    name: 'all names imported',
    before: `from functools import *\n\n${BODY}`,
    after: `from functools import *\n\n${FIXED}`,
  },
  {
    name: 'an import inside another function',
    before: `def other():\n    from functools import cache\n    return cache\n\n\n${BODY}`,
    after: `from functools import lru_cache\n\n\ndef other():\n    from functools import cache\n    return cache\n\n\n${FIXED.replace('@cache', '@lru_cache(None)')}`,
  },
  {
    name: 'line ends of Windows',
    before: `import math\n\n${BODY}`.replaceAll('\n', '\r\n'),
    after: `import math\n${IMPORT}\n${FIXED}`.replaceAll('\n', '\r\n'),
  },
];

describe('a fix that needs an import', () => {
  for (const { name, before, after } of FILES) {
    it(`finds its place: ${name}`, () => {
      const fix = findingsOf(before, 'recursion-without-memo')[0]?.fixes[0];
      assert.ok(fix);
      assert.equal(applied(before, fix), after);
      assertParses(after);
    });
  }
});

describe('a fix that adds lines', () => {
  it('is not offered where a statement shares its line', () => {
    const code = `def f(xs: list[int], ys: list[int]) -> int:
    n = 0
    n += 1; n += sum([1 for x in xs if x in ys])
    return n
`;
    assert.deepEqual(findingsOf(code, 'list-membership-in-loop')[0]?.fixes, []);
  });

  it('keeps tabs, and decorators on their functions', () => {
    const code = `class Solution:
	def find(self, words: list[str], keys: list[str]) -> int:
		@staticmethod
		def known(n: int) -> int:
			return sum(1 for key in keys if key in words)
		return known(1)
`;
    const fix = findingsOf(code, 'list-membership-in-loop')[0]?.fixes[0];
    assert.ok(fix);
    const after = applied(code, fix);
    assert.ok(after.includes('\n\t\twords_set = set(words)\n\t\t@staticmethod\n'), after);
    assertParses(after);
  });

  it('ends the last line of a text first', () => {
    const code = `out = []
for word in input().split():
    print(len(out))
    if word not in out:
        out.append(word)`;
    const fix = findingsOf(code, 'list-membership-in-loop')[0]?.fixes[0];
    assert.ok(fix);
    assert.match(applied(code, fix), /\n {8}out\.append\(word\)\n {8}out_set\.add\(word\)\n$/);
  });
});

describe('findings', () => {
  it('are in the order of their places, and only in the marked solution', () => {
    const solution = `# @lc code=start\n${BODY}# @lc code=end\n`;
    const outside = 'rows = [[0]] * 5\nrows[0][0] = 1\n';
    const found = analyze(`${outside}${solution}`).findings;
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['recursion-without-memo'],
    );
    const all = analyze(`${outside}${BODY}`).findings;
    assert.deepEqual(
      all.map(({ rule }) => rule),
      ['aliased-rows', 'recursion-without-memo'],
    );
  });
});
