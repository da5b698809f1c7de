/** The first suite: nothing has opened a Python file before it. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../helpers.ts';

const ACTIVATION_LIMIT_MS = 100;

/** What `work` takes on an ordinary machine, in ms of the processor. */
const ORDINARY_PACE_MS = 30;
const WORK = 20_000_000;

/** Processor's time, in ms, of a fixed piece of work: shared machines are at times several times slower than at others. */
function pace(): number {
  const before = process.cpuUsage();
  let x = 1;
  for (let i = 0; i < WORK; i++) x = (Math.imul(x, 31) + i) | 0;
  const { user, system } = process.cpuUsage(before);
  return x === 0 ? 0 : (user + system) / 1000;
}

/** Until the other extensions have started: they share the process. */
const QUIET_MS = 1_500;

describe('activation', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);

  it('waits for a Python file', () => {
    assert.ok(extension, 'the extension is not installed');
    assert.equal(extension.isActive, false);
  });

  it(`takes at most ${ACTIVATION_LIMIT_MS} ms, with loading`, async function () {
    await sleep(QUIET_MS);
    const paceBefore = pace();
    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    await extension?.activate();
    const took = performance.now() - before;
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpu = (user + system) / 1000;
    const slower = Math.max(1, Math.max(paceBefore, pace()) / ORDINARY_PACE_MS);
    const machine = slower > 1 ? `, on a machine ${slower.toFixed(1)} times slower than ordinary` : '';
    const figures = `${took.toFixed(0)} ms, ${cpu.toFixed(0)} ms of the processor${machine}`;
    this.test!.title += ` (${figures})`;
    // On a busy machine the processor's time says more than the clock.
    assert.ok(Math.min(took, cpu) <= ACTIVATION_LIMIT_MS * slower, figures);
  });

  it('registers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of [
      'analyzeSolution',
      'showReport',
      'copyReport',
      'insertComment',
      'toggleCodeLens',
      'restartServer',
      'showOutput',
    ]) {
      assert.ok(commands.includes(`big-o-lens.${name}`), name);
    }
  });
});
