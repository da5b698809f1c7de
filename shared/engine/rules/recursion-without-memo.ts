import { selfCallsOf } from '../analysis/recursion/self-calls.ts';
import { classify, power, times, type Cost } from '../cost/cost.ts';
import { splitTerms } from '../cost/terms.ts';
import type { FunctionNode } from '../ir/ir.ts';
import { isPlain } from './repeats.ts';
import { memoiseFix } from './memoise.ts';
import { isFunctional, overlapOf, type Overlap } from './overlap.ts';
import type { Place, Rule } from './rule.ts';
import { treeOf } from '../ir/tree.ts';

export const rule: Rule = {
  id: 'recursion-without-memo',
  severity: 'warning',
  doc: {
    what: 'Finds recursions that solve the same parts again and again, as in `climb(n - 1) + climb(n - 2)`.',
    why: `With two calls a level the number of calls doubles with every level, O(2^n), though there are only n different
arguments. Remembering each result makes every call but the first of its arguments a look-up. Backtracking, which
keeps its state outside the arguments, is not reported.`,
    sample: {
      bad: `def climb(steps: int) -> int:
    if steps <= 1:
        return 1
    return climb(steps - 1) + climb(steps - 2)
`,
      good: `from functools import cache


@cache
def climb(steps: int) -> int:
    if steps <= 1:
        return 1
    return climb(steps - 1) + climb(steps - 2)
`,
    },
    java: {
      bad: `import java.util.*;

class Solution {
    public int climb(int steps) {
        if (steps <= 1) return 1;
        return climb(steps - 1) + climb(steps - 2);
    }
}
`,
      good: `import java.util.*;

class Solution {
    private final Map<Integer, Integer> memo = new HashMap<>();

    public int climb(int steps) {
        if (steps <= 1) return 1;
        if (memo.containsKey(steps)) return memo.get(steps);
        int result = climb(steps - 1) + climb(steps - 2);
        memo.put(steps, result);
        return result;
    }
}
`,
    },
    fixSafety: `The fix adds a cache. It is offered where the arguments are known to be hashable, and needs a look for
methods, whose cache keeps their object alive, and for functions that read what may change between calls.
In Java it is a map in a field, offered where the recursion is the method's last statement.`,
  },
  check: (input) =>
    input.places.flatMap((place) => {
      const { node, rule: reasoning, turns } = place.site;
      if (node.kind !== 'functionNode' || turns === null || classify(turns) !== 'exponential') return [];
      if (reasoning !== 'branching' && reasoning !== 'subsets') return [];
      const { index, program } = input.analysis;
      const cycle = index.cycles.get(node);
      if (cycle === undefined || cycle.size > 1) return [];
      const tree = treeOf(program);
      const calls = selfCallsOf(node, cycle, index);
      const overlap = isFunctional(tree, node, index.resolve) ? overlapOf(tree, node, calls) : null;
      if (overlap === null) return [];
      const fix = memoiseFix(tree, node, index);
      return [
        {
          span: node.nameSpan ?? node.headerSpan,
          message: messageOf(place, node, overlap),
          fixes: fix === null ? [] : [fix],
        },
      ];
    }),
};

function messageOf(place: Place, { name }: FunctionNode, overlap: Overlap): string {
  const { turns } = place.site;
  const { show } = place;
  const calls = turns !== null && isPlain(turns) ? `: O(${show(turns)}) calls` : '';
  const states = statesOf(place, overlap);
  const cure = states === null ? `each ${argumentsOf(overlap)} is solved once` : `that is O(${show(states)})`;
  return `${name} solves the same parts again and again${calls}. With the results remembered ${cure}.`;
}

function argumentsOf({ params }: Overlap): string {
  return params.length === 1 ? (params[0] ?? '') : `(${params.join(', ')})`;
}

/** How many different arguments there are, when they go by constant steps: of three, one often follows from two. */
function statesOf({ site }: Place, { params, isStepwise }: Overlap): Cost | null {
  const depth = site.allocates;
  if (!isStepwise || params.length > 2 || depth === null || !isPlain(depth)) return null;
  const parts = splitTerms(depth);
  return parts.length === params.length ? times(...parts) : power(depth, params.length);
}
