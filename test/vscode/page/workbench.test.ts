/** What a person sees in the editor itself. */
import assert from 'node:assert/strict';
import { type Driver, drive, eventually } from './driver.ts';

describe('the editor', () => {
  let vscode: Driver;

  before(async () => {
    vscode = await drive();
  });
  afterEach(async function () {
    await vscode.pictureOfFailure(this.currentTest);
  });
  after(() => vscode.close());

  it('shows the bounds above the function', async () => {
    await vscode.openFile('1.two-sum.py');
    // A lens stands there without a text until it is resolved.
    const lenses = await eventually('a lens with its text', async () => {
      const all = await vscode.lenses();
      return all.some((text) => text !== '') && all;
    });
    assert.match(lenses.join('\n'), /O\(n²\) time · O\(1\) space/);
  });

  it('opens the report by a click on the bounds', async () => {
    await vscode.page.locator('.codelens-decoration a', { hasText: 'O(n²)' }).first().click();
    await vscode.report('twoSum');
    await vscode.command('View: Close All Editors in Group');
    await vscode.openFile('1.two-sum.py');
  });

  it('explains the function when the pointer rests on its name', async () => {
    await vscode.page
      .locator('.view-line span', { hasText: /^twoSum$/ })
      .first()
      .hover();
    const hover = vscode.page.locator('.monaco-hover:visible', { hasText: 'O(n²)' }).first();
    await hover.waitFor();
    const text = await hover.innerText();
    assert.match(text, /len\(nums\)/);
    await vscode.screenshot('hover');
    await vscode.page.mouse.move(5, 5);
  });

  it('shows the bounds of the solution in the language status', async () => {
    await vscode.goToLine(17);
    await vscode.page
      .locator('.statusbar-item[id*="languageStatus" i], #status\\.languageStatus')
      .first()
      .click();
    const status = vscode.page.locator('.hover-language-status', { hasText: 'time' }).first();
    await status.waitFor();
    assert.match(await status.innerText(), /O\(n²\) time · O\(1\) space/);
    await vscode.screenshot('status');
    await vscode.page.keyboard.press('Escape');
  });

  it('underlines a pitfall and fixes it', async () => {
    await vscode.openFile('pitfalls.py');
    await vscode.page.locator('.squiggly-warning').first().waitFor();
    const line = vscode.page.locator('.view-line', { hasText: 'queue.pop(0)' });
    await line.locator('span', { hasText: 'pop' }).first().click();
    await vscode.page.keyboard.press('Control+.');
    const menu = vscode.page.locator('.action-widget').first();
    await menu.waitFor();
    await vscode.screenshot('quick-fix');
    await menu.locator('.monaco-list-row.action', { hasText: /deque/i }).first().click();
    await vscode.page.locator('.view-line', { hasText: 'popleft()' }).waitFor();
  });
});
