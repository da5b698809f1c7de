/** Replacing symbols, classes, linear expressions. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { affine, affineToCost, type Affine } from '../../../shared/engine/cost/affine.ts';
import {
  ONE,
  ZERO,
  classify,
  collapse,
  isUnknown,
  key,
  log2Of,
  parse,
  plus,
  print,
  substitute,
  substituteBounds,
  symbol,
  symbolsOf,
  times,
  unknown,
  type Cost,
} from '../../../shared/engine/cost/cost.ts';
import { splitTerms } from '../../../shared/engine/cost/terms.ts';
import { NAMES, assertSame, check, cost, growing } from './arbitrary.ts';

const n = symbol('n');
const m = symbol('m');

function replace(text: string, ...pairs: readonly (readonly [string, string])[]): string {
  return print(substitute(parse(text), new Map(pairs.map(([from, to]) => [from, parse(to)]))));
}

function replacing(x: Cost, y: Cost): (c: Cost) => Cost {
  return (c) =>
    substitute(
      c,
      new Map([
        ['n', x],
        ['k', y],
      ]),
    );
}

describe('substitute', () => {
  it('replaces all symbols at once, in every place', () => {
    assert.equal(replace('m + n^2', ['m', 'n'], ['n', 'm']), 'm² + n');
    assert.equal(replace('n log n', ['n', 'm k']), 'k·m log(k·m)');
    assert.equal(replace('log log n', ['n', '2^m']), 'log m');
    assert.equal(replace('2^(n/2)', ['n', 'm + k']), '2^(k/2 + m/2)');
    assert.equal(replace('2^(2^n)', ['n', 'log m']), '2ᵐ');
    assert.equal(replace('2^n k^n', ['n', 'log m']), 'm·k^(log m)');
    assert.equal(replace('k^n', ['n', 'm^2'], ['k', 'm']), 'm^(m²)');
    assert.equal(replace('n^k', ['n', 'm^2']), 'm^(2k)');
    assert.equal(replace('n^k', ['n', 'm + h']), 'hᵏ + mᵏ');
    assert.equal(replace('n^n', ['n', 'm^2']), 'm^(2m²)');
    assert.equal(replace('1 / n^n', ['n', 'm^2']), '1 / m^(2m²)');
    assert.equal(replace('k^n', ['k', '1']), '2ⁿ');
    assert.equal(replace('2^(log^2 n)', ['n', 'm^3']), '512^(log² m)');
    assert.equal(replace('2^(log n log k)', ['n', 'm^3'], ['k', 'm^2']), '64^(log² m)');
    assert.equal(replace('2^(log n log k)', ['k', 'm'], ['n', 'a + b^2']), 'a^(log m)·b^(2 log m)');
    assert.equal(replace('2^(log n log k)', ['n', 'm'], ['k', 'a + b^2']), 'b^(2 log m) + a^(log m)');
    assert.equal(replace('n!', ['n', 'm k']), '(k·m)!');
    assert.equal(replace('C(n, k)', ['n', 'm + k']), 'C(k + m, k)');
    assert.equal(replace('C(n, k)', ['n', 'k']), '2ᵏ');
    assert.equal(replace('min(m, n)', ['m', 'n^2']), 'n');
    assert.equal(replace('n / m', ['m', 'k + h']), 'n·min(1 / h, 1 / k)');
    assert.equal(replace('m n', ['n', '1']), 'm');
    assert.equal(replace('m n', ['n', '0']), '0');
    assert.equal(replace('2^n + k', ['n', '0']), 'k');
  });

  it('leaves a cost alone that has none of the symbols', () => {
    const c = parse('m n + k log k');
    assert.equal(substitute(c, new Map([['i', n]])), c);
  });

  it('passes on what is unknown', () => {
    const lost = unknown('?');
    assert.ok(isUnknown(substitute(n, new Map([['n', lost]]))));
    assert.ok(isUnknown(substitute(plus(n, lost), new Map([['n', m]]))));
    assert.ok(!isUnknown(substitute(m, new Map([['n', lost]]))));
  });

  it('commutes with plus and times, where each replacement and its log are one monomial', () => {
    const values = fc.constantFrom('a', 'm', 'n', 'm^2', '2^a', 'sqrt(a)', 'log a').map(parse);
    check(
      fc.property(growing, growing, values, values, (a, b, x, y) => {
        const replaced = replacing(x, y);
        assertSame(replaced(plus(a, b)), plus(replaced(a), replaced(b)));
        assertSame(replaced(times(a, b)), times(replaced(a), replaced(b)));
      }),
    );
  });

  it('commutes with plus and times up to the order of growth', () => {
    const values = fc
      .constantFrom('m', 'm + a', 'm a', 'min(a, m)', 'n log n', 'm + log n', '2^m')
      .map(parse);
    // Few factors: a product of more such replacements is coarsened.
    const factors = fc.constantFrom('n', 'n^2', 'sqrt n', 'log n', 'k', 'log k').map(parse);
    const products = fc.constantFrom('n', 'n log n', 'n k', 'log^2 n', 'n / log n').map(parse);
    const at = new Map(['a', 'k', 'm', 'n', 'self.elem'].map((name, i) => [name, 2 ** (300 + 7 * i)]));
    check(
      fc.property(products, factors, values, values, (a, b, x, y) => {
        const replaced = replacing(x, y);
        const difference = (p: Cost, q: Cost): number => Math.abs(log2Of(p, at) - log2Of(q, at));
        assert.ok(difference(replaced(plus(a, b)), plus(replaced(a), replaced(b))) < 20);
        assert.ok(difference(replaced(times(a, b)), times(replaced(a), replaced(b))) < 20);
      }),
    );
  });

  it('of symbols by themselves and back changes nothing', () => {
    check(
      fc.property(cost, (a) => {
        const there = new Map(NAMES.map((name) => [name, symbol(`${name}@1`)]));
        const back = new Map(NAMES.map((name) => [`${name}@1`, symbol(name)]));
        assertSame(substitute(substitute(a, there), back), a);
      }),
    );
  });
});

describe('substituteBounds', () => {
  const bounded = (text: string): string =>
    print(substituteBounds(parse(text), new Map([['i', parse('n')]])));

  it('is substitute where the cost grows with the symbol', () => {
    for (const [text, expected] of [
      ['i^2 m', 'm·n²'],
      ['m log i + k', 'm log n + k'],
      ['2^i', '2ⁿ'],
    ] as const)
      assert.equal(bounded(text), expected);
  });

  it('counts 1 for a symbol by which a cost falls', () => {
    assert.equal(bounded('m / i'), 'm');
    assert.equal(bounded('2^n i / 2^i'), 'n·2ⁿ');
    assert.equal(bounded('m^2 / i + k i'), 'k·n + m²');
  });
});

describe('symbolsOf', () => {
  it('finds the symbols in every place, sorted, each once', () => {
    assert.deepEqual(symbolsOf(parse('z n + log y + 2^(x w) + v! + C(u, t + s) + min(r, q) + n')), [
      ...['n', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'],
    ]);
    assert.deepEqual(symbolsOf(ONE), []);
  });
});

describe('classify', () => {
  const classes: readonly (readonly [string, string])[] = [
    ['constant', '0; 1; n / m; 1 / n'],
    ['logn', 'log n; log m + log n; log(m n)'],
    ['sqrt', 'sqrt n'],
    ['linear', 'n; V + E; min(m, n); sqrt(m) sqrt(n); n^2 / k; n log n / log k'],
    ['nlogn', 'n log n; n log k; E log V; n + k log k'],
    ['quadratic', 'm n; n^2 + k; k min(m, n)'],
    ['cubic', 'm n k; n^3'],
    ['polynomial', 'n^4; n^3.5; n^4 log n; m^2 n^2'],
    ['exponential', '2^n; n^k; 2^m + n^9; k!; n 2^n; C(n, k); 2^(n/2); n^n; 2^(m n); 2^(2^n); 4^n / n'],
    [
      'other',
      'n^2 log n; n sqrt n; log^2 n; n log log n; log log n; n^3 log n; n^(2/3); sqrt(log n); n^1.585',
    ],
  ];
  for (const [expected, texts] of classes) {
    for (const text of texts.split('; ')) {
      it(`${text} is ${expected}`, () => assert.equal(classify(parse(text)), expected));
    }
  }

  it('calls what is unknown other', () => assert.equal(classify(plus(n, unknown('?'))), 'other'));

  it('does not depend on names, nor on how many symbols there are', () => {
    check(
      fc.property(growing, (a) => {
        const renamed = substitute(a, new Map(NAMES.map((name, i) => [name, symbol(`z${9 - i}`)])));
        assert.equal(classify(renamed), classify(a));
        assert.equal(classify(collapse(a, 'n')), classify(a));
        assert.ok(symbolsOf(collapse(a, 'n')).length <= 1);
      }),
    );
  });
});

describe('linear expressions', () => {
  const expression = fc
    .tuple(
      fc.integer({ min: -9, max: 9 }),
      fc.dictionary(fc.constantFrom(...NAMES), fc.integer({ min: -3, max: 3 })),
    )
    .map(([constant, terms]) =>
      Object.entries(terms).reduce(
        (sum, [name, factor]) => affine.plus(sum, affine.scale(affine.symbol(name), factor)),
        affine.constant(constant),
      ),
    );

  it('add, subtract, scale', () => {
    check(
      fc.property(expression, expression, (a, b) => {
        assert.ok(affine.equals(affine.minus(affine.plus(a, b), b), a));
        assert.ok(affine.equals(affine.plus(a, b), affine.plus(b, a)));
        assert.ok(affine.equals(affine.scale(a, 2), affine.plus(a, a)));
        assert.ok(affine.isConstant(affine.minus(a, a)));
        assert.equal(affine.equals(a, b), affine.key(a) === affine.key(b));
      }),
    );
  });

  it('are substituted all at once', () => {
    const map = new Map<string, Affine>([
      ['m', affine.symbol('n')],
      ['n', affine.plus(affine.symbol('m'), affine.constant(1))],
    ]);
    const a = affine.plus(affine.scale(affine.symbol('m'), 2), affine.symbol('n'));
    const expected = affine.plus(
      affine.plus(affine.scale(affine.symbol('n'), 2), affine.symbol('m')),
      affine.constant(1),
    );
    assert.equal(affine.key(affine.substitute(a, map)), affine.key(expected));
    assert.deepEqual(affine.symbolsOf(a), ['m', 'n']);
    assert.equal(affine.substitute(a, new Map()), a);
  });

  it('as costs drop coefficients and what is subtracted', () => {
    const a = affine.plus(affine.scale(affine.symbol('n'), 2), affine.scale(affine.symbol('i'), -1));
    assert.equal(print(affineToCost(a)), 'n');
    assertSame(affineToCost(affine.constant(0)), ONE);
    assertSame(affineToCost(affine.scale(affine.symbol('i'), -1)), ONE);
  });
});

describe('splitTerms', () => {
  it('gives the terms and what is unknown, which add up to the cost', () => {
    const c = plus(parse('m n + k'), unknown('?'));
    assert.deepEqual(
      splitTerms(c)
        .map((term) => print(term))
        .sort(),
      ['?', 'k', 'm·n'],
    );
    assertSame(plus(...splitTerms(c)), c);
    assert.deepEqual(splitTerms(ZERO).map(key), []);
  });
});
