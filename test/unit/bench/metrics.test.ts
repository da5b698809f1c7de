import assert from 'node:assert/strict';
import {
  type Pair,
  accuracy,
  classScores,
  confusion,
  frequencies,
  groupBy,
  macroF1,
  reliability,
  withClassRates,
} from '../../bench/accuracy/metrics.ts';
import { mean, quantile } from '../../bench/statistics.ts';

const pair = (label: Pair['label'], answer: Pair['answer'], confidence = 0.95): Pair => ({
  label,
  answer,
  confidence,
});

/** Three linear (two right), one quadratic (right), one constant without an answer. */
const PAIRS = [
  pair('linear', 'linear'),
  pair('linear', 'linear', 0.9),
  pair('linear', 'quadratic', 0.5),
  pair('quadratic', 'quadratic', 1),
  pair('constant', null, 0),
];

describe('metrics', () => {
  it('count the share of right answers; none is wrong', () => {
    assert.equal(accuracy(PAIRS), 3 / 5);
    assert.ok(Number.isNaN(accuracy([])));
  });

  it('tell how sure an answer is by its class alone', () => {
    assert.deepEqual(
      withClassRates(PAIRS).map(({ confidence }) => confidence),
      [1, 1, 0.5, 0.5, 0],
    );
  });

  it('score each class that occurs as a label', () => {
    assert.deepEqual(classScores(PAIRS), [
      { name: 'constant', support: 1, precision: 0, recall: 0, f1: 0 },
      { name: 'linear', support: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
      { name: 'quadratic', support: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
    ]);
    assert.equal(macroF1(PAIRS), (0 + 0.8 + 2 / 3) / 3);
  });

  it('do not score a class that is only answered', () => {
    assert.deepEqual(
      classScores([pair('linear', 'other')]).map(({ name }) => name),
      ['linear'],
    );
  });

  it('show what was taken for what', () => {
    assert.deepEqual(confusion(PAIRS), {
      labels: ['constant', 'linear', 'quadratic'],
      answers: ['linear', 'quadratic', null],
      counts: [
        [0, 0, 1],
        [2, 1, 0],
        [0, 1, 0],
      ],
    });
  });

  it('compare confidence with how often it is right', () => {
    const [sure, fair, low] = reliability(PAIRS, [0.9, 0.5, 0]);
    assert.deepEqual([sure!.rows, sure!.share, sure!.accuracy], [3, 3 / 5, 1]);
    assert.ok(Math.abs(sure!.claimed - 0.95) < 1e-12);
    assert.deepEqual([fair!.from, fair!.to, fair!.rows, fair!.accuracy], [0.5, 0.9, 1, 0]);
    assert.equal(low!.rows, 1);
  });
});

describe('statistics', () => {
  it('are those of unsorted numbers', () => {
    assert.equal(quantile([5, 1, 3], 0.5), 3);
    assert.equal(quantile([5, 1, 3], 1), 5);
    assert.equal(quantile([5, 1, 3, 2], 0), 1);
    assert.equal(mean([1, 2, 6]), 3);
    assert.ok(Number.isNaN(quantile([], 0.5)));
    assert.deepEqual(frequencies(['b', 'a', 'c', 'c']), [
      ['c', 2],
      ['a', 1],
      ['b', 1],
    ]);
    assert.deepEqual(
      groupBy([1, 2, 3], (n) => (n % 2 === 0 ? 'even' : 'odd')),
      [
        ['odd', [1, 3]],
        ['even', [2]],
      ],
    );
  });
});
