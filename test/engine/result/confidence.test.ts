import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { chance, type Forest } from '../../../shared/engine/result/calibration/forest.ts';
import forests from '../../../shared/engine/result/calibration/forests.json' with { type: 'json' };
import { analyzePython } from '../../support/engine.ts';

const MOST_BYTES = 300_000;

describe('confidence', () => {
  it('adds up what the trees say', () => {
    const forest: Forest = {
      bias: 0,
      names: ['while', 'call'],
      thresholds: [1, 2],
      trees: [
        { questions: [0, 1, 1], leaves: [1, 2, 3, 4] },
        { questions: [1], leaves: [-1, -2] },
      ],
    };
    const logistic = (score: number): number => 1 / (1 + Math.exp(-score));
    assert.equal(chance(forest, new Map()), logistic(1 - 1));
    assert.equal(chance(forest, new Map([['call', 2]])), logistic(2 - 2));
    assert.equal(chance(forest, new Map([['while', 1]])), logistic(3 - 1));
    const both = new Map([
      ['while', 5],
      ['call', 3],
    ]);
    assert.equal(chance(forest, both), logistic(4 - 2));
  });

  it('has trees whose every question and leaf is there', () => {
    const file = new URL('../../../shared/engine/result/calibration/forests.json', import.meta.url);
    assert.ok(statSync(file).size < MOST_BYTES);
    for (const { names, thresholds, trees } of Object.values(forests)) {
      assert.ok(trees.length > 0);
      assert.equal(names.length, thresholds.length);
      for (const { questions, leaves } of trees) {
        assert.equal(leaves.length, questions.length + 1);
        assert.ok(questions.every((question) => question < names.length));
      }
    }
  });

  it('is high where counting tells all, and low where a loop has no bound that was found', () => {
    const sure = analyzePython(
      'def total(nums):\n    s = 0\n    for x in nums:\n        s += x\n    return s\n',
    );
    const doubtful = analyzePython(
      'def collatz(n):\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n    return n\n',
    );
    assert.ok(sure.time.confidence >= 0.9, String(sure.time.confidence));
    assert.ok(doubtful.time.confidence < 0.7, String(doubtful.time.confidence));
  });

  it('does not look at names and comments', () => {
    const text =
      'def walk(items):\n    out = []\n    for item in items:\n        if item not in out:\n            out.append(item)\n    return out\n';
    const renamed = `# O(1)\n${text.replaceAll('items', 'zs').replaceAll('item', 'q').replaceAll('out', 'r').replaceAll('walk', 'f')}`;
    const [a, b] = [analyzePython(text), analyzePython(renamed)];
    assert.deepEqual([a.time.confidence, a.space.confidence], [b.time.confidence, b.space.confidence]);
  });
});
