import { checkRule } from './checking.ts';

checkRule('list-membership-in-loop', [
  {
    name: 'a parameter that does not change: a set before the loop',
    code: `
def common(first: list[int], second: list[int]) -> list[int]:
    out = []
    for x in first:
        if x in second:  # here
            out.append(x)
        elif -x not in second:  # here
            out.append(-x)
    return out
`,
    says: 'x in second looks through up to m items, n times: O(m·n). With a set that is O(m + n).',
    fixed: `
def common(first: list[int], second: list[int]) -> list[int]:
    out = []
    second_set = set(second)
    for x in first:
        if x in second_set:
            out.append(x)
        elif -x not in second_set:
            out.append(-x)
    return out
`,
    safety: 'safe',
  },
  {
    name: 'in a comprehension',
    code: `
def common(first: list[int], second: list[int]) -> list[int]:
    return [x for x in first if x in second]  # here
`,
    fixed: `
def common(first: list[int], second: list[int]) -> list[int]:
    second_set = set(second)
    return [x for x in first if x in second_set]
`,
  },
  {
    name: 'a list that is only filled and asked: a set',
    code: `
def first_repeated(nums: list[int]) -> int:
    seen = []
    for x in nums:
        if x in seen:  # here
            return x
        seen.append(x)
    return -1
`,
    fixed: `
def first_repeated(nums: list[int]) -> int:
    seen = set()
    for x in nums:
        if x in seen:
            return x
        seen.add(x)
    return -1
`,
    safety: 'safe',
  },
  {
    name: 'a list whose order matters: a set beside it',
    code: `
def distinct(nums: list[str]):
    out, total = [], 0
    for x in nums:
        if x not in out:  # here
            out.append(x)
        total += len(x)
    return out
`,
    fixed: `
def distinct(nums: list[str]):
    out, total = [], 0
    out_set = set()
    for x in nums:
        if x not in out_set:
            out.append(x)
            out_set.add(x)
        total += len(x)
    return out
`,
  },
  {
    name: 'a list of the function around: before the function inside',
    code: `
def segment(text: str, words: list[str]) -> bool:
    def fits(start: int) -> bool:
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in words:  # here
                return True
        return start == len(text)

    return len(words) > 0 and fits(0)
`,
    fixed: `
def segment(text: str, words: list[str]) -> bool:
    words_set = set(words)
    def fits(start: int) -> bool:
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in words_set:
                return True
        return start == len(text)

    return len(words) > 0 and fits(0)
`,
  },
  {
    name: 'elements that are lists: no fix',
    code: `
def paths(moves: list[list[int]], n: int) -> int:
    count = 0
    for i in range(n):
        if [i, i + 1] in moves:  # here
            count += 1
    return count
`,
    fixed: null,
  },
  {
    name: 'a list that also shrinks: no fix',
    code: `
def play(nums: list[int]) -> int:
    hand = []
    count = 0
    for x in nums:
        if x in hand:  # here
            hand.remove(x)
            count += 1
        else:
            hand.append(x)
    return count
`,
    fixed: null,
  },
  {
    name: 'sets, dictionaries, strings, and lists of a constant size',
    code: `
def count(text: str, allowed: set[str], counts: dict[str, int]) -> int:
    vowels = ['a', 'e', 'i', 'o', 'u']
    total = 0
    for c in text:
        if c in vowels or c in allowed or c in counts or c in 'xyz':
            total += 1
    return total
`,
  },
  {
    name: 'another list in every turn',
    code: `
def wide(rows: list[list[int]]) -> int:
    count = 0
    for row in rows:
        if 0 in row:
            count += 1
    return count
`,
  },
  {
    name: 'once',
    code: `
def has(nums: list[int], target: int) -> bool:
    return target in nums
`,
  },
]);
