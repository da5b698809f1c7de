/** Work in the background, by a clock that the test turns. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { every } from '../../api/every.ts';
import type { Logger } from '../../api/ports.ts';
import { StoreUnavailable } from '../../api/store/store.ts';

const PERIOD = 1000;

describe('work that is done again and again', () => {
  let errors: object[];
  let logger: Logger;
  let stop: () => Promise<void>;
  const quiet = (): void => undefined;
  const begin = (...[work, options]: [() => Promise<void>, { atOnce: boolean }?]) => {
    stop = every(PERIOD, logger, work, options);
  };
  const turn = async (milliseconds = PERIOD) => {
    mock.timers.tick(milliseconds);
    await settled();
  };

  beforeEach(() => {
    errors = [];
    logger = {
      level: 'info',
      error: (fields) => errors.push(fields),
      warn: quiet,
      info: quiet,
      debug: quiet,
    };
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(async () => {
    await stop();
    mock.timers.reset();
  });

  it('begins after a period, or at once', async () => {
    let done = 0;
    const work = async () => Promise.resolve(void (done += 1));
    begin(work);
    await turn(PERIOD - 1);
    assert.equal(done, 0);
    await turn(1);
    await turn();
    assert.equal(done, 2);
    await stop();
    begin(work, { atOnce: true });
    assert.equal(done, 3);
  });

  it('is never done twice at a time', async () => {
    let begun = 0;
    let end = quiet;
    begin(async () => {
      begun += 1;
      await new Promise<void>((resolve) => (end = resolve));
    });
    for (let i = 0; i < 3; i += 1) await turn();
    assert.equal(begun, 1);
    end();
    await turn();
    await turn();
    assert.equal(begun, 2);
    end();
  });

  it('goes on after a failure, which is logged unless the store’s guard has done so', async () => {
    const fault = new Error('out of luck');
    const failures = [fault, new StoreUnavailable('down')];
    let done = 0;
    begin(async () => {
      done += 1;
      const failure = failures.shift();
      if (failure !== undefined) await Promise.reject(failure);
    });
    for (let i = 0; i < 3; i += 1) await turn();
    assert.equal(done, 3);
    assert.deepEqual(errors, [{ err: fault }]);
  });

  it('ends: what is under way is waited for, and nothing begins after', async () => {
    let begun = 0;
    let end = quiet;
    begin(async () => {
      begun += 1;
      await new Promise<void>((resolve) => (end = resolve));
    });
    await turn();
    let ended = false;
    const stopped = stop().then(() => (ended = true));
    await turn();
    assert.equal(ended, false);
    end();
    await stopped;
    await turn();
    assert.equal(begun, 1);
  });
});
