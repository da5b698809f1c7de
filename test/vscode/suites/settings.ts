/** Settings apply at once. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findings, hoverOn, lenses, openExample, openText } from '../helpers.ts';

const SUM = 'def total(nums):\n    return sum(nums)\n';

async function set(name: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('bigOLens').update(name, value, target);
}

describe('settings', () => {
  afterEach(async () => {
    for (const name of [
      'enable',
      'codeLens.enable',
      'hover.enable',
      'diagnostics.enable',
      'diagnostics.disabledRules',
    ]) {
      await set(name, undefined);
    }
    await closeAll();
  });

  it('lenses go and come by the command', async () => {
    const { document } = await openText(SUM);
    await eventually(
      'a lens',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    await vscode.commands.executeCommand('big-o-lens.toggleCodeLens');
    await eventually(
      'no lens',
      () => lenses(document),
      ({ length }) => length === 0,
    );
    await vscode.commands.executeCommand('big-o-lens.toggleCodeLens');
    await eventually(
      'a lens again',
      () => lenses(document),
      ({ length }) => length > 0,
    );
  });

  it('hovers can be switched off', async () => {
    const { document } = await openText(SUM);
    await eventually(
      'a hover',
      () => hoverOn(document, 'total'),
      (text) => text.includes('O(n)'),
    );
    await set('hover.enable', false);
    await eventually(
      'no hover',
      () => hoverOn(document, 'total'),
      (text) => !text.includes('O(n)'),
    );
  });

  it('rules can be switched off, one or all', async () => {
    const { document } = await openExample('pitfalls.py');
    const all = await eventually(
      'findings',
      () => findings(document),
      ({ length }) => length > 1,
    );
    const first = all[0]?.rule;
    await set('diagnostics.disabledRules', [first]);
    await eventually(
      'findings of the other rules',
      () => findings(document),
      (left) => left.length > 0 && left.every(({ rule }) => rule !== first),
    );
    await set('diagnostics.enable', false);
    await eventually(
      'no findings',
      () => findings(document),
      ({ length }) => length === 0,
    );
  });

  it('everything can be switched off', async () => {
    const { document } = await openText(SUM);
    await eventually(
      'a lens',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    await set('enable', false);
    await eventually(
      'no lens',
      () => lenses(document),
      ({ length }) => length === 0,
    );
    assert.equal(await hoverOn(document, 'total'), '');
  });
});
