/** The form of fixtures itself: what is an error, what is a gap, and what an update may rewrite. */
import assert from 'node:assert/strict';
import { analyzePython } from '../support/engine.ts';
import { checkFixture, type Checked } from '../support/fixture-check.ts';
import { FixtureError, programsOf } from '../support/fixture.ts';

/** Linear, and called on a list and a number. */
function check(expectation: string, mark = ''): Checked {
  const text = `# --- title\ndef f(nums, k):  # ${expectation}\n    for x in nums:\n${mark}        k += x\n    return k\n`;
  const [program] = programsOf('python', 'file.py', text);
  return checkFixture(program!, analyzePython(program!.text));
}

const messages = ({ moved }: Checked): string[] => moved.map(({ message }) => message);

describe('the form of fixtures', () => {
  it('compares up to the names of symbols', () => {
    assert.deepEqual(check('time: q | space: 1').failures, []);
    assert.deepEqual(check('time: q | q = len(nums)').failures, []);
  });

  it('keeps a symbol to its meaning', () => {
    assert.equal(check('time: q | q = len(others)').failures.length, 1);
    assert.equal(check('time: k').failures.length, 0);
    assert.equal(check('time: k | k = k').failures.length, 1);
  });

  it('never rewrites an expectation that does not hold', () => {
    const checked = check('time: n^2 | n = len(nums)');
    assert.deepEqual(checked.failures, ['file.py:2: time is n, expected n^2']);
    assert.deepEqual(checked.moved, []);
  });

  it('counts a gap as long as it answers the same', () => {
    const checked = check('time: n, should be: n^2 | n = len(nums)');
    assert.deepEqual([checked.failures, checked.moved], [[], []]);
    assert.equal(checked.gaps.length, 1);
  });

  it('reports a gap that has closed, and rewrites it to an expectation', () => {
    const checked = check('time: n^2, should be: n | n = len(nums)');
    assert.deepEqual(messages(checked), ['file.py:2: the gap has closed: time is n']);
    assert.deepEqual(
      checked.moved.map(({ line, from, to }) => [line, from, to]),
      [[1, 'time: n^2, should be: n', 'time: n']],
    );
  });

  it('closes one gap of a line where another stays open', () => {
    const checked = check('time: n^2, should be: q | space: 1, should be: q');
    assert.deepEqual(messages(checked), ['file.py:2: the gap has closed: time is q']);
    assert.equal(checked.gaps.length, 1);
  });

  it('gives a gap that answers something else, or nothing yet, its answer', () => {
    for (const today of ['n^3, ', '']) {
      const checked = check(`time: ${today}should be: n^2 | n = len(nums)`);
      assert.deepEqual(
        checked.moved.map(({ to }) => to),
        ['time: n, should be: n^2'],
      );
    }
  });

  it('finds the step of a derivation above the carets', () => {
    const loop = '#   ^^^ turns n, total n, rule for-each\n';
    assert.deepEqual(check('time: n | n = len(nums)', loop).failures, []);
    const wrong = check('time: n | n = len(nums)', '#   ^^^ turns n^2, rule for-each\n');
    assert.deepEqual(wrong.failures, ['file.py:4: turns is n, expected n^2']);
  });

  it('finds the heads of functions in Java', () => {
    const text = `// --- title
class Solution {
    @Override
    public List<int[]> f(Map<String, int[]> m, int... xs) throws IOException {  // time: 1
        for (int x : xs) {  // time: 1
        }
    }
}
// time: n
public class Main {
}
`;
    const [program] = programsOf('java', 'file.java', text);
    assert.deepEqual(
      program?.expectations.map(({ definition }) => definition),
      [2, null, null],
    );
  });

  it('takes programs that expect nothing, or begin without a title, for errors', () => {
    assert.throws(() => programsOf('python', 'file.py', '# --- title\nx = 1\n'), FixtureError);
    assert.throws(() => programsOf('python', 'file.py', 'def f():  # time: 1\n    pass\n'), FixtureError);
    assert.throws(() => check('time: n | nonsense'), FixtureError);
  });
});
