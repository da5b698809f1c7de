import { checkRule } from './checking.ts';

checkRule('string-concat-in-loop', [
  {
    name: 'added to, then returned',
    code: `
def spell(words: list[str]) -> str:
    text = ''
    for word in words:
        text += word + ' '  # here
    return text
`,
    says: "text += word + ' ' may copy up to k·n characters, n times: O(k·n²).",
    fixed: `
def spell(words: list[str]) -> str:
    parts = []
    for word in words:
        parts.append(word + ' ')
    return ''.join(parts)
`,
    safety: 'safe',
  },
  {
    name: 'what is added has a name',
    code: `
def reverse(stack: list[str]) -> str:
    text = ''
    while stack:
        top = stack.pop()
        text += top  # here
    return text
`,
    fixed: `
def reverse(stack: list[str]) -> str:
    parts = []
    while stack:
        top = stack.pop()
        parts.append(top)
    return ''.join(parts)
`,
  },
  {
    name: 'the longer text has a name: no fix',
    code: `
def spell(words: list[str]) -> str:
    text = ''
    for word in words:
        longer = text + word
        text = longer + ' '  # here
    return text
`,
    fixed: null,
  },
  {
    name: 'read in several places: joined after the loop',
    code: `
def shout(words: list[str]) -> str:
    parts = len(words)
    text: str = "<"
    for word in words:
        if word:
            text = text + word  # here
        else:
            text += "-"
    if len(text) > parts:
        return text
    return text.upper()
`,
    fixed: `
def shout(words: list[str]) -> str:
    parts = len(words)
    text_parts = ["<"]
    for word in words:
        if word:
            text_parts.append(word)
        else:
            text_parts.append("-")
    text = "".join(text_parts)
    if len(text) > parts:
        return text
    return text.upper()
`,
  },
  {
    name: 'read between the quotes of another string',
    code: `
def tag(words: list[str]) -> str:
    text = ""
    for word in words:
        text += word  # here
    return f"<{text}>"
`,
    fixed: `
def tag(words: list[str]) -> str:
    parts = []
    for word in words:
        parts.append(word)
    text = "".join(parts)
    return f"<{text}>"
`,
  },
  {
    name: 'put in front',
    code: `
def reverse(s: str) -> str:
    out = ""
    for c in s:
        out = c + out  # here
    return out
`,
    fixed: `
def reverse(s: str) -> str:
    parts = []
    for c in s:
        parts.append(c)
    return "".join(reversed(parts))
`,
  },
  {
    name: 'set together with other variables, with a sum of several parts',
    code: `
def label(words: list[str]) -> str:
    i, text = 0, ""
    while i < len(words):
        text = text + str(i) + (words[i] or "?")  # here
        i += 1
    return text
`,
    fixed: `
def label(words: list[str]) -> str:
    i, parts = 0, []
    while i < len(words):
        parts.append(str(i) + (words[i] or "?"))
        i += 1
    return "".join(parts)
`,
  },
  {
    name: 'over two loops',
    code: `
def picture(rows: list[str]) -> str:
    out = ""
    for row in rows:
        for c in row:
            out += c  # here
        out += "."
    return out
`,
    fixed: `
def picture(rows: list[str]) -> str:
    parts = []
    for row in rows:
        for c in row:
            parts.append(c)
        parts.append(".")
    return "".join(parts)
`,
  },
  {
    name: 'front and back: no fix',
    code: `
def mirror(s: str) -> str:
    out = ""
    for c in s:
        out = c + out  # here
        out += c
    return out
`,
    fixed: null,
  },
  {
    name: 'the loop needs the text in every turn',
    code: `
def prefixes(s: str, words: set[str]) -> int:
    prefix = ""
    count = 0
    for c in s:
        prefix += c
        if prefix in words:
            count += 1
    return count
`,
  },
  {
    name: 'numbers, lists, and a string that starts anew in every turn',
    code: `
def rows(nums: list[int]) -> list[str]:
    total = 0
    out = []
    for x in nums:
        total += x
        line = ""
        line += "ab"
        out += [line]
    return out
`,
  },
  {
    name: 'digits of a number: a few at most',
    code: `
def binary(n: int) -> str:
    out = ""
    while n > 0:
        out = str(n % 2) + out
        n //= 2
    return out
`,
  },
]);
