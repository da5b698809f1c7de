import { dequeFix, isFrontCall, isListCall } from './deques.ts';
import { isRepeated, repetitionOf } from './repeats.ts';
import type { Place, Rule, RuleInput } from './rule.ts';
import { treeOf } from '../ir/tree.ts';

export const rule: Rule = {
  id: 'list-pop-front',
  severity: 'warning',
  doc: {
    what: 'Finds loops that take the first element off a list, as in `queue.pop(0)`.',
    why: `A list keeps its elements one after the other, so taking the first one off moves all the others. A queue of n
elements that is emptied that way costs O(n²). A deque takes elements off either end in constant time.`,
    sample: {
      bad: `from typing import List


def order(graph: List[List[int]], start: int) -> List[int]:
    seen = {start}
    queue = [start]
    found = []
    while queue:
        node = queue.pop(0)
        found.append(node)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return found
`,
      good: `from typing import List
from collections import deque


def order(graph: List[List[int]], start: int) -> List[int]:
    seen = {start}
    queue = deque([start])
    found = []
    while queue:
        node = queue.popleft()
        found.append(node)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return found
`,
    },
    java: {
      bad: `class Solution {
    public List<Integer> order(List<List<Integer>> graph, int start) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> queue = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        seen.add(start);
        queue.add(start);
        while (!queue.isEmpty()) {
            int node = queue.remove(0);
            found.add(node);
            for (int next : graph.get(node)) {
                if (seen.add(next)) queue.add(next);
            }
        }
        return found;
    }
}
`,
      good: `class Solution {
    public List<Integer> order(List<List<Integer>> graph, int start) {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> queue = new ArrayDeque<>();
        List<Integer> found = new ArrayList<>();
        seen.add(start);
        queue.add(start);
        while (!queue.isEmpty()) {
            int node = queue.pollFirst();
            found.add(node);
            for (int next : graph.get(node)) {
                if (seen.add(next)) queue.add(next);
            }
        }
        return found;
    }
}
`,
    },
    fixSafety: `The fix makes the list a deque, where the function uses it only in ways that a deque allows: no slices, no
sorting, no access in the middle, not returned. It needs a look where the list comes from outside or is annotated.
In Java the list becomes an \`ArrayDeque\`, which takes no nulls.`,
  },
  check: (input) =>
    input.places.flatMap((place) => {
      const { node } = place.site;
      if (node.kind !== 'call' || !isFrontCall(input.analysis.index.roles, node, 'takeAt')) return [];
      const tree = treeOf(input.analysis.program);
      if (!isListCall(tree, node, place.site.each) || !isRepeated(place)) return [];
      const fix = dequeFix(input.analysis.index.roles, tree, node);
      return [{ span: node.span, message: messageOf(place, input), fixes: fix === null ? [] : [fix] }];
    }),
};

function messageOf(place: Place, { quote }: RuleInput): string {
  const call = quote(place.site.span);
  const repetition = repetitionOf(place);
  if (repetition === null)
    return `${call} shifts all the other items, every time. A deque takes the first in O(1).`;
  const { each, times, total } = repetition;
  return `${call} shifts up to ${each} items, ${times} times: O(${total}). With a deque that is O(${times}).`;
}
