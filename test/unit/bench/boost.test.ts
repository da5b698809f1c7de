import assert from 'node:assert/strict';
import { chance } from '../../../shared/engine/result/calibration/forest.ts';
import { boost, BOOST, type Example } from '../../bench/confidence/boost.ts';

/** Right exactly where one of two holds, but not both, which no single question tells. */
function examples(count: number): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const [a, b, noise] = [i & 1, (i >> 1) & 1, (i * 7919) % 13];
    return {
      evidence: new Map([
        ['a', a],
        ['b', b],
        ['noise', noise],
      ]),
      right: a !== b,
    };
  });
}

describe('boosted trees', () => {
  it('learn what two questions tell together, and say so with confidence', () => {
    const all = examples(400);
    const forest = boost(all);
    for (const { evidence, right } of all) {
      const sure = chance(forest, evidence);
      assert.ok(right ? sure > 0.9 : sure < 0.1, `${[...evidence].join(' ')}: ${sure}`);
    }
  });

  it('are the same each time', () => {
    assert.deepEqual(boost(examples(200)), boost(examples(200)));
  });

  it('leave out what few examples have', () => {
    const rare = examples(200).map(({ evidence, right }, i) => ({
      evidence: i < 3 ? new Map([...evidence, ['rare', 1]]) : evidence,
      right,
    }));
    assert.ok(!boost(rare, { ...BOOST, seldom: 5 }).names.includes('rare'));
  });

  it('say the share of right answers where nothing tells them apart', () => {
    const same = Array.from({ length: 100 }, (_, i) => ({
      evidence: new Map([['a', 1]]),
      right: i % 4 !== 0,
    }));
    assert.ok(Math.abs(chance(boost(same), new Map([['a', 1]])) - 0.75) < 0.01);
  });
});
