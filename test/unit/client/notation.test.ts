import assert from 'node:assert/strict';
import { proseRuns, runs, spoken, superscript } from '../../../client/report/webview/notation.ts';

describe('notation of costs', () => {
  for (const [cost, expected] of [
    ['O(1)', 'O(1)'],
    ['O(n^2)', 'O(n²)'],
    ['O(n^2 * log n)', 'O(n² · log n)'],
    ['O(2^n)', 'O(2ⁿ)'],
    ['O(2^(n + m))', 'O(2ⁿ⁺ᵐ)'],
    ['n^10', 'n¹⁰'],
    ['O(n * sqrt(n))', 'O(n · √n)'],
    ['O(sqrt(n + m))', 'O(√(n + m))'],
    ['O(n^(3/2))', 'O(n^(3/2))'],
    ['O(2^Q)', 'O(2^Q)'],
    ['O(n!)', 'O(n!)'],
    ['O(m·n²)', 'O(m·n²)'],
    ['O(2ⁿ·n¹⁰)', 'O(2ⁿ·n¹⁰)'],
  ] as const) {
    it(`${cost} in characters is ${expected}`, () => assert.equal(superscript(cost), expected));
  }

  it('raises exponents in parentheses without the parentheses', () => {
    assert.deepEqual(runs('O(b^(d + 1))'), [
      { text: 'O(b', raised: false },
      { text: 'd + 1', raised: true },
      { text: ')', raised: false },
    ]);
  });

  it('takes characters that are raised already for exponents', () => {
    assert.deepEqual(proseRuns('10⁸ steps'), [
      { text: '10', raised: false },
      { text: '8', raised: true },
      { text: ' steps', raised: false },
    ]);
  });

  it('leaves the operators of a sentence alone', () => {
    assert.deepEqual(proseRuns('`i *= 2` makes log n turns'), [
      { text: '`i *= 2` makes log n turns', raised: false },
    ]);
    assert.deepEqual(proseRuns('a ^ b'), [{ text: 'a ^ b', raised: false }]);
  });

  for (const [cost, expected] of [
    ['O(n^2)', 'O of n squared'],
    ['O(n³)', 'O of n cubed'],
    ['O(2^n)', 'O of 2 to the power of n'],
    ['O(n!)', 'O of n factorial'],
    ['O(sqrt(n))', 'O of square root of n'],
    ['O(m * n)', 'O of m times n'],
    ['O(m·n)', 'O of m times n'],
    ['O(?)', 'O of unknown'],
  ] as const) {
    it(`${cost} is said as "${expected}"`, () => assert.equal(spoken(cost), expected));
  }
});
