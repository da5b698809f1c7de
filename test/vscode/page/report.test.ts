/** The report as a person reads and uses it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { type Driver, drive, eventually, plainSpaces } from './driver.ts';

describe('the report', () => {
  let vscode: Driver;
  let report: Frame;
  const violations: string[] = [];

  before(async () => {
    vscode = await drive();
    vscode.page.on('console', (message) => {
      const text = message.text();
      if (text.includes('Content Security Policy') && text.includes('report')) violations.push(text);
    });
  });
  afterEach(async function () {
    await vscode.pictureOfFailure(this.currentTest);
  });
  after(() => vscode.close());

  async function analyze(file: string, heading: string): Promise<void> {
    await vscode.openFile(file);
    await vscode.command('Big-O Lens: Analyze Solution');
    report = await vscode.report(heading);
  }

  it('opens by the palette with the answer in large', async () => {
    await analyze('1.two-sum.py', 'twoSum');
    assert.match(await report.locator('[aria-label=Time]').innerText(), /O\(n\s*2\s*\)/);
    assert.match(await report.locator('[aria-label=Space]').innerText(), /O\(1\)/);
    assert.match(await report.locator('.legend').innerText(), /len\(nums\)/);
    assert.match(await report.locator('.confidence').first().innerText(), /confidence/);
    assert.notEqual(await report.locator('.verdict').innerText(), '');
  });

  it('is written for screen readers too', async () => {
    assert.equal(await report.locator('h1').count(), 1);
    assert.match((await report.locator('[aria-label=Time] .large').textContent()) ?? '', /O of n squared/);
    const rows = report.locator('[role=tree] [role=treeitem]');
    for (const row of await rows.all()) {
      for (const name of ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-labelledby']) {
        assert.ok(await row.getAttribute(name), name);
      }
    }
    assert.equal(
      await report.locator('[role=tree] [tabindex="0"]').count(),
      await report.locator('[role=tree]').count(),
    );
    assert.equal(await report.locator('button:not([type=button])').count(), 0);
  });

  it('has no inline script or style, and its policy is never violated', async () => {
    const policy = await report.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; style-src [^;]*; script-src 'nonce-[^']+'$/);
    assert.equal(await report.locator('body [style*=":"]:not([role=treeitem])').count(), 0);
    assert.deepEqual(violations, []);
  });

  it('jumps from a row of the derivation to its line', async () => {
    await report.locator('[role=treeitem] .row', { hasText: 'for j in range' }).first().click();
    const line = await report
      .locator('[role=treeitem] .row', { hasText: 'for j in range' })
      .first()
      .locator('.line')
      .innerText();
    const cursor = vscode.page.locator('.statusbar-item', { hasText: /^Ln / });
    await eventually('the cursor on its line', async () =>
      (await cursor.innerText()).startsWith(`Ln ${line.replace(/\D/g, '')},`),
    );
  });

  it('folds by the keyboard', async () => {
    const first = report.locator('[role=tree]').first().locator('[role=treeitem]').first();
    await first.focus();
    await first.press('ArrowLeft');
    assert.equal(await first.getAttribute('aria-expanded'), 'false');
    await first.press('ArrowRight');
    assert.equal(await first.getAttribute('aria-expanded'), 'true');
    await first.press('ArrowRight');
    const focused = report.locator('[role=treeitem]:focus');
    assert.equal(await focused.getAttribute('aria-level'), '2');
    await focused.press('ArrowLeft');
    await focused.press('ArrowLeft');
    assert.equal(await first.getAttribute('aria-level'), '1');
  });

  it('follows the text and keeps its folds', async () => {
    const first = report.locator('[role=tree]').first().locator('[role=treeitem]').first();
    await first.focus();
    await first.press('ArrowLeft');
    await vscode.page.locator('.view-line', { hasText: 'range(i + 1, len(nums))' }).click();
    await vscode.page.keyboard.press('Home');
    await vscode.page.keyboard.press('Shift+End');
    await vscode.page.keyboard.type('for j in (1, 2):');
    await report.locator('[aria-label=Time] .large', { hasText: 'O(n)' }).waitFor();
    // What was typed halfway had answers of its own.
    await eventually('a folded row', async () => (await first.getAttribute('aria-expanded')) === 'false');
    await vscode.command('File: Revert File');
    await report.locator('[aria-label=Time] .large sup').waitFor();
  });

  it('shows the findings of a file and applies a fix', async () => {
    await analyze('pitfalls.py', '');
    const findings = report.locator('.finding');
    await findings.first().waitFor();
    const before = await findings.count();
    assert.ok(before >= 5, `${before} findings`);
    const finding = report.locator('.finding', { hasText: 'pop' }).first();
    await finding.locator('button.primary').first().click();
    await eventually('one finding fewer', async () => (await findings.count()) < before);
    const code = plainSpaces(await vscode.page.locator('.editor-instance .view-lines').first().innerText());
    assert.match(code, /deque/);
  });

  it('shows every function with bounds of its own', async () => {
    await analyze('146.lru-cache.py', 'LRUCache');
    const names = await report.locator('.function summary .name').allInnerTexts();
    assert.ok(names.includes('LRUCache.get') && names.includes('LRUCache.put'), names.join(', '));
  });

  it('says in one line that a language is not read', async () => {
    await writeFile(join(vscode.folder, 'notes.md'), '# Notes\n');
    await vscode.openFile('notes.md');
    await vscode.command('Big-O Lens: Analyze Solution');
    await report.locator('.notice', { hasText: 'does not read this language' }).waitFor();
  });
});
