import assert from 'node:assert/strict';
import { classLensTitle, complexityComment, lensTitle } from '../../../shared/engine/present/lens.ts';
import { TWO_SUM, bound, func, step, unknown } from './sample.ts';

describe('lens titles', () => {
  it('have both bounds', () => {
    assert.equal(lensTitle(TWO_SUM), 'O(n²) time · O(1) space');
  });

  it('mark the bound that is in doubt', () => {
    const doubtful = bound('O(n log n)', { confidence: 0.69 });
    assert.equal(lensTitle(func('f', { time: doubtful })), '≈ O(n log n) time · O(1) space');
    assert.equal(lensTitle(func('f', { space: doubtful })), 'O(n) time · ≈ O(n log n) space');
    assert.equal(
      lensTitle(func('f', { time: bound('O(n)', { confidence: 0.7 }) })),
      'O(n) time · O(1) space',
    );
  });

  it('say why a bound is not known, once', () => {
    const time = unknown('recursion without a known bound');
    assert.equal(lensTitle(func('f', { time })), 'time ? (recursion without a known bound) · O(1) space');
    assert.equal(
      lensTitle(func('f', { time, space: time })),
      'time ? · space ? (recursion without a known bound)',
    );
  });

  it('stay short', () => {
    const title = lensTitle(func('f', { time: unknown('a reason '.repeat(30)) }));
    assert.ok(title.length < 100, title);
    assert.match(title, /a reason a\.\.\.\) · O\(1\) space$|a reason\.\.\.\) · O\(1\) space$/);
  });

  const operation = (name: string, text: string, rest = {}) =>
    func(`LRUCache.${name}`, { role: 'operation', time: bound(text, { class: 'constant', ...rest }) });

  it('of a class have the time of each operation', () => {
    const amortised = { assumptions: ['appending is O(1) amortised'] };
    assert.equal(
      classLensTitle([operation('get', 'O(1)'), operation('put', 'O(1)', amortised)]),
      'get O(1) · put O(1) amortised',
    );
    assert.equal(
      classLensTitle([
        operation('pop', 'O(1)', { derivation: [step(1, 'while a:', { rule: 'amortised' })] }),
      ]),
      'pop O(1) amortised',
    );
    assert.equal(classLensTitle([operation('all', 'O(n)', { ...amortised, class: 'linear' })]), 'all O(n)');
    assert.equal(classLensTitle([]), '');
  });

  it('of a class with many operations say how many more there are', () => {
    const many = Array.from({ length: 9 }, (_, i) => operation(`op${i}`, 'O(1)'));
    assert.match(classLensTitle(many), /^op0 O\(1\) · .* · op5 O\(1\) · 3 more$/);
  });
});

describe('complexity comments', () => {
  it('have both bounds', () => {
    assert.equal(complexityComment(TWO_SUM), 'Time: O(n²), Space: O(1)');
    assert.equal(
      complexityComment(func('f', { time: unknown('x'), space: bound('O(n)', { confidence: 0.2 }) })),
      'Time: ?, Space: ≈ O(n)',
    );
  });
});
