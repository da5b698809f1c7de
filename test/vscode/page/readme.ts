/** Takes the pictures of the README anew: `node test/vscode/page/readme.ts`, after a build. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/vscode/workbench.ts';
import { drive } from './driver.ts';

const IMAGES = join(ROOT, 'docs', 'images');

const vscode = await drive({
  size: { width: 1240, height: 760 },
  scale: 2,
  settings: {
    'workbench.colorTheme': 'Default Dark Modern',
    'workbench.activityBar.location': 'hidden',
    'editor.scrollbar.horizontal': 'hidden',
    'editor.padding.top': 8,
  },
});
const { page } = vscode;
try {
  mkdirSync(IMAGES, { recursive: true });
  await vscode.openFile('3.longest-substring-without-repeating-characters.py');
  await page.locator('.codelens-decoration').first().waitFor();
  await vscode.command('Big-O Lens: Analyze Solution');
  const report = await vscode.report('lengthOfLongestSubstring');
  await vscode.command('View: Toggle Primary Side Bar Visibility');
  await page.mouse.move(600, 755);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(IMAGES, 'report.png') });

  await vscode.command('View: Toggle Primary Side Bar Visibility');
  await vscode.openFile('pitfalls.py');
  await vscode.report('reachable');
  await page.locator('.codelens-decoration', { hasText: 'E) time' }).waitFor();
  await vscode.command('View: Toggle Primary Side Bar Visibility');
  await report.locator('.part.findings').evaluate((element) => element.scrollIntoView());
  await vscode.goToLine(13);
  await page
    .locator('.view-line', { hasText: 'queue.pop(0)' })
    .locator('span', { hasText: 'pop' })
    .first()
    .click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').first().waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(IMAGES, 'pitfalls.png') });
} finally {
  await vscode.close();
}
