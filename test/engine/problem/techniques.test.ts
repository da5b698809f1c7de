import assert from 'node:assert/strict';
import { analyze } from '../rules/checking.ts';

interface Sample {
  /** `# name` ends the lines that show the technique. */
  readonly code: string;
}

const SAMPLES: readonly Sample[] = [
  {
    code: `
def pair(nums: list[int], target: int) -> bool:
    lo, hi = 0, len(nums) - 1
    while lo < hi:  # two pointers
        total = nums[lo] + nums[hi]
        if total == target:
            return True
        if total < target:
            lo += 1
        else:
            hi -= 1
    return False
`,
  },
  {
    code: `
def merge(a: list[int], b: list[int]) -> int:
    i = j = count = 0
    while i < len(a) and j < len(b):  # two pointers
        if a[i] < b[j]:
            i += 1
        else:
            j += 1
        count += 1
    return count
`,
  },
  {
    code: `
def find(nums: list[int], target: int) -> int:
    lo, hi = 0, len(nums)
    while lo < hi:  # binary search
        mid = (lo + hi) >> 1
        if nums[mid] < target:
            lo = mid + 1
        else:
            hi = mid
    return lo
`,
  },
  {
    code: `
from bisect import bisect_left

def find(nums: list[int], target: int) -> int:
    return bisect_left(nums, target)  # binary search
`,
  },
  {
    code: `
def middle(head: Optional[ListNode]) -> Optional[ListNode]:
    slow = fast = head
    while fast and fast.next:  # fast and slow pointers
        slow, fast = slow.next, fast.next.next
    return slow
`,
  },
  {
    code: `
def longest(s: str) -> int:
    seen = set()
    best = start = 0
    for end in range(len(s)):  # sliding window
        while s[end] in seen:  # hash set
            seen.remove(s[start])
            start += 1
        seen.add(s[end])
        best = max(best, end - start + 1)
    return best
`,
  },
  {
    code: `
def shortest(nums: list[int], target: int) -> int:
    total = start = 0
    best = len(nums)
    for end, x in enumerate(nums):  # sliding window
        total += x
        while total >= target:
            best = min(best, end)
            total -= nums[start]
            start += 1
    return best
`,
  },
  {
    code: `
def warmer(temperatures: list[int]) -> list[int]:
    answer = [0] * len(temperatures)
    waiting = []
    for i, t in enumerate(temperatures):  # stack
        while waiting and temperatures[waiting[-1]] < t:  # monotonic stack
            j = waiting.pop()
            answer[j] = i - j
        waiting.append(i)
    return answer
`,
  },
  {
    code: `
def valid(s: str) -> bool:
    open_ = []
    for c in s:  # stack
        if c == '(':
            open_.append(c)
        elif not open_ or open_.pop() != '(':
            return False
    return not open_
`,
  },
  {
    code: `
from collections import deque

def distance(graph: list[list[int]], start: int) -> int:
    queue, seen, steps = deque([start]), {start}, 0
    while queue:  # breadth-first search
        node = queue.popleft()
        steps += 1
        for other in graph[node]:
            if other not in seen:  # hash set
                seen.add(other)
                queue.append(other)
    return steps
`,
  },
  {
    code: `
def order(n: int, graph: list[list[int]], degree: list[int]) -> list[int]:
    ready = [i for i in range(n) if degree[i] == 0]
    out = []
    while ready:  # topological sort
        node = ready.pop()
        out.append(node)
        for other in graph[node]:
            degree[other] -= 1
            if degree[other] == 0:
                ready.append(other)
    return out
`,
  },
  {
    code: `
def values(root: Optional[TreeNode]) -> list[int]:
    out, stack = [], [root]
    while stack:  # depth-first search
        node = stack.pop()
        if node:
            out.append(node.val)
            stack.append(node.right)
            stack.append(node.left)
    return out
`,
  },
  {
    code: `
def inorder(root: Optional[TreeNode]) -> list[int]:
    out, stack = [], []
    while stack or root:  # depth-first search
        while root:
            stack.append(root)
            root = root.left
        root = stack.pop()
        out.append(root.val)
        root = root.right
    return out
`,
  },
  {
    code: `
def height(root: Optional[TreeNode]) -> int:  # depth-first search
    return 1 + max(height(root.left), height(root.right)) if root else 0
`,
  },
  {
    code: `
def islands(grid: list[list[str]]) -> int:
    def sink(r: int, c: int) -> None:  # depth-first search
        if 0 <= r < len(grid) and 0 <= c < len(grid[0]) and grid[r][c] == '1':
            grid[r][c] = '0'
            sink(r + 1, c)
            sink(r - 1, c)
            sink(r, c + 1)
            sink(r, c - 1)

    count = 0
    for r in range(len(grid)):
        for c in range(len(grid[0])):
            if grid[r][c] == '1':
                sink(r, c)
                count += 1
    return count
`,
  },
  {
    code: `
from heapq import heappop, heappush

def cheapest(graph: list[list[list[int]]], start: int) -> int:
    heap, seen, total = [(0, start)], set(), 0
    while heap:  # best-first search
        cost, node = heappop(heap)  # heap
        if node in seen:  # hash set
            continue
        seen.add(node)
        total += cost
        for other, weight in graph[node]:
            heappush(heap, (cost + weight, other))  # heap
    return total
`,
  },
  {
    code: `
from functools import cache

@cache
def ways(n: int) -> int:  # memoisation
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)
`,
  },
  {
    code: `
def subsets(nums: list[int]) -> list[list[int]]:
    out, path = [], []

    def choose(i: int) -> None:  # backtracking
        out.append(path[:])
        for j in range(i, len(nums)):
            path.append(nums[j])
            choose(j + 1)
            path.pop()

    choose(0)
    return out
`,
  },
  {
    code: `
def total(nums: list[int]) -> int:  # divide and conquer
    if len(nums) < 2:
        return sum(nums)
    mid = len(nums) // 2
    return total(nums[:mid]) + total(nums[mid:])
`,
  },
  {
    code: `
def components(n: int, edges: list[list[int]]) -> int:
    parent = list(range(n))

    def find(x: int) -> int:  # union-find
        if parent[x] != x:
            parent[x] = find(parent[x])
        return parent[x]

    for a, b in edges:
        parent[find(a)] = find(b)
    return sum(parent[i] == i for i in range(n))
`,
  },
  {
    code: `
def change(coins: list[int], amount: int) -> int:
    best = [0] + [amount + 1] * amount
    for coin in coins:
        for rest in range(coin, amount + 1):
            best[rest] = min(best[rest], best[rest - coin] + 1)  # dynamic programming
    return best[amount]
`,
  },
  {
    code: `
def grid_paths(m: int, n: int) -> int:
    paths = [[1] * n for _ in range(m)]
    for r in range(1, m):
        for c in range(1, n):
            paths[r][c] = paths[r - 1][c] + paths[r][c - 1]  # dynamic programming
    return paths[m - 1][n - 1]
`,
  },
  {
    code: `
def sums(nums: list[int]) -> list[int]:
    before = [0] * (len(nums) + 1)
    for i in range(len(nums)):
        before[i + 1] = before[i] + nums[i]  # prefix sums
    return before
`,
  },
  {
    code: `
def sums(nums: list[int]) -> list[int]:
    before = [0]
    for x in nums:
        before.append(before[-1] + x)  # prefix sums
    return before
`,
  },
  {
    code: `
def most(words: list[str]) -> int:
    counts = {}
    for word in words:
        if word not in counts:  # hash map
            counts[word] = 0  # hash map
        counts[word] += 1  # hash map, counting
    return max(counts.values())
`,
  },
  {
    code: `
def bits(n: int) -> int:
    count = 0
    while n:
        n = n & (n - 1)  # bit manipulation
        count += 1
    return count
`,
  },
  {
    code: `
def third(nums: list[int]) -> int:
    nums.sort()  # sorting
    return sorted(nums, reverse=True)[2]  # sorting
`,
  },
  {
    code: `
def plain(nums: list[int], flags: set[int], other: set[int]) -> int:
    total = nums[0]
    for i in range(len(nums)):
        nums[i], nums[-1] = nums[-1], nums[i]
        if i & 1:
            total += nums[i]
    while total > 10:
        total //= 2
    return total + len(flags & other)
`,
  },
];

