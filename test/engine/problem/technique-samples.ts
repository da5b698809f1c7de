/** Programs in which comments name the techniques that their lines show. */
export const SAMPLES: readonly string[] = [
  `
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
  `
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
  `
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
  `
from bisect import bisect_left

def find(nums: list[int], target: int) -> int:
    return bisect_left(nums, target)  # binary search
`,
  `
def middle(head: Optional[ListNode]) -> Optional[ListNode]:
    slow = fast = head
    while fast and fast.next:  # fast and slow pointers
        slow, fast = slow.next, fast.next.next
    return slow
`,
  `
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
  `
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
  `
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
  `
def valid(s: str) -> bool:
    open_ = []
    for c in s:  # stack
        if c == '(':
            open_.append(c)
        elif not open_ or open_.pop() != '(':
            return False
    return not open_
`,
  `
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
  `
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
  `
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
  `
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
  `
def height(root: Optional[TreeNode]) -> int:  # depth-first search
    return 1 + max(height(root.left), height(root.right)) if root else 0
`,
  `
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
  `
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
  `
from functools import cache

@cache
def ways(n: int) -> int:  # memoisation
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)
`,
  `
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
  `
def total(nums: list[int]) -> int:  # divide and conquer
    if len(nums) < 2:
        return sum(nums)
    mid = len(nums) // 2
    return total(nums[:mid]) + total(nums[mid:])
`,
  `
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
  `
def change(coins: list[int], amount: int) -> int:
    best = [0] + [amount + 1] * amount
    for coin in coins:
        for rest in range(coin, amount + 1):
            best[rest] = min(best[rest], best[rest - coin] + 1)  # dynamic programming
    return best[amount]
`,
  `
def grid_paths(m: int, n: int) -> int:
    paths = [[1] * n for _ in range(m)]
    for r in range(1, m):
        for c in range(1, n):
            paths[r][c] = paths[r - 1][c] + paths[r][c - 1]  # dynamic programming
    return paths[m - 1][n - 1]
`,
  `
def sums(nums: list[int]) -> list[int]:
    before = [0] * (len(nums) + 1)
    for i in range(len(nums)):
        before[i + 1] = before[i] + nums[i]  # prefix sums
    return before
`,
  `
def sums(nums: list[int]) -> list[int]:
    before = [0]
    for x in nums:
        before.append(before[-1] + x)  # prefix sums
    return before
`,
  `
def most(words: list[str]) -> int:
    counts = {}
    for word in words:
        if word not in counts:  # hash map
            counts[word] = 0  # hash map
        counts[word] += 1  # hash map, counting
    return max(counts.values())
`,
  `
def bits(n: int) -> int:
    count = 0
    while n:
        n = n & (n - 1)  # bit manipulation
        count += 1
    return count
`,
  `
def third(nums: list[int]) -> int:
    nums.sort()  # sorting
    return sorted(nums, reverse=True)[2]  # sorting
`,
  `
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
];
