/** Costs as texts, and texts as costs. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  CostSyntaxError,
  ZERO,
  exp,
  parse,
  plus,
  print,
  symbol,
  times,
  unknown,
} from '../../../shared/engine/cost/cost.ts';
import { assertSame, check, cost } from './arbitrary.ts';

/** Text, its unicode form, its ascii form. */
const FORMS: readonly (readonly [text: string, unicode: string, ascii: string])[] = [
  ['0', '0', '0'],
  ['26', '1', '1'],
  ['n log n', 'n log n', 'n log n'],
  ['n m', 'm·n', 'm * n'],
  ['n**2', 'n²', 'n^2'],
  ['log2(n) ^ 2', 'log² n', 'log^2 n'],
  ['log n^2', 'log n', 'log n'],
  ['log log n', 'log log n', 'log log n'],
  ['(log log n)^2', '(log log n)²', '(log log n)^2'],
  ['sqrt n', '√n', 'sqrt(n)'],
  ['n sqrt(n)', 'n·√n', 'n * sqrt(n)'],
  ['n^2.5', 'n²·√n', 'n^2 * sqrt(n)'],
  ['n^(2/3)', 'n^(2/3)', 'n^(2/3)'],
  ['n^(log2 3)', 'n^(log2 3)', 'n^(log2 3)'],
  ['n^0.123', 'n^(0.123)', 'n^(0.123)'],
  ['√(log n)', '√(log n)', 'sqrt(log n)'],
  ['m n + k log k', 'm·n + k log k', 'm * n + k log k'],
  ['k log m + k log n', 'k log(m·n)', 'k log(m * n)'],
  ['E + V', 'V + E', 'V + E'],
  ['E log V', 'E log V', 'E log V'],
  ['n / i', 'n / i', 'n / i'],
  ['1/(i j)', '1 / (i·j)', '1 / (i * j)'],
  ['2^n', '2ⁿ', '2^n'],
  ['2^n 3^n', '6ⁿ', '6^n'],
  ['2^(n/2)', '2^(n/2)', '2^(n/2)'],
  ['2^(3n/2)', '2^(3n/2)', '2^(3n/2)'],
  ['3^(n/2)', '3^(n/2)', '3^(n/2)'],
  ['1.618^n', '1.618ⁿ', '1.618^n'],
  ['φ^n', 'φⁿ', '((1 + sqrt 5)/2)^n'],
  ['1.05^n', '1.05ⁿ', '1.05^n'],
  ['2^(n/k)', '2^(n / k)', '2^(n / k)'],
  ['2^(log(n^2 m))', 'm·n²', 'm * n^2'],
  ['2^rows', '2^rows', '2^rows'],
  ['n 2^n', 'n·2ⁿ', 'n * 2^n'],
  ['2^(n k)', '2^(k·n)', '2^(k * n)'],
  ['2^(n + k)', '2^(k + n)', '2^(k + n)'],
  ['2^(n - k)', '2^(n - k)', '2^(n - k)'],
  ['2^-n', '1 / 2ⁿ', '1 / 2^n'],
  ['k^n', 'kⁿ', 'k^n'],
  ['k^(n - 1)', 'kⁿ / k', 'k^n / k'],
  ['(log n)^k', '(log n)ᵏ', '(log n)^k'],
  ['2^(sqrt n)', '2^(√n)', '2^(sqrt(n))'],
  ['2^(2^n)', '2^(2ⁿ)', '2^(2^n)'],
  ['k n!', 'k·n!', 'k * n!'],
  ['n! n!', '(n!)²', '(n!)^2'],
  ['(m n)!', '(m·n)!', '(m * n)!'],
  ['C(n, k)', 'C(n, k)', 'C(n, k)'],
  ['C(n, k) C(n, k) / n', 'C(n, k)² / n', 'C(n, k)^2 / n'],
  ['C + min', 'C + min', 'C + min'],
  ['C(m + n, m)', 'C(m + n, m)', 'C(m + n, m)'],
  ['min(n, m)', 'min(m, n)', 'min(m, n)'],
  ['min(n k, m k) log m', 'k·min(m, n) log m', 'k * min(m, n) log m'],
  ['min(m, 26) + max(m, n, 3)', 'm + n', 'm + n'],
  ['n - 1', 'n', 'n'],
  ['n·2ⁿ·kᵐ + n²ᵏ', 'n·2ⁿ·kᵐ + n^(2k)', 'n * 2^n * k^m + n^(2k)'],
  ['self log self + self.elem', 'self log self + self.elem', 'self log self + self.elem'],
];