/** Name -> lines, from the comments. */
function expected(code: string): Record<string, number[]> {
  const out: Record<string, number[]> = {};
  code.split('\n').forEach((line, i) => {
    const names = / {2}# (.*)$/.exec(line)?.[1]?.split(', ') ?? [];
    for (const name of names) (out[name] ??= []).push(i);
  });
  return out;
}

/** The same program with other names for all that it names itself. */
function renamed(code: string): string {
  const own = new Set(
    [...code.matchAll(/\b(?:def|for) (\w+)|\b(\w+)(?:, \w+)* = |(\w+): /g)].flatMap((m) => m.slice(1)),
  );
  own.delete('self');
  return code.replaceAll(/(?<![.'])\b[a-z_]\w*\b(?!')/g, (name) =>
    own.has(name) && name !== 'sorted' ? `zz_${name}` : name,
  );
}

describe('techniques', () => {
  for (const { code } of SAMPLES) {
    const wanted = expected(code);
    it(`${Object.keys(wanted).sort().join(', ') || 'none'} (${/def (\w+)/.exec(code)?.[1] ?? ''})`, () => {
      assert.deepEqual(found(code), wanted);
    });

    it(`whatever the names: ${/def (\w+)/.exec(code)?.[1] ?? ''}`, () => {
      assert.deepEqual(
        Object.keys(found(renamed(code.replaceAll(/ {2}# .*$/gm, '')))).sort(),
        Object.keys(wanted).sort(),
      );
    });
  }

  it('come in the order of their first place', () => {
    const { techniques } = analyze(
      'def f(a: list[int], b: int):\n    a.sort()\n    return [x ^ b for x in a]\n',
    );
    assert.deepEqual(
      techniques.map(({ name }) => name),
      ['sorting', 'bit manipulation'],
    );
  });
});

function found(code: string): Record<string, number[]> {
  const { techniques } = analyze(code);
  return Object.fromEntries(techniques.map(({ name, spans }) => [name, spans.map(({ line }) => line)]));
}
