/** What bounds the size of a cost, and what is then still promised. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ONE,
  classify,
  compare,
  log2Of,
  min,
  parse,
  plus,
  power,
  print,
  symbol,
  times,
  type Cost,
} from '../../../shared/engine/cost/cost.ts';
import { assertSame, check, compound, plainMonomial } from './arbitrary.ts';

function symbols(count: number, prefix = 'x'): readonly Cost[] {
  return Array.from({ length: count }, (_, i) => symbol(`${prefix}${i}`));
}

function sumOf(costs: readonly Cost[]): Cost {
  return plus(...costs);
}

describe('the size of a cost', () => {
  it('does not change sums of a few symbols, nor their products', () => {
    const sum = sumOf(symbols(8));
    assert.equal(sum.terms.length, 8);
    assert.equal(sumOf(symbols(24)).terms.length, 24);
    assert.equal(times(sumOf(symbols(4)), sumOf(symbols(3, 'y'))).terms.length, 12);
  });

  it('is that of a sum of powers for a product of long sums, of the same class', () => {
    const square = times(sumOf(symbols(8)), sumOf(symbols(8, 'y')));
    assert.equal(classify(square), 'quadratic');
    assert.equal(square.terms.length, 16);
    const large = times(sumOf(symbols(9)), sumOf(symbols(9, 'y')));
    assertSame(large, plus(...[...symbols(9), ...symbols(9, 'y')].map((one) => power(one, 2))));
    assert.equal(
      compare(times(symbol('x3'), symbol('y4')), power(plus(symbol('x3'), symbol('y4')), 2)),
      'incomparable',
    );
  });

  it('takes the place of small terms first', () => {
    const square = times(sumOf(symbols(5)), sumOf(symbols(5)));
    assert.equal(square.terms.length, 12);
    const sum = plus(parse('n^3 k^2'), square);
    assert.ok(print(sum).startsWith('k²·n³ + '));
    assert.equal(sum.terms.length, 12);
  });

  it('stays limited for very many symbols', () => {
    const sum = sumOf(symbols(40));
    assert.ok(sum.terms.length <= 24);
    for (const one of symbols(40)) assert.notEqual(compare(one, sum), 'incomparable');
    assert.ok(times(sum, sum).terms.length <= 24);
  });

  it('stays limited for minima', () => {
    const least = symbols(12).reduce(min);
    assert.equal(least.terms[0]?.length, 8);
    const product = symbols(4)
      .map((one, i) => min(one, symbol(`y${i}`)))
      .reduce((a, b) => times(a, b));
    assert.ok((product.terms[0]?.length ?? 0) <= 8);
    const [low, high] = [sumOf(symbols(9)), power(sumOf(symbols(9, 'y')), 2)];
    assertSame(min(low, high), low);
    assertSame(min(high, low), low);
  });

  it('is bounded by what is larger in numbers', () => {
    const term = fc
      .tuple(plainMonomial(true), fc.option(compound, { freq: 6 }), fc.constantFrom(...symbols(6)))
      .map(([a, b, c]) => times(a, b ?? ONE, c));
    const terms = fc.array(term, { minLength: 6, maxLength: 16 });
    const at = new Map(
      ['k', 'm', 'n', 'self.elem', ...Array.from({ length: 6 }, (_, i) => `x${i}`)].map((name, i) => [
        name,
        2 ** (200 + 17 * i),
      ]),
    );
    check(
      fc.property(terms, terms, (a, b) => {
        const exact =
          Math.max(...a.map((one) => log2Of(one, at))) + Math.max(...b.map((one) => log2Of(one, at)));
        const bound = log2Of(times(sumOf(a), sumOf(b)), at);
        if (Number.isFinite(exact))
          assert.ok(bound >= exact - 40 - 1e-9 * Math.abs(exact), `${bound} ${exact}`);
      }),
      200,
    );
  });
});
