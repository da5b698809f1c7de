import { plus } from '../cost/cost.ts';
import { membershipFix } from './membership-fixes.ts';
import { isPlain, isRepeated, repetitionOf } from './repeats.ts';
import type { Place, Rule, RuleInput } from './rule.ts';
import { treeOf } from './tree.ts';
import { typeOf } from './types.ts';
import { isMember } from './variables.ts';

export const rule: Rule = {
  id: 'list-membership-in-loop',
  severity: 'warning',
  doc: {
    what: 'Finds loops that look for elements in a list, as in `x in items`.',
    why: `A list has no index of its elements: \`x in items\` compares x with one after the other. In a loop of m turns over
a list of n elements that is O(m·n). A set answers in O(1), expected, so that building it and asking it is O(m + n).
Lists of a constant size are not reported.`,
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
      const fix = membershipFix(treeOf(input.analysis.program), node);
      return [{ span: node.span, message: messageOf(place, input), fixes: fix === null ? [] : [fix] }];
    }),
};

/** A search through what declarations and literals show to be a list; strings and sets record no such place. */
function isListSearch({ site: { node } }: Place, { analysis }: RuleInput): boolean {
  if (node.kind !== 'compare' || !isMember(node)) return false;
  const { kind } = typeOf(treeOf(analysis.program), node.right);
  return kind === 'list' || kind === 'array' || kind === 'tuple';
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
