import assert from 'node:assert/strict';
import type { BoundClass } from '../../../shared/protocol/analysis.ts';
import { nearestClass } from '../../bench/accuracy/nearest.ts';

const SEVEN: ReadonlySet<BoundClass> = new Set([
  'constant',
  'logn',
  'linear',
  'nlogn',
  'quadratic',
  'cubic',
  'exponential',
]);

const nearest = (own: BoundClass, text: string, unknown: string | null = null) =>
  nearestClass({ class: own, text, unknown }, SEVEN);

describe('the nearest class', () => {
  it('is the answer’s own where the labels know it', () => {
    assert.equal(nearest('quadratic', 'O(m·n)'), 'quadratic');
    assert.equal(nearest('exponential', 'O(2ⁿ)'), 'exponential');
  });

  it('is else the largest one that does not grow faster', () => {
    const cases: readonly (readonly [string, BoundClass])[] = [
      ['O(log² n)', 'logn'],
      ['O(√n)', 'logn'],
      ['O(n log² n)', 'nlogn'],
      ['O(n·√n)', 'nlogn'],
      ['O(m·n log n)', 'quadratic'],
      ['O(n⁴)', 'cubic'],
    ];
    for (const [text, expected] of cases) assert.equal(nearest('other', text), expected, text);
  });

  it('is none of what is not known', () => {
    assert.equal(nearest('other', 'O(?)', 'no bound was found'), null);
  });
});
