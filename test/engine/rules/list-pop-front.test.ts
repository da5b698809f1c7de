import { checkRule } from './checking.ts';

checkRule('list-pop-front', [
  {
    name: 'a queue in a breadth-first search',
    code: `
from typing import List

def count(graph: List[List[int]], start: int) -> int:
    queue, seen = [start], {start}
    while queue:
        node = queue.pop(0)  # here
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return len(seen)
`,
    says: 'queue.pop(0) shifts up to n items, n times: O(n²). With a deque that is O(n).',
    fixed: `
from typing import List
from collections import deque

def count(graph: List[List[int]], start: int) -> int:
    queue, seen = deque([start]), {start}
    while queue:
        node = queue.popleft()
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return len(seen)
`,
    safety: 'safe',
  },
  {
    name: 'a deque already, and the last element',
    code: `
from collections import deque

def drain(nums: list[int]) -> int:
    queue = deque(nums)
    rest = list(nums)
    total = 0
    while queue and rest:
        total += queue.popleft() - rest.pop() - rest.pop(-1)
    return total
`,
  },
  {
    name: 'once, outside of a loop',
    code: `
def tail(nums: list[int]) -> int:
    nums.pop(0)
    return len(nums)
`,
  },
  {
    name: 'a dictionary, and a list of constant size',
    code: `
def drain(counts: dict[int, int], n: int) -> int:
    total = 0
    window = [1, 2, 3]
    for _ in range(n):
        total += counts.pop(0, 1)
        total += window[0]
        window = [1, 2, 3]
        window.pop(0)
    return total
`,
  },
  {
    name: 'a parameter: converted at the start of the function',
    code: `
def last(cards: list[int]) -> int:
    """The last card of a game of patience."""
    total = 0
    while cards:
        total += cards.pop(0)  # here
    return total
`,
    fixed: `
from collections import deque


def last(cards: list[int]) -> int:
    """The last card of a game of patience."""
    cards = deque(cards)
    total = 0
    while cards:
        total += cards.popleft()
    return total
`,
    safety: 'suggestion',
  },
  {
    name: 'a field, with the module imported as a whole',
    code: `
import collections

class Recent:
    def __init__(self):
        self.times = []

    def ping(self, t: int) -> int:
        self.times.append(t)
        while self.times[0] < t - 3000:
            self.times.pop(0)  # here
        return len(self.times)
`,
    fixed: `
import collections

class Recent:
    def __init__(self):
        self.times = collections.deque()

    def ping(self, t: int) -> int:
        self.times.append(t)
        while self.times[0] < t - 3000:
            self.times.popleft()
        return len(self.times)
`,
  },
  {
    name: 'used in ways that a deque does not know: returned, sliced, sorted, tested against a list',
    code: `
def returned(nums: list[int]) -> list[int]:
    queue = list(nums)
    for _ in range(len(nums)):
        queue.append(queue.pop(0) + 1)  # here
    return queue


def sliced(nums: list[int]) -> int:
    queue = list(nums)
    total = 0
    for _ in range(len(nums)):
        total += queue.pop(0) + len(queue[1:3])  # here
    return total


def compared(nums: list[int]) -> int:
    queue = list(nums)
    total = 0
    while queue != []:
        total += queue.pop(0)  # here
    return total
`,
    fixed: null,
  },
  {
    name: 'changed while it is iterated over',
    code: `
def halves(nums: list[int]) -> int:
    queue = list(nums)
    total = 0
    for x in queue:
        total += x
        if x > 5:
            queue.pop(0)  # here
    return total
`,
    fixed: null,
  },
]);
