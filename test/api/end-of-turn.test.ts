import assert from 'node:assert/strict';
import { endOfTurn } from '../../api/http/end-of-turn.ts';

describe('the end of a turn', () => {
  it('comes when all else of the turn has run, for all that wait in their order', async () => {
    const order: string[] = [];
    const wait = async (name: string) => {
      await endOfTurn();
      order.push(name);
    };
    const both = [wait('first'), wait('second')];
    await Promise.resolve();
    process.nextTick(() => order.push('of this turn'));
    await Promise.all(both);
    assert.deepEqual(order, ['of this turn', 'first', 'second']);
  });

  it('comes again in the next turn', async () => {
    await endOfTurn();
    let isOver = false;
    setImmediate(() => (isOver = true));
    await endOfTurn();
    assert.ok(isOver);
  });
});
