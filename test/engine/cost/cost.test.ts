import assert from 'node:assert/strict';
import { exp, key, min, parse, plus, print, sumOver, symbol, times } from '../../../shared/engine/cost/cost.ts';

const n = symbol('n');
const m = symbol('m');

describe('costs', () => {
  it('add up to what dominates', () => {
    assert.equal(print(plus(n, times(n, n), m)), 'n² + m');
  });

  it('multiply', () => {
    assert.equal(key(times(m, n)), key(parse('n m')));
  });

  it('fold powers of one base', () => {
    const exponent = { constant: 1, terms: new Map([['n', 1]]) };
    assert.equal(print(times(exp(2, exponent), exp(3, exponent))), '6ⁿ');
  });

  it('have minima', () => {
    assert.equal(print(min(times(n, n), n)), 'n');
    assert.equal(print(min(m, n)), 'min(m, n)');
  });

  it('are summed over a loop variable', () => {
    assert.equal(print(sumOver(symbol('i'), 'i', n)), 'n²');
  });
});
