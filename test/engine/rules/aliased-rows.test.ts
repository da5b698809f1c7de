import { checkRule } from './checking.ts';

checkRule('aliased-rows', [
  {
    name: 'a table that is written to',
    code: `
def table(m: int, n: int) -> list[list[int]]:
    rows = [[0] * n] * m  # here
    rows[0][0] = 1
    return rows
`,
    says: '[[0] * n] * m holds the same row m times',
    fixed: `
def table(m: int, n: int) -> list[list[int]]:
    rows = [[0] * n for _ in range(m)]
    rows[0][0] = 1
    return rows
`,
    safety: 'suggestion',
  },
  {
    name: 'lists, sets and dictionaries that are filled',
    code: `
def groups(nums: list[int], n: int):
    buckets = (n + 1) * [[]]  # here
    seen = [set()] * n  # here
    counts = [{}] * n  # here
    for x in nums:
        buckets[x].append(x)
        seen[x].add(x)
        counts[x][x] = 1
    return counts
`,
  },
  {
    name: 'the count in front',
    code: `
def groups(nums: list[int], n: int):
    buckets = (n + 1) * [[]]  # here
    for x in nums:
        buckets[x].append(x)
    return buckets
`,
    fixed: `
def groups(nums: list[int], n: int):
    buckets = [[] for _ in range(n + 1)]
    for x in nums:
        buckets[x].append(x)
    return buckets
`,
  },
  {
    name: 'rows that are handed out',
    code: `
def make(m: int, n: int):
    return [[None] * n] * m  # here
`,
  },
  {
    name: 'rows that are replaced as a whole or only read',
    code: `
def table(m: int, n: int) -> int:
    rows = [[0] * n] * m
    for i in range(m):
        rows[i] = [i] * n
    return rows[m - 1][0] + len(rows)
`,
  },
  {
    name: 'what cannot be changed, one row, and rows made one by one',
    code: `
def table(m: int, n: int):
    zeros = [0] * n
    pairs = [(0, 0)] * n
    single = [[0]] * 1
    rows = [[0] * n for _ in range(m)]
    rows[0][0] = zeros[0]
    return rows, pairs, single
`,
  },
]);
