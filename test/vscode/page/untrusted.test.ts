/** A folder whose authors the person does not trust: it is analysed on this machine, and nothing of it leaves. */
import assert from 'node:assert/strict';
import { type Driver, drive, eventually } from './driver.ts';

describe('a folder that is not trusted', () => {
  let vscode: Driver;

  before(async () => {
    vscode = await drive({ asksForTrust: true });
    await vscode.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  });
  afterEach(async function () {
    await vscode.pictureOfFailure(this.currentTest);
  });
  after(async () => vscode.close());

  it('is analysed all the same', async () => {
    await vscode.openFile('1.two-sum.py');
    await eventually('a bound', async () => (await vscode.lenses()).join('\n').includes('O(n²) time'));
  });

  it('can’t be sent anywhere: the palette has no sign-in', async () => {
    const listed = vscode.page.locator('.quick-input-list .monaco-list-row');
    await vscode.page.keyboard.press('F1');
    await vscode.page.locator('.quick-input-widget input[type=text]').fill('>Big-O Lens: ');
    await listed.filter({ hasText: 'Analyze Solution' }).waitFor();
    await vscode.screenshot('untrusted');
    assert.equal(await listed.filter({ hasText: 'Sign In' }).count(), 0);
    await vscode.page.keyboard.press('Escape');
  });

  it('can be once somebody trusts it', async () => {
    await vscode.command('Workspaces: Manage Workspace Trust');
    await vscode.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await vscode.page
      .locator('.statusbar-item', { hasText: 'Restricted Mode' })
      .waitFor({ state: 'detached' });
    await vscode.command('Big-O Lens: Sign In');
    await vscode.page.locator('.quick-input-title', { hasText: 'Sign In (1/2)' }).waitFor();
  });
});
