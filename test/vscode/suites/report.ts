/** The report; its contents are read in the page (test/vscode/page). */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, lenses, openExample } from '../helpers.ts';

function reportTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('bigOLens.report'),
    );
}

describe('Analyze Solution', () => {
  afterEach(closeAll);

  it('opens the report beside the editor and leaves the focus there', async () => {
    const editor = await openExample('1.two-sum.py');
    await vscode.commands.executeCommand('big-o-lens.analyzeSolution');
    const tab = await eventually(
      'the report',
      reportTab,
      (found) => found?.label.includes('twoSum') === true,
    );
    assert.notEqual(tab?.group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  it('keeps one report, which follows the editor', async () => {
    await openExample('1.two-sum.py');
    await vscode.commands.executeCommand('big-o-lens.analyzeSolution');
    await eventually('the report', reportTab, (found) => found?.label.includes('twoSum') === true);
    await openExample('912.sort-an-array.py');
    await eventually('the other report', reportTab, (found) => found?.label.includes('sortArray') === true);
    await vscode.commands.executeCommand('big-o-lens.analyzeSolution');
    assert.equal(vscode.window.tabGroups.all.length, 2);
  });

  it('copies itself as Markdown', async () => {
    const { document } = await openExample('1.two-sum.py');
    await eventually(
      'lenses',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    await vscode.commands.executeCommand('big-o-lens.copyReport');
    const text = await eventually(
      'the copy',
      () => vscode.env.clipboard.readText(),
      (copy) => copy.startsWith('## '),
    );
    assert.match(text, /^## twoSum$/m);
    assert.match(text, /Time: \*\*O\(n²\)\*\*/);
    assert.match(text, /for i in range/);
  });
});
