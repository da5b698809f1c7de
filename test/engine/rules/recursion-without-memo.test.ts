import { checkRule } from './checking.ts';

checkRule('recursion-without-memo', [
  {
    name: 'two steps back',
    code: `
def climb(n: int) -> int:  # here
    if n <= 1:
        return 1
    return climb(n - 1) + climb(n - 2)
`,
    says: 'climb solves the same parts again and again: O(2ⁿ) calls. With the results remembered that is O(n).',
    fixed: `
from functools import cache


@cache
def climb(n: int) -> int:
    if n <= 1:
        return 1
    return climb(n - 1) + climb(n - 2)
`,
    safety: 'safe',
  },
  {
    name: 'two indexes, in a function inside of a method',
    code: `
class Solution:
    def longest(self, a: str, b: str) -> int:
        def lcs(i, j):  # here
            if i == len(a) or j == len(b):
                return 0
            if a[i] == b[j]:
                return 1 + lcs(i + 1, j + 1)
            return max(lcs(i + 1, j), lcs(i, j + 1))

        return lcs(0, 0)
`,
    says: 'With the results remembered that is O(m·n).',
    fixed: `
from functools import cache


class Solution:
    def longest(self, a: str, b: str) -> int:
        @cache
        def lcs(i, j):
            if i == len(a) or j == len(b):
                return 0
            if a[i] == b[j]:
                return 1 + lcs(i + 1, j + 1)
            return max(lcs(i + 1, j), lcs(i, j + 1))

        return lcs(0, 0)
`,
    safety: 'safe',
  },
  {
    name: 'a method, whose cache keeps the object; the name is taken',
    code: `
from functools import lru_cache

cache = {}

class Solution:
    def fib(self, n: int) -> int:  # here
        if n < 2:
            return n
        return self.fib(n - 1) + self.fib(n - 2)
`,
    fixed: `
from functools import lru_cache

cache = {}

class Solution:
    @lru_cache(None)
    def fib(self, n: int) -> int:
        if n < 2:
            return n
        return self.fib(n - 1) + self.fib(n - 2)
`,
    safety: 'suggestion',
  },
  {
    name: 'amounts that vary, in a loop',
    code: `
def change(coins: list[int], amount: int) -> float:
    def fewest(rest: int) -> float:  # here
        if rest <= 0:
            return 0 if rest == 0 else float("inf")
        best = float("inf")
        for coin in coins:
            best = min(best, 1 + fewest(rest - coin))
        return best

    return fewest(amount)
`,
    says: 'each rest is solved once',
  },
  {
    name: 'arguments that cannot be keys: no fix',
    code: `
def ways(nums: list[int], i: int) -> int:  # here
    if i >= len(nums):
        return 1
    return ways(nums, i + 1) + ways(nums, i + 2)
`,
    fixed: null,
  },
  {
    name: 'remembered already',
    code: `
from functools import cache

@cache
def climb(n: int) -> int:
    if n <= 1:
        return 1
    return climb(n - 1) + climb(n - 2)

def tiles(n: int, memo: dict[int, int]) -> int:
    if n <= 1:
        return 1
    if n in memo:
        return memo[n]
    memo[n] = tiles(n - 1, memo) + tiles(n - 2, memo)
    return memo[n]
`,
  },
  {
    name: 'backtracking, and parts that do not overlap',
    code: `
def subsets(nums: list[int]) -> list[list[int]]:
    out, path = [], []

    def choose(i: int) -> None:
        if i == len(nums):
            out.append(path[:])
            return
        path.append(nums[i])
        choose(i + 1)
        path.pop()
        choose(i + 1)

    choose(0)
    return out

def total(nums: list[int], lo: int, hi: int) -> int:
    if hi - lo == 1:
        return nums[lo]
    mid = (lo + hi) // 2
    return total(nums, lo, mid) + total(nums, mid, hi)

def down(n: int) -> int:
    return 0 if n == 0 else 1 + down(n - 1)
`,
  },
]);
