import { checkRule } from './checking.ts';

checkRule('mutable-default-argument', [
  {
    name: 'a list that is added to',
    code: `
class Solution:
    def collect(self, x: int, into=[], seen=None):  # here
        """Adds up."""
        into.append(x)
        return len(into)
`,
    says: 'into=[] is made once, for all calls',
    fixed: `
class Solution:
    def collect(self, x: int, into=None, seen=None):
        """Adds up."""
        if into is None:
            into = []
        into.append(x)
        return len(into)
`,
    safety: 'suggestion',
  },
  {
    name: 'a dictionary of results, handed on to the calls',
    code: `
def fib(n: int, memo: dict = {}) -> int:  # here
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fib(n - 1, memo) + fib(n - 2, memo)
    return memo[n]
`,
    fixed: `
def fib(n: int, memo: dict = None) -> int:
    if memo is None:
        memo = {}
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fib(n - 1, memo) + fib(n - 2, memo)
    return memo[n]
`,
  },
  {
    name: 'read first for a name that is used once',
    code: `
def next_id(names: list = []) -> int:  # here
    count = len(names)
    names.append('user' + str(count))
    return len(names)
`,
    fixed: `
def next_id(names: list = None) -> int:
    if names is None:
        names = []
    count = len(names)
    names.append('user' + str(count))
    return len(names)
`,
  },
  {
    name: 'calls that rely on sharing, and a body on the line of the signature: no fix',
    code: `
def fib(n: int, memo={}) -> int:  # here
    if n not in memo:
        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]

def keep(x, into=[]): into.append(x)  # here
`,
    fixed: null,
  },
  {
    name: 'defaults that are only read, or cannot change',
    code: `
def count(nums: list[int], allowed={1, 2}, weights=(1, 2), start=0, marks=[]) -> int:
    total = start + len(marks)
    for x in nums:
        if x in allowed:
            total += weights[0]
    for mark in marks:
        total += mark
    return total
`,
  },
]);