describe('the text of a cost', () => {
  for (const [text, unicode, ascii] of FORMS) {
    it(`${text}: ${unicode}`, () => {
      assert.equal(print(parse(text)), unicode);
      assert.equal(print(parse(text), { style: 'ascii' }), ascii);
      assertSame(parse(unicode), parse(text));
      assertSame(parse(ascii), parse(text));
    });
  }

  it('is read back in both styles', () => {
    check(
      fc.property(cost, fc.constantFrom('unicode' as const, 'ascii' as const), (a, style) => {
        assertSame(parse(print(a, { style })), a);
      }),
      2000,
    );
  });

  it('does not depend on how the cost was made', () => {
    check(
      fc.property(cost, cost, (a, b) => {
        assert.equal(print(plus(a, b)), print(plus(b, a)));
        assert.equal(print(times(a, b)), print(times(b, a)));
      }),
    );
  });

  it('shows other names, and two symbols of one name as one', () => {
    const c = plus(times(symbol('len(nums)'), symbol('i@1')), exp(2, symbol('i@1')));
    const names = (to: string): ReadonlyMap<string, string> =>
      new Map([
        ['len(nums)', 'n'],
        ['i@1', to],
      ]);
    assert.equal(print(c, { names: names('k') }), '2ᵏ + k·n');
    assert.equal(print(c, { names: names('n') }), '2ⁿ');
    assert.equal(print(c, { names: new Map() }), '2^i@1 + i@1·len(nums)');
  });

  it('has a question mark for what is unknown', () => {
    const lost = unknown('recursion');
    assert.equal(print(lost), '?');
    assert.equal(print(plus(symbol('n'), lost)), 'n + ?');
    assert.equal(print(times(ZERO, lost)), '0');
  });
});

describe('a text that is no cost', () => {
  const errors: readonly (readonly [text: string, message: string, position: number])[] = [
    ['', 'Unexpected end', 0],
    ['n +', 'Unexpected end', 3],
    ['(n', 'Unexpected end', 2],
    ['n)', 'Unexpected ")"', 1],
    ['n + %', 'Unexpected character', 4],
    ['n / (2 - 2)', 'Division by zero', 2],
    ['2^(n/0)', 'Division by zero', 4],
    ['C(n)', 'C takes two', 1],
    ['min(n m', 'Unexpected end', 7],
    ['min(n + )', 'Unexpected ")"', 8],
    ['log', 'Unexpected end', 3],
    ['n ^', 'Unexpected end', 3],
    ['max(n ! m ( k', 'Unexpected end', 13],
  ];

  for (const [text, message, position] of errors) {
    it(`"${text}" is refused`, () => {
      assert.throws(
        () => parse(text),
        (error) =>
          error instanceof CostSyntaxError &&
          error.position === position &&
          error.message === `${message} at ${position}`,
      );
    });
  }

  it('throws nothing but CostSyntaxError', () => {
    const token = fc.constantFrom(
      'n',
      'k',
      ' ',
      '2',
      '(',
      ')',
      '+',
      '-',
      '/',
      '^',
      '!',
      'log ',
      'min(',
      ',',
      '²',
      '√',
    );
    const texts = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(''));
    check(
      fc.property(texts, (text) => {
        try {
          print(parse(text));
        } catch (error) {
          assert.ok(error instanceof CostSyntaxError, String(error));
        }
      }),
      5000,
    );
  });
});
