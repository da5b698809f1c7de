/** Sums over a loop variable. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ONE,
  ZERO,
  compare,
  evaluate,
  isUnknown,
  log2Of,
  parse,
  plus,
  print,
  sumOver,
  symbol,
  times,
  unknown,
  type Cost,
} from '../../../shared/engine/cost/cost.ts';
import { assertSame, check, cost } from './arbitrary.ts';

const n = symbol('n');

/** Body, its sum over i = 1, 2, 3, .. n and over i = 1, 2, 4, .. n. */
const SUMS: readonly (readonly [body: string, linear: string, geometric: string])[] = [
  ['0', '0', '0'],
  ['1', 'n', 'log n'],
  ['m', 'm·n', 'm log n'],
  ['i', 'n²', 'n'],
  ['i^2', 'n³', 'n²'],
  ['sqrt i', 'n·√n', '√n'],
  ['1 / i', 'log n', '1'],
  ['n / i', 'n log n', 'n'],
  ['1 / sqrt i', '√n', '1'],
  ['1 / i^2', '1', '1'],
  ['log i', 'n log n', 'log² n'],
  ['i log i', 'n² log n', 'n log n'],
  ['log i / i', 'log² n', '1'],
  ['1 / log i', 'n / log n', 'log log n'],
  ['1 / (i log i)', 'log log n', '1'],
  ['1 / (i log^2 i)', '1', '1'],
  ['log log i', 'n log log n', 'log n log log n'],
  ['2^i', '2ⁿ', '2ⁿ'],
  ['i 2^i', 'n·2ⁿ', 'n·2ⁿ'],
  ['2^i / i', '2ⁿ / n', '2ⁿ / n'],
  ['2^(2^i)', '2^(2ⁿ)', '2^(2ⁿ)'],
  ['2^(i log i)', 'nⁿ', 'nⁿ'],
  ['k^i', 'kⁿ', 'kⁿ'],
  ['i!', 'n!', 'n!'],
  ['2^(n - i)', '2ⁿ', '2ⁿ'],
  ['i / 2^i', '1', '1'],
  ['2^(i k)', '2^(k·n)', '2^(k·n)'],
  ['2^(sqrt i)', 'n·2^(√n)', '2^(√n) log n'],
  ['2^(i / log i)', 'n·2^(n / log n)', '2^(n / log n) log n'],
  ['i^k', 'n·nᵏ', 'nᵏ log n'],
  ['k^i / 2^i', 'kⁿ·n / 2ⁿ + n', 'kⁿ log n / 2ⁿ + log n'],
  ['C(i, k)', 'n·C(n, k) + n', 'C(n, k) log n + log n'],
  ['i m + k', 'm·n² + k·n', 'm·n + k log n'],
  ['min(i, k)', 'n·min(k, n)', 'min(k log n, n)'],
  ['min(k / i, i)', 'min(k log n, n²)', 'min(k, n)'],
];

describe('the sum over a loop variable', () => {
  for (const [body, linear, geometric] of SUMS) {
    it(`of ${body} is ${linear}, over powers of two ${geometric}`, () => {
      assertSame(sumOver(parse(body), 'i', n), parse(linear));
      assertSame(sumOver(parse(body), 'i', n, 'geometric'), parse(geometric));
    });
  }

  it('may go up to any cost', () => {
    assert.equal(print(sumOver(symbol('i'), 'i', plus(n, symbol('m')))), 'm² + n²');
    assert.equal(print(sumOver(parse('1/i'), 'i', parse('2^n'))), 'n');
    assert.equal(print(sumOver(parse('i'), 'i', parse('log n'))), 'log² n');
    assertSame(sumOver(symbol('i'), 'i', ONE), ONE);
    assertSame(sumOver(n, 'i', ZERO), ZERO);
  });

  it('is unknown where the body or a bound that matters is', () => {
    const lost = unknown('?');
    assert.ok(isUnknown(sumOver(plus(symbol('i'), lost), 'i', n)));
    assert.ok(isUnknown(sumOver(symbol('i'), 'i', lost)));
    assert.ok(!isUnknown(sumOver(parse('1 / i^2'), 'i', lost)));
  });

  it('is at least every summand and at most the largest at each turn', () => {
    check(
      fc.property(cost, (a) => {
        const body = plus(a, symbol('k'));
        const sum = sumOver(body, 'k', n);
        const replaced = sumOver(times(body, symbol('i')), 'i', n);
        assert.ok(['greater', 'equal'].includes(compare(sum, n)));
        assert.ok(['greater', 'equal'].includes(compare(replaced, body)));
      }),
    );
  });

  it('has the order of the numeric sum', () => {
    const exponent = fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2);
    const logs = fc.constantFrom(0, 0, 1, 2);
    const steps = fc.constantFrom('linear' as const, 'geometric' as const);
    check(
      fc.property(exponent, logs, steps, (p, q, step) => {
        const body = parse(`i^(${p}) log^${q} i`);
        const sum = sumOver(body, 'i', n, step);
        const [low, high] = [ratio(body, sum, 2 ** 10, step), ratio(body, sum, 2 ** 16, step)];
        assert.ok(high / low < 2 && high / low > 0.4, `${print(body)}: ${low} ${high}`);
      }),
      100,
    );
  });

  it('bounds the numeric sum of exponentials', () => {
    for (const text of ['2^i', 'i^2 2^i', '2^i / i', 'i!', '2^(i/2)', 'i / 2^i', '2^(sqrt i)', 'i^i']) {
      const body = parse(text);
      const sum = sumOver(body, 'i', n);
      assert.ok(ratio(body, sum, 100, 'linear') < 4, text);
    }
  });
});

/** The numeric sum up to `end`, divided by the bound. */
function ratio(body: Cost, sum: Cost, end: number, step: 'linear' | 'geometric'): number {
  let total = 0;
  for (let i = 1; i <= end; i = step === 'linear' ? i + 1 : 2 * i)
    total += evaluate(body, new Map([['i', i]]));
  return total / 2 ** log2Of(sum, new Map([['n', end]]));
}
