import { compare, divide, times, type Cost } from '../cost/cost.ts';
import { growthOf, partsFix, type Growth } from './string-parts.ts';
import { isPlain, isRepeated, repetitionOf } from './repeats.ts';
import type { Place, Rule, RuleInput } from './rule.ts';
import { treeOf } from '../ir/tree.ts';

export const rule: Rule = {
  id: 'string-concat-in-loop',
  severity: 'warning',
  doc: {
    what: 'Finds strings that grow in a loop, as in `text += word`.',
    why: `A string cannot change, so every \`+=\` makes a new one and copies what is there: a text of n characters that is
built from single ones costs O(n²). CPython avoids some of the copies, as long as nothing else refers to the string;
other interpreters do not. Collecting the parts in a list and joining them is O(n).`,
    sample: {
      bad: `from typing import List


def spell(words: List[str]) -> str:
    text = ""
    for word in words:
        text += word
    return text
`,
      good: `from typing import List


def spell(words: List[str]) -> str:
    parts = []
    for word in words:
        parts.append(word)
    return "".join(parts)
`,
    },
    java: {
      bad: `class Solution {
    public String spell(String[] words) {
        String text = "";
        for (String word : words) {
            text += word;
        }
        return text;
    }
}
`,
      good: `class Solution {
    public String spell(String[] words) {
        StringBuilder builder = new StringBuilder();
        for (String word : words) {
            builder.append(word);
        }
        return builder.toString();
    }
}
`,
    },
    fixSafety: `The fix collects the parts in a list and joins them after the loop; the text is the same. It is offered
where the loop does nothing with the string but add to it.
In Java the parts go into a \`StringBuilder\`.`,
  },
  check: (input) => {
    const tree = treeOf(input.analysis.program);
    const seen = new Map<object, Set<string>>();
    return input.places.flatMap((found) => {
      const place = atWorst(found);
      const { label, node } = place.site;
      const growth = label === 'concatenation' && isRepeated(place) ? growthOf(tree, node) : null;
      if (growth === null || !isFirst(growth, seen)) return [];
      const fix = partsFix(tree, growth);
      const message = messageOf(place, growth, input);
      return [{ span: growth.stmt.span, message, fixes: fix === null ? [] : [fix] }];
    });
  },
};

/** With what it costs where the text can't be extended in place. */
function atWorst(place: Place): Place {
  const { otherwise } = place.site;
  return otherwise === null ? place : { ...place, site: { ...place.site, ...otherwise } };
}

/** Whether it is the first statement of the loop that adds to the string: one finding is enough. */
function isFirst({ loop, variable }: Growth, seen: Map<object, Set<string>>): boolean {
  const paths = seen.get(loop) ?? new Set();
  seen.set(loop, paths);
  return paths.size < paths.add(variable.path).size;
}

function messageOf(place: Place, growth: Growth, { quote }: RuleInput): string {
  const stmt = quote(growth.stmt.span);
  const repetition = repetitionOf(place);
  const cure = 'Collecting the parts and joining them';
  const copies = place.site.otherwise === null ? 'copies' : 'may copy';
  if (repetition === null)
    return `${stmt} ${copies} the text that is there, every time. ${cure} copies it once.`;
  const { each, times: count, total } = repetition;
  const joined = place.show(joinedCost(place, growth));
  return `${stmt} ${copies} up to ${each} characters, ${count} times: O(${total}). ${cure} is O(${joined}).`;
}

/** The cost without the turns of the loops that the string grows in. */
function joinedCost({ site, around }: Place, { loops }: Growth): Cost {
  const turns = around.flatMap(({ node, turns: count }) =>
    count !== null && loops.some((loop) => loop === node) ? [count] : [],
  );
  if (!turns.every(isPlain)) return site.each;
  const once = divide(site.total, times(...turns));
  const isExact =
    compare(times(once, ...turns), site.total) === 'equal' && compare(once, site.each) !== 'less';
  return isExact ? once : site.each;
}
