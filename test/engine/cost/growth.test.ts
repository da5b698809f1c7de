/** Quotients, powers, logarithms, exponentials, factorials, binomials. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { affine } from '../../../shared/engine/cost/affine.ts';
import {
  ONE,
  ZERO,
  binomial,
  compare,
  constant,
  divide,
  exp,
  factorial,
  isOne,
  isUnknown,
  isZero,
  log,
  log2Of,
  min,
  parse,
  plus,
  power,
  print,
  symbol,
  times,
  unknown,
} from '../../../shared/engine/cost/cost.ts';
import { assertSame, check, cost, growing, monomial } from './arbitrary.ts';

const n = symbol('n');
const k = symbol('k');

/** Pairs of texts, the first of strictly lower order. */
const LESS: readonly (readonly [string, string])[] = [
  ['0', '1'],
  ['1 / n', '1'],
  ['1', 'log log n'],
  ['(log log n)^9', 'log n'],
  ['log^9 n', 'sqrt n'],
  ['n', 'n log log n'],
  ['n log n', 'n^(9/8)'],
  ['n^99', '2^(n/99)'],
  ['2^(log^2 n)', '2^(sqrt n)'],
  ['n^99', '2^(log^2 n)'],
  ['2^n', '3^n'],
  ['2^n n^99', '3^n'],
  ['999^n', 'n!'],
  ['n!', 'n^n'],
  ['2^n n!', 'n^n'],
  ['n^n', '3^n n!'],
  ['n^n', '2^(n^2)'],
  ['n!^9', '2^(2^n)'],
  ['9^n', 'k^n'],
  ['2^(n k)', '3^(n k)'],
  ['n^k', '2^(n k)'],
  ['2^n', '2^(n + k)'],
  ['C(n, k)', '2^n'],
  ['C(n, k)', 'n^k'],
  ['n', 'n C(n, k)'],
  ['min(m, n)', 'n'],
  ['min(m, n)', 'm + n'],
  ['min(m, n) min(m, n)', 'm n'],
  ['n k', 'n k + m'],
];

const INCOMPARABLE: readonly (readonly [string, string])[] = [
  ['m', 'n'],
  ['n^2', 'm n'],
  ['k^n', 'n^k'],
  ['k^n', 'n!'],
  ['m n', 'm^2 + n^2'],
  ['n / k', '1'],
  ['2^(n - k)', '1'],
  ['min(m, n)^2', 'm n'],
  ['min(m, k)', 'min(n, k)'],
  ['C(n, k)', 'n^3'],
];

describe('asymptotic dominance', () => {
  for (const [low, high] of LESS) {
    it(`${low} < ${high}`, () => assert.equal(compare(parse(low), parse(high)), 'less'));
  }
  for (const [a, b] of INCOMPARABLE) {
    it(`${a} and ${b} are incomparable`, () => assert.equal(compare(parse(a), parse(b)), 'incomparable'));
  }
});

describe('divide', () => {
  it('by a monomial is exact', () => {
    check(
      fc.property(cost, monomial, (a, b) => {
        if (!isZero(b)) assertSame(times(divide(a, b), b), a);
      }),
    );
    assert.equal(print(divide(n, k)), 'n / k');
    assertSame(divide(ONE, ONE), ONE);
    assertSame(divide(constant(7), constant(3)), ONE);
  });

  it('by a minimum is the sum of the quotients', () => {
    assert.equal(print(divide(parse('m n'), parse('min(m, n)'))), 'm + n');
  });

  it('by a sum is constant for what the sum dominates', () => {
    for (const dividend of [n, plus(n, k)]) assertSame(divide(dividend, plus(n, k)), ONE);
    assert.equal(print(divide(parse('n^2 + k'), plus(n, k))), 'n²');
  });

  it('by ZERO or by something unknown leaves the dividend', () => {
    for (const divisor of [ZERO, unknown('?')]) assertSame(divide(n, divisor), n);
  });
});

describe('power', () => {
  it('raises every term', () => {
    assert.equal(print(power(plus(n, k), 2)), 'k² + n²');
    assert.equal(print(power(parse('n log n'), 0.5)), '√n √(log n)');
    assert.equal(print(power(parse('min(m, n)'), 2)), 'min(m², n²)');
  });

  it('turns minima into maxima when negative', () => {
    assert.equal(print(power(parse('min(m, n)'), -1)), '1 / m + 1 / n');
    assert.equal(print(power(plus(n, k), -1)), 'min(1 / k, 1 / n)');
    check(fc.property(cost, (a) => assertSame(power(power(a, -1), -1), isZero(a) ? ONE : a)));
  });

  it('of ZERO is ZERO, or ONE if the exponent is not positive', () => {
    assertSame(power(ZERO, 2), ZERO);
    assertSame(power(ZERO, 0), ONE);
    assertSame(power(ZERO, -1), ONE);
  });
});

