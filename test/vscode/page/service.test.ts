/** A person signs in to a service on this machine, analyses, loses it, carries on, and signs out. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { AnalysisListItem, AnalysisRecord, Page } from '../../../shared/protocol/service.ts';
import { type ServiceProcess, startService } from '../../support/service-process.ts';
import { type Driver, drive, eventually } from './driver.ts';

describe('the service in the editor', () => {
  let vscode: Driver;
  let service: ServiceProcess;
  let folder: string;
  let key: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-service-'));
    service = await startService({ folder });
    key = service.firstKey!;
    vscode = await drive();
  });
  afterEach(async function () {
    await vscode.pictureOfFailure(this.currentTest);
  });
  after(async () => {
    await vscode.close();
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const input = (): Locator => vscode.page.locator('.quick-input-widget input');
  const host = () => new URL(service.url).host;

  async function kept(): Promise<readonly AnalysisListItem[]> {
    const answer = await fetch(`${service.url}/v1/analyses`, { headers: { authorization: `Bearer ${key}` } });
    return ((await answer.json()) as Page<AnalysisListItem>).items;
  }

  /** What the language status says, with all of its items. */
  async function status(): Promise<string> {
    const hover = vscode.page.locator('.hover-language-status');
    await vscode.page
      .locator('.statusbar-item[id*="languageStatus" i], #status\\.languageStatus')
      .first()
      .click();
    await hover.first().waitFor();
    const text = (await hover.allInnerTexts()).join('\n');
    return text;
  }

  async function analyse(): Promise<Frame> {
    await vscode.command('Big-O Lens: Analyze Solution');
    return vscode.report('twoSum');
  }

  const says = async (report: Frame, part: string, text: RegExp): Promise<boolean> => {
    const found = await report.locator(part).innerText();
    return text.test(found.replaceAll(/\s+/g, ' '));
  };

  const shows = async (report: Frame, part: string, text: RegExp) =>
    eventually(`${String(text)} in the ${part}`, async () => says(report, part, text));

  /**
   * The first answer of a service that has just started may come later than somebody waits for it: our own analysis
   * stands, and the service's is there when they ask again.
   */
  async function analysedByService(): Promise<Frame> {
    return eventually(`an analysis by ${host()}`, async () => {
      const report = await analyse();
      // The history is told last.
      await shows(report, '.part.history', /python/);
      return (await says(report, 'footer', new RegExp(`analysed by ${host()}`))) && report;
    });
  }

  it('is not part of a report before', async () => {
    await vscode.openFile('1.two-sum.py');
    const report = await analyse();
    await shows(report, 'footer', /analysed on this machine/);
    assert.equal(await report.locator('.part.history').innerText(), '');
  });

  it('is signed in to by its address and a key, after a word on what is sent', async () => {
    await vscode.command('Big-O Lens: Sign In');
    await input().first().fill('http://lens.example.org');
    await vscode.page.locator('.quick-input-message', { hasText: 'has to begin with https://' }).waitFor();
    await input().first().fill(service.url);
    await vscode.page.keyboard.press('Enter');
    await vscode.page.locator('.quick-input-title', { hasText: '2/2' }).waitFor();
    assert.equal(await input().first().getAttribute('type'), 'password');
    await input().first().fill(key);
    await vscode.page.keyboard.press('Enter');
    const dialog = vscode.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = await dialog.innerText();
    assert.ok(text.includes(`What may ${host()} get?`), text);
    assert.match(text, /the file’s name \(without folders\)/);
    await vscode.screenshot('consent');
    await dialog.locator('.monaco-button', { hasText: 'The Whole File' }).click();
    await vscode.page.locator('.statusbar-item', { hasText: `Signed in to ${host()} as admin` }).waitFor();
    assert.deepEqual(await kept(), []);
  });

  it('analyses with it, and shows the history of the problem', async () => {
    const report = await analysedByService();
    // Screen readers hear it so.
    await shows(report, '.part.history', /python .*O of n squared/);
    const [entry] = await kept();
    assert.deepEqual([entry!.problem?.id, entry!.time.class, entry!.kept], ['1', 'quadratic', 'summary']);
    const read = await fetch(`${service.url}/v1/analyses/${entry!.id}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    assert.equal(((await read.json()) as AnalysisRecord).code, null);
    assert.match(await status(), new RegExp(`${host()}[^]*admin, gets the file when you save or analyse`));
    await vscode.screenshot('service');
    await vscode.page.keyboard.press('Escape');
  });

  it('carries on by itself when the service has gone, and says so in the status', async () => {
    await service.stop('SIGKILL');
    await vscode.page.locator('.view-line').first().click();
    await vscode.page.keyboard.press('Control+Home');
    await vscode.page.keyboard.type('# another line\n');
    const report = await analyse();
    await shows(report, 'footer', /analysed on this machine/);
    await shows(report, '.part.history', /can’t be reached|has not answered in time/);
    assert.match(
      await status(),
      /(can’t be reached|has not answered in time)[^]*This machine’s own analysis stands/,
    );
    await vscode.screenshot('service-gone');
    await vscode.page.keyboard.press('Escape');
    const lenses = await vscode.lenses();
    assert.match(lenses.join('\n'), /O\(n²\) time/);
    assert.equal(await vscode.page.locator('.notifications-toasts .notification-toast').count(), 0);
  });

  it('is asked again when it is back, by what is saved', async () => {
    service = await startService({ folder, port: service.port });
    await vscode.page.keyboard.press('Control+s');
    await eventually('a second entry', async () => (await kept()).length === 2);
    const report = await vscode.report('twoSum');
    await shows(report, '.part.history', /(python .*){2}/);
  });

  it('ends with the sign-out: nothing more is sent', async () => {
    await vscode.command('Big-O Lens: Sign Out');
    await vscode.page.locator('.statusbar-item', { hasText: `Signed out of ${host()}` }).waitFor();
    const report = await analyse();
    await shows(report, 'footer', /analysed on this machine/);
    assert.equal(await report.locator('.part.history').innerText(), '');
    assert.ok(!(await status()).includes(host()));
    await vscode.page.keyboard.press('Escape');
    assert.equal((await kept()).length, 2);
  });
});
