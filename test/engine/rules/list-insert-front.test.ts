import { checkRule } from './checking.ts';

checkRule('list-insert-front', [
  {
    name: 'a list that is returned: appended and reversed',
    code: `
def bits(n: int, width: int) -> list[int]:
    out = []
    for _ in range(width):
        out.insert(0, n % 2)  # here
        n //= 2
    if not out:
        return out
    return out
`,
    says: 'out.insert(0, n % 2) shifts up to',
    fixed: `
def bits(n: int, width: int) -> list[int]:
    out = []
    for _ in range(width):
        out.append(n % 2)
        n //= 2
    if not out:
        return out[::-1]
    return out[::-1]
`,
    safety: 'safe',
  },
  {
    name: 'joined',
    code: `
def reverse(words: list[str]) -> str:
    out = ['end']
    for word in words:
        out.insert(0, word)  # here
    return ' '.join(out)
`,
    fixed: `
def reverse(words: list[str]) -> str:
    out = ['end']
    for word in words:
        out.append(word)
    return ' '.join(out[::-1])
`,
  },
  {
    name: 'read at its ends: a deque',
    code: `
def ends(nums: list[int]) -> int:
    line = []
    total = 0
    for x in nums:
        line.insert(0, x)  # here
        total += line[0] - line[-1]
    return total
`,
    fixed: `
from collections import deque


def ends(nums: list[int]) -> int:
    line = deque()
    total = 0
    for x in nums:
        line.appendleft(x)
        total += line[0] - line[-1]
    return total
`,
  },
  {
    name: 'two elements at first, returned: no fix',
    code: `
def pad(n: int) -> list[int]:
    out = [1, 2]
    for i in range(n):
        out.insert(0, i)  # here
    return out
`,
    fixed: null,
  },
  {
    name: 'once, at another place, or in a deque',
    code: `
from collections import deque

def mixed(nums: list[int]) -> list[int]:
    line = deque()
    out = []
    for x in nums:
        line.appendleft(x)
        out.append(x)
    out.insert(0, len(line))
    return out
`,
  },
]);
