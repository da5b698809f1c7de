/** Runs the tests of the extension host in VS Code's server, shown by a browser without a window. */
import { type WriteStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { format, stripVTControlCharacters } from 'node:util';
import type { Page } from 'playwright-core';
import { OUTPUT_MARK } from './output.ts';
import { type Extension, RESULTS, ROOT, openWorkbench } from './workbench.ts';

const TESTS = 'dist/test/vscode.js';
const TIMEOUT_MS = 5 * 60_000;

/** The tests' exit code; what they print is printed here. */
export async function runInBrowser(extension: Extension): Promise<number> {
  mkdirSync(RESULTS, { recursive: true });
  const logFile = join(RESULTS, `vscode-${extension.kind}.log`);
  const log = createWriteStream(logFile);
  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((done) => (finish = done));
  const workbench = await openWorkbench({
    extension,
    folder: join(ROOT, 'examples'),
    tests: TESTS,
    prepare: (page) => listen(page, log, finish),
  });
  const timeout = setTimeout(() => {
    console.error(`The tests did not end within ${TIMEOUT_MS / 60_000} minutes.`);
    finish(1);
  }, TIMEOUT_MS);
  try {
    const code = await finished;
    if (code !== 0) console.error(`What VS Code itself said is in ${logFile}`);
    return code;
  } finally {
    clearTimeout(timeout);
    await workbench.close();
    log.end();
  }
}

/** Colours are for terminals; the tests can't know where their output goes. */
function print(line: string): void {
  console.log(process.stdout.isTTY ? line : stripVTControlCharacters(line));
}

/** What VS Code calls when tests print and when they end. */
async function listen(page: Page, log: WriteStream, finish: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = format(...args);
    if (line.startsWith(OUTPUT_MARK)) print(line.slice(OUTPUT_MARK.length));
    else log.write(`${type}: ${line}\n`);
  });
  await page.exposeFunction('codeAutomationExit', finish);
  page.on('crash', () => {
    console.error('The page crashed.');
    finish(1);
  });
}
