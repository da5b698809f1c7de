import assert from 'node:assert/strict';
import { createSingleFlight } from '../../../api/cache/single-flight.ts';
import { NEVER } from '../jobs.ts';

describe('single flight', () => {
  /** Work that ends when the test says so. */
  function work() {
    const starts: { end: (answer: string) => void; fail: (error: Error) => void; abandoned: AbortSignal }[] =
      [];
    const once = createSingleFlight<string>();
    const ask = async (key: string, signal = NEVER) =>
      once(
        key,
        signal,
        async (abandoned) =>
          new Promise((resolve, reject) => starts.push({ end: resolve, fail: reject, abandoned })),
      );
    return { starts, ask };
  }

  it('does the work once for all that ask at a time, and again for those who ask later', async () => {
    const { starts, ask } = work();
    const answers = Promise.all([ask('a'), ask('a'), ask('b'), ask('a')]);
    assert.equal(starts.length, 2);
    starts[0]!.end('one');
    starts[1]!.end('two');
    assert.deepEqual(await answers, ['one', 'one', 'two', 'one']);
    const later = ask('a');
    assert.equal(starts.length, 3);
    starts[2]!.end('three');
    assert.equal(await later, 'three');
  });

  it('fails for all, and forgets the failure', async () => {
    const { starts, ask } = work();
    const failing = [ask('a'), ask('a')].map(async (answer) => answer.catch((error: unknown) => error));
    starts[0]!.fail(new Error('no'));
    assert.deepEqual(
      (await Promise.all(failing)).map((error) => (error as Error).message),
      ['no', 'no'],
    );
    void ask('a');
    assert.equal(starts.length, 2);
  });

  it('lets one go without ending the work for the others', async () => {
    const { starts, ask } = work();
    const leave = new AbortController();
    const stays = ask('a');
    const leaves = ask('a', leave.signal);
    leave.abort(new Error('gone'));
    await assert.rejects(leaves, /gone/);
    assert.equal(starts[0]!.abandoned.aborted, false);
    starts[0]!.end('one');
    assert.equal(await stays, 'one');
  });

  it('abandons work that nobody waits for, and starts anew for whoever comes then', async () => {
    const { starts, ask } = work();
    const leave = new AbortController();
    const leaves = ask('a', leave.signal);
    leave.abort(new Error('gone'));
    await assert.rejects(leaves, /gone/);
    assert.equal(starts[0]!.abandoned.aborted, true);
    const next = ask('a');
    starts[0]!.end('late');
    starts[1]!.end('fresh');
    assert.equal(await next, 'fresh');
  });
});
