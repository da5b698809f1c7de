/** What VS Code calls in its extension host: runs the suites with Mocha and fails if one fails. */
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { OUTPUT_MARK } from '../../scripts/vscode/output.ts';

const TIMEOUT_MS = 30_000;

/** The entry that `extensionTestsPath` names. */
export async function run(): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Web) markOutput();
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT_MS, color: true, forbidOnly: true });
  // Defines describe and it; from here on the suites may be loaded.
  mocha.suite.emit('pre-require', globalThis, 'index', mocha);
  await import('./suites/activation.ts');
  await import('./suites/reading.ts');
  await import('./suites/findings.ts');
  await import('./suites/report.ts');
  await import('./suites/settings.ts');
  await import('./suites/server.ts');
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} of the tests failed`);
}

/** In a browser the console is everybody's: the launcher prints only what bears the mark. */
function markOutput(): void {
  const { Base } = Mocha.reporters;
  Base.consoleLog = (...args: unknown[]) => console.log(OUTPUT_MARK + format(...args));
}
