import type { AppendReversedFix, FixRequest } from '../ir/fix.ts';
import type { Call, Expr } from '../ir/ir.ts';
import { dequeFix, isFrontCall, isListCall } from './deques.ts';
import { isRepeated, repetitionOf } from './repeats.ts';
import type { Place, Rule, RuleInput } from './rule.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { treeOf, type Tree } from '../ir/tree.ts';
import { variableOf, type Use } from '../ir/variables.ts';

export const rule: Rule = {
  id: 'list-insert-front',
  severity: 'warning',
  doc: {
    what: 'Finds loops that put elements in front of a list, as in `items.insert(0, x)`.',
    why: `A list keeps its elements one after the other, so putting one in front moves all the others. Building a list of
n elements that way costs O(n²). Appending costs O(1) amortised, and reversing once at the end O(n).`,
    sample: {
      bad: `from typing import List


def digits(number: int) -> List[int]:
    out = []
    for _ in range(number):
        out.insert(0, number % 10)
        number = number * 7 + 1
    return out
`,
      good: `from typing import List


def digits(number: int) -> List[int]:
    out = []
    for _ in range(number):
        out.append(number % 10)
        number = number * 7 + 1
    return out[::-1]
`,
    },
    java: {
      bad: `class Solution {
    public int last(int[] nums) {
        List<Integer> recent = new ArrayList<>();
        for (int x : nums) {
            recent.add(0, x);
        }
        int sum = 0;
        for (int x : recent) sum = x - sum;
        return sum;
    }
}
`,
      good: `class Solution {
    public int last(int[] nums) {
        Deque<Integer> recent = new ArrayDeque<>();
        for (int x : nums) {
            recent.addFirst(x);
        }
        int sum = 0;
        for (int x : recent) sum = x - sum;
        return sum;
    }
}
`,
    },
    fixSafety: `Where the function only fills the list from the front and then returns or joins it, the fix appends and
reverses: the result is the same. Elsewhere it makes the list a deque, under the same conditions as for
\`list-pop-front\`.`,
  },
  check: (input) =>
    input.places.flatMap((place) => {
      const { node } = place.site;
      if (node.kind !== 'call' || !isFrontCall(input.analysis.index.roles, node, 'putAt')) return [];
      const tree = treeOf(input.analysis.program);
      if (!isListCall(tree, node, place.site.each) || !isRepeated(place)) return [];
      return [
        {
          span: node.span,
          message: messageOf(place, input),
          fixes: fixesOf(input.analysis.index.roles, tree, node),
        },
      ];
    }),
};

function messageOf(place: Place, { quote }: RuleInput): string {
  const call = quote(place.site.span);
  const repetition = repetitionOf(place);
  if (repetition === null)
    return `${call} shifts all the items, every time. Append, and reverse once at the end.`;
  const { each, times, total } = repetition;
  return `${call} shifts up to ${each} items, ${times} times: O(${total}). Appending, and reversing once, is O(${times}).`;
}

function fixesOf(roles: RoleIndex, tree: Tree, call: Call): FixRequest[] {
  return [appendReversed(roles, tree, call), dequeFix(roles, tree, call)].filter((fix) => fix !== null);
}

/** Functions of a container whose result depends on its order, or not. */
const ORDERED = new Set(['join', 'list', 'tuple']);
const UNORDERED = new Set(['len', 'max', 'min', 'set', 'sorted', 'sum']);

function appendReversed(roles: RoleIndex, tree: Tree, call: Call): AppendReversedFix | null {
  const variable = call.callee.kind === 'field' ? variableOf(tree, call.callee.object) : null;
  if (variable?.param !== null || variable.owner.kind === 'classNode') return null;
  const reads: Expr[] = [];
  const frontPushes: Call[] = [];
  for (const use of variable.uses) {
    const { role } = use;
    if (role.kind === 'method' && isFrontCall(roles, role.call, 'putAt')) frontPushes.push(role.call);
    else if (isRead(tree, use)) reads.push(use.expr);
    else if (!isHarmless(use)) return null;
  }
  return { kind: 'append-reversed', safety: 'safe', frontPushes, reads };
}

/** Reads the elements in their order, all at once. */
function isRead(tree: Tree, { role, expr }: Use): boolean {
  switch (role.kind) {
    case 'returned':
      return true;
    case 'argument':
      return ORDERED.has(role.callee ?? '');
    case 'operand':
      return tree.parents.get(expr)?.kind === 'binary';
    default:
      return false;
  }
}

/** Leaves the order alone, or sets the list to one that reads the same in both directions. */
function isHarmless({ role }: Use): boolean {
  switch (role.kind) {
    case 'set': {
      const { value, stmt } = role;
      return (
        stmt.targets.length === 1 &&
        value.kind === 'collection' &&
        value.shape === 'list' &&
        isPalindrome(value.elements)
      );
    }
    case 'argument':
      return UNORDERED.has(role.callee ?? '');
    case 'tested':
    case 'member':
      return true;
    default:
      return false;
  }
}

function isPalindrome(elements: readonly Expr[]): boolean {
  return elements.length === 0 || (elements.length === 1 && elements[0]?.kind !== 'spread');
}
