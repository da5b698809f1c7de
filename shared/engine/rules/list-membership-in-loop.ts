import type { ProgramAnalysis } from '../analysis/program.ts';
import { plus } from '../cost/cost.ts';
import type { Compare } from '../ir/ir.ts';
import { membershipFix } from './membership-fixes.ts';
import { isPlain, isRepeated, repetitionOf } from './repeats.ts';
import type { Place, Rule, RuleInput } from './rule.ts';
import { above, functionOf, loopsAround, treeOf, type Tree } from '../ir/tree.ts';
import { typeOfVariable } from '../ir/types.ts';
import { functionOwner, isMember, variableOf, type Use, type Variable } from '../ir/variables.ts';

export const rule: Rule = {
  id: 'list-membership-in-loop',
  severity: 'warning',
  doc: {
    what: 'Finds loops that look for elements in a list, as in `x in items`.',
    why: `A list has no index of its elements: \`x in items\` compares x with one after the other. In a loop of m turns over
a list of n elements that is O(m·n). A set answers in O(1), expected, so that building it and asking it is O(m + n).
Lists of a constant size are not reported.`,
    sample: {
      bad: `from typing import List


def common(first: List[int], second: List[int]) -> int:
    count = 0
    for value in first:
        if value in second:
            count += 1
    return count
`,
      good: `from typing import List


def common(first: List[int], second: List[int]) -> int:
    count = 0
    second_set = set(second)
    for value in first:
        if value in second_set:
            count += 1
    return count
`,
    },
    java: {
      bad: `class Solution {
    public int common(List<Integer> first, List<Integer> second) {
        int count = 0;
        for (int value : first) {
            if (second.contains(value)) count++;
        }
        return count;
    }
}
`,
      good: `class Solution {
    public int common(List<Integer> first, List<Integer> second) {
        int count = 0;
        var secondSet = new HashSet<>(second);
        for (int value : first) {
            if (secondSet.contains(value)) count++;
        }
        return count;
    }
}
`,
    },
    fixSafety: `A list that is only filled and asked becomes a set; one that does not change any more is copied to a set
before the loop; one whose order matters gets a set beside it. It needs a look where the elements are not known to be
hashable, and is not offered where they are known not to be.`,
  },
  check: (input) =>
    input.places.flatMap((place) => {
      const { site } = place;
      if (!isListSearch(place, input) || !isRepeated(place)) return [];
      const { node } = site;
      if (node.kind !== 'compare') return [];
      const fix = membershipFix(input.analysis.index.roles, treeOf(input.analysis.program), node);
      return [{ span: node.span, message: messageOf(place, input), fixes: fix === null ? [] : [fix] }];
    }),
};

/** A search through what declarations and literals show to be a list, and the same list in every turn. */
function isListSearch({ site: { node } }: Place, { analysis }: RuleInput): boolean {
  if (node.kind !== 'compare' || !isMember(node)) return false;
  const tree = treeOf(analysis.program);
  const variable = variableOf(tree, node.right);
  if (variable === null || !isLasting(tree, variable, node, analysis)) return false;
  const { kind } = typeOfVariable(tree, variable);
  return kind === 'list' || kind === 'array' || kind === 'tuple';
}

/** Some repetition of the test finds the same list: the innermost loop, calls from elsewhere, or other calls. */
function isLasting(tree: Tree, variable: Variable, test: Compare, { index }: ProgramAnalysis): boolean {
  const { owner, uses } = variable;
  if (owner.kind === 'classNode' || functionOf(tree, test) !== functionOwner(owner)) return true;
  const [loop] = loopsAround(tree, test);
  if (loop === undefined)
    return owner.kind === 'functionNode' && variable.param !== null && !index.cycles.has(owner);
  const isNew = ({ role, expr }: Use): boolean =>
    (role.kind === 'set' || role.kind === 'rebound') && above(tree, expr).includes(loop);
  return !uses.some(isNew);
}

function messageOf(place: Place, { quote }: RuleInput): string {
  const { site, show } = place;
  const test = quote(site.span);
  const repetition = repetitionOf(place);
  if (repetition === null) return `${test} looks through the list, every time. A set answers in O(1).`;
  const { each, times, total, count } = repetition;
  const withSet = isPlain(count) ? show(plus(count, site.each)) : times;
  return `${test} looks through up to ${each} items, ${times} times: O(${total}). With a set that is O(${withSet}).`;
}
