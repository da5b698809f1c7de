/** The first suite: nothing has opened a Python file before it. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../helpers.ts';

const ACTIVATION_LIMIT_MS = 100;

/** Until the other extensions have started: they share the process. */
const QUIET_MS = 1_500;

describe('activation', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);

  it('waits for a Python file', () => {
    assert.ok(extension, 'the extension is not installed');
    assert.equal(extension.isActive, false);
  });

  it(`takes at most ${ACTIVATION_LIMIT_MS} ms, with loading`, async () => {
    await sleep(QUIET_MS);
    const before = performance.now();
    await extension?.activate();
    const took = performance.now() - before;
    console.log(`      activated in ${took.toFixed(0)} ms`);
    assert.ok(took <= ACTIVATION_LIMIT_MS, `it took ${took.toFixed(0)} ms`);
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
