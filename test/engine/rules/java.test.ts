/** The rules on Java: what they report, what they leave alone, and the edits of their fixes. */
import { checkRule, type RuleCase } from './checking.ts';

const method = (body: string): string =>
  `class Solution {\n    int f(List<Integer> nums, int n) {\n${body.replace(/^\n/, '').trimEnd()}\n    }\n}\n`;

const POP_FRONT: readonly RuleCase[] = [
  {
    name: 'with the imports that it needs',
    code: `import java.util.ArrayList;
import java.util.List;

class Solution {
    int drain(int n) {
        List<Integer> queue = new ArrayList<>();
        for (int i = 0; i < n; i++) queue.add(i);
        int sum = 0;
        while (!queue.isEmpty()) {
            sum += queue.remove(0); // here
        }
        return sum;
    }
}
`,
    says: 'With a deque',
    fixed: `import java.util.ArrayList;
import java.util.List;
import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    int drain(int n) {
        Deque<Integer> queue = new ArrayDeque<>();
        for (int i = 0; i < n; i++) queue.add(i);
        int sum = 0;
        while (!queue.isEmpty()) {
            sum += queue.pollFirst();
        }
        return sum;
    }
}
`,
  },
  {
    name: 'a list that is also read in the middle: no fix',
    code: method(`
        List<Integer> queue = new ArrayList<>(nums);
        int sum = 0;
        while (queue.size() > 2) {
            sum += queue.get(n);
            sum += queue.remove(0); // here
        }
        return sum;`),
    fixed: null,
  },
  {
    name: 'a parameter: no fix',
    code: method(`
        int sum = 0;
        while (!nums.isEmpty()) sum += nums.remove(0); // here
        return sum;`),
    fixed: null,
  },
  {
    name: 'not the last element',
    code: method(`
        int sum = 0;
        while (!nums.isEmpty()) sum += nums.remove(nums.size() - 1);
        return sum;`),
  },
  {
    name: 'not a linked list, nor once',
    code: method(`
        List<Integer> queue = new LinkedList<>(nums);
        int sum = nums.remove(0);
        while (!queue.isEmpty()) sum += queue.remove(0);
        return sum;`),
  },
];

const INSERT_FRONT: readonly RuleCase[] = [
  {
    name: 'a list that is returned: no fix',
    code: `class Solution {
    List<Integer> reversed(int[] nums) {
        List<Integer> out = new ArrayList<>();
        for (int x : nums) out.add(0, x); // here
        return out;
    }
}
`,
    fixed: null,
  },
  {
    name: 'not at the end, nor in a deque',
    code: method(`
        List<Integer> out = new ArrayList<>();
        Deque<Integer> queue = new ArrayDeque<>();
        for (int x : nums) {
            out.add(x);
            queue.addFirst(x);
        }
        return out.size() + queue.size();`),
  },
];

const MEMBERSHIP: readonly RuleCase[] = [
  {
    name: 'a list that is only filled and asked',
    code: method(`
        List<Integer> seen = new ArrayList<>();
        int count = 0;
        for (int x : nums) {
            if (seen.contains(x)) count++; // here
            seen.add(x);
        }
        return count;`),
    says: 'With a set',
    fixed: method(`
        Set<Integer> seen = new HashSet<>();
        int count = 0;
        for (int x : nums) {
            if (seen.contains(x)) count++;
            seen.add(x);
        }
        return count;`),
    safety: 'safe',
  },
  {
    name: 'not a set, nor a map',
    code: method(`
        Set<Integer> seen = new HashSet<>();
        Map<Integer, Integer> place = new HashMap<>();
        int count = 0;
        for (int x : nums) {
            if (seen.contains(x) || place.containsKey(x)) count++;
            seen.add(x);
            place.put(x, count);
        }
        return count;`),
  },
];

const CONCATENATION: readonly RuleCase[] = [
  {
    name: 'several parts at once, read more than once',
    code: `class Solution {
    String spell(String[] words) {
        String text = "<";
        for (String word : words) {
            text = text + word + ","; // here
        }
        System.out.println(text);
        return text;
    }
}
`,
    fixed: `class Solution {
    String spell(String[] words) {
        StringBuilder builder = new StringBuilder("<");
        for (String word : words) {
            builder.append(word).append(",");
        }
        String text = builder.toString();
        System.out.println(text);
        return text;
    }
}
`,
    safety: 'safe',
  },
  {
    name: 'in front of the text: no fix',
    code: `class Solution {
    String spell(String[] words) {
        String text = "";
        for (String word : words) text = word + text; // here
        return text;
    }
}
`,
    fixed: null,
  },
  {
    name: 'not a number, nor a builder',
    code: method(`
        int sum = 0;
        StringBuilder text = new StringBuilder();
        for (int x : nums) {
            sum += x;
            text.append(x);
        }
        return sum + text.length();`),
  },
];

const MEMO: readonly RuleCase[] = [
  {
    name: 'a static method of two numbers',
    code: `import java.util.*;

class Main {
    static long paths(int row, int col) { // here
        if (row == 0 || col == 0) return 1;
        return paths(row - 1, col) + paths(row, col - 1);
    }
}
`,
    fixed: `import java.util.*;

class Main {
    private static final Map<List<Integer>, Long> memo = new HashMap<>();

    static long paths(int row, int col) {
        if (row == 0 || col == 0) return 1;
        if (memo.containsKey(List.of(row, col))) return memo.get(List.of(row, col));
        long result = paths(row - 1, col) + paths(row, col - 1);
        memo.put(List.of(row, col), result);
        return result;
    }
}
`,
  },
  {
    name: 'the recursion in the middle of the method: no fix',
    code: `class Solution {
    int climb(int steps) { // here
        if (steps <= 1) return 1;
        int one = climb(steps - 1);
        int two = climb(steps - 2);
        return one + two;
    }
}
`,
    fixed: null,
  },
  {
    name: 'not where a table is asked',
    code: `class Solution {
    private final Map<Integer, Integer> memo = new HashMap<>();

    int climb(int steps) {
        if (steps <= 1) return 1;
        if (memo.containsKey(steps)) return memo.get(steps);
        int result = climb(steps - 1) + climb(steps - 2);
        memo.put(steps, result);
        return result;
    }
}
`,
  },
];

checkRule('list-pop-front', POP_FRONT, 'java');
checkRule('list-insert-front', INSERT_FRONT, 'java');
checkRule('list-membership-in-loop', MEMBERSHIP, 'java');
checkRule('string-concat-in-loop', CONCATENATION, 'java');
checkRule('recursion-without-memo', MEMO, 'java');
