/** Pictures of the editor and the report in each kind of theme, in test-results/, for people to look at. */
import { type Driver, drive } from './driver.ts';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

describe('pictures', () => {
  for (const [name, theme] of Object.entries(THEMES)) {
    it(`are taken in the ${name} theme`, async () => {
      const vscode: Driver = await drive({
        settings: { 'workbench.colorTheme': theme },
      });
      try {
        await vscode.openFile('1.two-sum.py');
        await vscode.page.locator('.codelens-decoration').first().waitFor();
        await vscode.command('Big-O Lens: Analyze Solution');
        await vscode.report('twoSum');
        await vscode.screenshot(`report-${name}`);
        await vscode.openFile('pitfalls.py');
        await vscode.page.locator('.squiggly-warning').first().waitFor();
        await vscode.screenshot(`pitfalls-${name}`);
      } finally {
        await vscode.close();
      }
    });
  }
});
