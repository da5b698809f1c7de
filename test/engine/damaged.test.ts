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
};

describe('damaged programs', () => {
  for (const [title, text] of Object.entries(PROGRAMS)) {
    it(`have bounds: ${title}`, () => {
      assert.match(analyzePython(text).time.text, /^O\(/);
    });
  }
});
