import assert from 'node:assert/strict';
import { work, yardstickMs } from '../../bench/yardstick.ts';

describe('the yardstick of the benchmarks', () => {
  it('is the same work each time', () => {
    assert.equal(work(), work());
    assert.ok(work() > 0);
  });

  it('takes some time, and less than a second', () => {
    const ms = yardstickMs();
    assert.ok(ms > 0 && ms < 1000, `${ms} ms`);
  });
});
