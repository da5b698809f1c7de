/** Runs the tests of the extension host in VS Code's server, shown by a browser without a window. */
import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { type Extension, ROOT, openWorkbench } from './workbench.ts';

const TESTS = 'dist/test/vscode.js';
const TIMEOUT_MS = 5 * 60_000;

/** The tests' exit code; what they print is printed here. */
export async function runInBrowser(extension: Extension): Promise<number> {
  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((done) => (finish = done));
  const workbench = await openWorkbench({
    extension,
    folder: join(ROOT, 'examples'),
    tests: TESTS,
    prepare: (page) => listen(page, finish),
  });
  const timeout = setTimeout(() => {
    console.error(`The tests did not end within ${TIMEOUT_MS / 60_000} minutes.`);
    finish(1);
  }, TIMEOUT_MS);
  try {
    return await finished;
  } finally {
    clearTimeout(timeout);
    await workbench.close();
  }
}

/** What VS Code calls when tests print and when they end. */
async function listen(page: Page, finish: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = format(...args);
    if (type === 'error' || type === 'warn') console.error(line);
    else console.log(line);
  });
  await page.exposeFunction('codeAutomationExit', finish);
  page.on('crash', () => {
    console.error('The page crashed.');
    finish(1);
  });
}
