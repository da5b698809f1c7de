/** Programs that somebody is in the middle of writing: each made the analysis throw once. */
import assert from 'node:assert/strict';
import { analyzePython } from '../support/engine.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  'a reader without its receiver, which is then its own buffer': `
class Fast:
    def __init__(self):
    def readline(selfa:
        while self.lines == 0:
        return self.buffer.readline()
a = list(fast(int, fast.readline().split()))
`,
  'an enumeration of nothing yet': `
def numbers():
    found = [1]
    for i in enumerate():
        found.append(found[0] * 2)
    return found
`,
  'a heap of which the least is taken out of nothing yet': `
def ways(graph, start):
    dist = {node: 0 for node in graph}
    heap = [(0, start)]
    while heap:
        d, u = heapq.heappop()
        if d > dist[u]:
            continue
        for v, w in graph[u].items():
            if d + w < dist[v]:
                dist[v] = d + w
                heapq.heappush(heap, (d + w, v))
    return dist
`,
  'a walk through a tree that goes on with nothing yet': `
def walk(graph):
    stack = [(0, iter(graph[0]))]
    while stack:
        u, it = stack[-1]
        v = next()
        if v is None:
            stack.pop()
        else:
            stack.append((v, iter(graph[v])))
`,
  'a queue into which nothing is put yet': `
def rest(nums):
    queue = deque(nums)
    while queue:
        x = heapq.heappop()
        queue.append(x)
        other = next()
        queue.append(other)
`,
  'a set that nothing is added to yet': `
def balanced(nums, k):
    seen = set()
    left = 0
    for i, x in enumerate(nums):
        if x in seen:
            return True
        seen.add()
        if len(seen) > k:
            seen.remove(nums[i - k])
    return False
`,
};

describe('damaged programs', () => {
  for (const [title, text] of Object.entries(PROGRAMS)) {
    it(`have bounds: ${title}`, () => {
      assert.match(analyzePython(text).time.text, /^O\(/);
    });
  }
});
