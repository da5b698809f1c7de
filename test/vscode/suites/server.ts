/** The language server comes back: by the command, and by itself after a crash. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, eventually, lenses, openText } from '../helpers.ts';

const SUM = 'def total(nums):\n    return sum(nums)\n';

/** More crashes in a row than the client repairs, with the pauses between its attempts. */
const TOO_MANY = 4;

/** The server runs as a child of this process; Node keeps a list of them that is good enough for a test. */
function serverProcess(): ChildProcess | undefined {
  const { _getActiveHandles: handles } = process as unknown as {
    _getActiveHandles: () => Partial<ChildProcess>[];
  };
  return handles
    .call(process)
    .find(
      ({ spawnargs, exitCode }) =>
        exitCode === null && spawnargs?.some((arg) => /[\\/]dist[\\/]server\.js$/.test(arg)),
    ) as ChildProcess | undefined;
}

async function crash(): Promise<void> {
  const running = await eventually('a server', serverProcess);
  running?.kill('SIGKILL');
  await eventually('its end', () => serverProcess()?.pid !== running?.pid);
}

describe('the server', () => {
  afterEach(closeAll);

  it('starts again by the command', async () => {
    const { document } = await openText(SUM);
    await eventually(
      'a lens',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    const before = serverProcess()?.pid;
    await vscode.commands.executeCommand('big-o-lens.restartServer');
    assert.notEqual((await eventually('a server', serverProcess))?.pid, before);
    await eventually(
      'a lens of the new one',
      () => lenses(document),
      ({ length }) => length > 0,
    );
  });

  it('starts again by itself after a crash', async () => {
    const { document } = await openText(SUM);
    await eventually(
      'a lens',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    await crash();
    await eventually(
      'a lens of the new one',
      () => lenses(document),
      ({ length }) => length > 0,
    );
  });

  it('stays down after repeated crashes until it is restarted', async () => {
    await vscode.commands.executeCommand('big-o-lens.restartServer');
    const { document } = await openText(SUM);
    for (let count = 0; count < TOO_MANY; count += 1) await crash();
    await sleep(500);
    assert.equal(serverProcess(), undefined);
    assert.deepEqual(await lenses(document), []);
    await vscode.commands.executeCommand('big-o-lens.restartServer');
    await eventually(
      'a lens of the new one',
      () => lenses(document),
      ({ length }) => length > 0,
    );
  });
});