describe('log', () => {
  const logs: readonly (readonly [string, string])[] = [
    ['1', '1'],
    ['0', '0'],
    ['n^3 k', 'log(k·n)'],
    ['m + n', 'log(m·n)'],
    ['n / k', 'log n'],
    ['log n', 'log log n'],
    ['n log n', 'log n'],
    ['2^n', 'n'],
    ['n! k', 'n log n + log k'],
    ['k^n', 'n log k'],
    ['2^(2^n)', '2ⁿ'],
    ['min(m, n)', 'min(log m, log n)'],
    ['C(n, k)', 'n'],
  ];
  for (const [text, expected] of logs) {
    it(`of ${text} is ${expected}`, () => assert.equal(print(log(parse(text))), expected));
  }

  it('grows with its argument', () => {
    check(
      fc.property(growing, growing, (a, b) => {
        assert.ok(['less', 'equal'].includes(compare(log(a), log(plus(a, b)))));
        assert.ok(['less', 'equal'].includes(compare(log(times(a, b)), plus(log(a), log(b)))));
      }),
    );
  });
});

describe('exp', () => {
  const at = (constantPart: number, ...terms: [string, number][]) => ({
    constant: constantPart,
    terms: new Map(terms),
  });

  it('keeps the coefficients of exponents and drops constants', () => {
    assert.equal(print(exp(2, at(5, ['n', 2]))), '4ⁿ');
    assert.equal(print(exp(2, at(0, ['n', 0.5], ['k', -1]))), '2^(n/2 - k)');
    assertSame(exp(2, affine.constant(10)), ONE);
    assertSame(exp(2, ONE), ONE);
    assertSame(exp(1, n), ONE);
    assertSame(exp(2, parse('1 / n')), ONE);
  });

  it('of a symbolic base with a constant exponent is a power', () => {
    assertSame(exp(n, affine.constant(3)), power(n, 3));
    assertSame(exp(n, ONE), n);
    assert.equal(print(exp(n, at(1, ['k', 1]))), 'n·nᵏ');
    assert.equal(print(exp(plus(n, k), at(0, ['h', 1]))), 'kʰ + nʰ');
  });

  it('resolves logs in the exponent', () => {
    assertSame(exp(2, log(n)), n);
    assert.equal(print(exp(3, log(n))), 'n^(log2 3)');
    assertSame(exp(2, plus(log(n), log(k))), times(n, k));
  });

  it('takes a constant of unknown value for 2, ZERO for ZERO', () => {
    assertSame(exp(ONE, n), exp(2, n));
    assertSame(exp(ZERO, n), ZERO);
    assertSame(exp(2, ZERO), ONE);
    assert.ok(isUnknown(exp(2, unknown('?'))));
    assert.ok(isUnknown(exp(unknown('?'), n)));
  });

  it('is the inverse of log', () => {
    check(
      fc.property(growing, (c) => {
        const [term] = c.terms;
        if (c.terms.length === 1 && term?.length === 1) assertSame(log(exp(2, c)), c);
      }),
    );
  });
});

describe('factorial', () => {
  it('of a sum is bounded by a product', () => {
    assert.equal(print(factorial(plus(n, k))), '2^(k + n)·k!·n!');
  });

  it('of a constant is ONE', () => {
    for (const c of [ZERO, ONE, parse('1 / n')]) assertSame(factorial(c), ONE);
  });

  it('of a minimum is the minimum', () => {
    assert.equal(print(factorial(parse('min(m, n)'))), 'min(m!, n!)');
  });
});

describe('binomial', () => {
  it('with a known number is a power', () => {
    assertSame(binomial(n, 2), power(n, 2));
    assertSame(binomial(n, 0), ONE);
    assertSame(parse('C(n, 3)'), power(n, 3));
  });

  it('of constants is constant, of itself and of minima 2^n', () => {
    assertSame(binomial(ONE, k), ONE);
    assertSame(binomial(n, ZERO), ONE);
    assertSame(binomial(n, ONE), n);
    assertSame(binomial(n, n), exp(2, n));
    assert.equal(print(binomial(n, parse('min(k, m)'))), '2ⁿ');
    assert.ok(isUnknown(binomial(n, unknown('?'))));
  });

  it('is at most what it is said to be at most', () => {
    const at = (a: number, b: number): ReadonlyMap<string, number> =>
      new Map([
        ['n', a],
        ['k', b],
      ]);
    check(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (a, b) => {
        const value = log2Of(binomial(n, k), at(a, b));
        assert.ok(value <= log2Of(exp(2, n), at(a, b)) + 1e-3);
        if (b <= a) assert.ok(value <= log2Of(exp(n, k), at(a, b)) + 1e-3);
      }),
    );
  });

  it('grows inside other functions as 2^n does', () => {
    const chosen = binomial(n, k);
    assertSame(exp(chosen, symbol('m')), exp(2, parse('m n')));
    assertSame(factorial(chosen), factorial(exp(2, n)));
    assert.equal(compare(times(chosen, n), times(exp(2, n), n)), 'less');
    assert.equal(compare(divide(n, chosen), n), 'less');
  });
});

describe('constants', () => {
  it('are ZERO or ONE', () => {
    assert.ok(isZero(constant(0)));
    for (const value of [1, 26, 0.5, -3, Infinity]) assert.ok(isOne(constant(value)));
    assert.ok(isOne(min(n, constant(26))));
    assert.ok(!isOne(unknown('?')));
  });
});
