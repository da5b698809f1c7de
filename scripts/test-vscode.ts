/**
 * The tests inside a real VS Code:
 *
 *   node scripts/test-vscode.ts [--page-only]
 *
 * On a desktop that can download VS Code they run there. Everywhere else, and when $VSCODE_TEST is "web", VS Code's
 * own server runs and Chromium is its window; then the tests that look at the page run too, and all of it once more
 * from the packaged extension.
 */
import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runOnDesktop } from './vscode/electron.ts';
import { packageExtension } from './vscode/package.ts';
import { runInBrowser } from './vscode/web.ts';
import { ROOT } from './vscode/workbench.ts';

const VENDOR = 'https://update.code.visualstudio.com/api/releases/stable';
const VENDOR_TIMEOUT_MS = 4_000;
const PAGE_TEST_TIMEOUT_MS = 90_000;
const MAX_VSIX_MB = 3;

interface Launcher {
  readonly kind: 'desktop' | 'web';
  readonly why: string;
}

/** Where the tests run, and the reason, which is printed. */
async function choose(): Promise<Launcher> {
  const wanted = process.env.VSCODE_TEST;
  if (wanted === 'electron') return { kind: 'desktop', why: '$VSCODE_TEST says so' };
  if (wanted === 'web') return { kind: 'web', why: '$VSCODE_TEST says so' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { kind: 'web', why: 'there is no display' };
  }
  const reachable = await fetch(VENDOR, { signal: AbortSignal.timeout(VENDOR_TIMEOUT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return reachable
    ? { kind: 'desktop', why: 'there is a display, and VS Code can be downloaded' }
    : { kind: 'web', why: "VS Code's download site can't be reached" };
}

/** The tests that drive the page, under Mocha in this machine's Node. */
async function runPageTests(): Promise<number> {
  const mocha = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [
    mocha,
    '--no-config',
    '--timeout',
    String(PAGE_TEST_TIMEOUT_MS),
    'test/vscode/page/*.test.ts',
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  return new Promise((done) => child.once('close', (code) => done(code ?? 1)));
}

async function runFromPackage(): Promise<number> {
  const { file, folder } = await packageExtension();
  try {
    const megabytes = (await stat(file)).size / 1e6;
    console.log(`The package has ${megabytes.toFixed(2)} MB.`);
    if (megabytes > MAX_VSIX_MB) {
      console.error(`It may have ${MAX_VSIX_MB} MB.`);
      return 1;
    }
    return await runInBrowser({ kind: 'vsix', file });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Title and exit code of what has run. */
const results: { readonly title: string; readonly code: number }[] = [];

async function stage(title: string, run: () => Promise<number>): Promise<void> {
  console.log(`\n== ${title} ==`);
  const code = await run().catch((error: unknown) => {
    console.error(error);
    return 1;
  });
  results.push({ title, code });
}

const { values: flags } = parseArgs({ options: { 'page-only': { type: 'boolean', default: false } } });
const { kind, why } = await choose();
console.log(
  kind === 'desktop'
    ? `VS Code: the desktop program, because ${why}.`
    : `VS Code: its server, with Chromium as its window, because ${why}.`,
);

if (kind === 'desktop') {
  await stage('In the extension host', runOnDesktop);
} else {
  if (!flags['page-only']) {
    await stage('In the extension host', () => runInBrowser({ kind: 'checkout' }));
    await stage('In the extension host, from the package', runFromPackage);
  }
  await stage('In the page', runPageTests);
}

// An early failure shall not be missed because the last summary is good.
for (const { title, code } of results) console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${title}`);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
