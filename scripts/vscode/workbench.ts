/** VS Code as a page: its server, a browser without a window, and the workbench in it. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { installServer } from './install.ts';
import { type RunningServer, startServer } from './server.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Logs and pictures of test runs. */
export const RESULTS = join(ROOT, 'test-results');

/** The extension from the checkout, or an installed package. */
export type Extension = { readonly kind: 'checkout' } | { readonly kind: 'vsix'; readonly file: string };

export interface WorkbenchOptions {
  readonly extension: Extension;
  /** A copy of this folder is opened. */
  readonly folder: string;
  /** Settings of the machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asks whether the folder is to be trusted. Default: everything is trusted. */
  readonly asksForTrust?: boolean;
  /** The bundle of the tests that the extension host runs, relative to the root. */
  readonly tests?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Pixels of the picture a pixel of the page. */
  readonly scale?: number;
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export interface Workbench {
  readonly page: Page;
  /** The copy of the folder. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

const PAGE_SIZE = { width: 1440, height: 900 };

/** Opens it; everything that it writes is in a temporary folder, which `close` removes. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const home = await installServer((line) => console.log(line));
  const work = await mkdtemp(join(tmpdir(), 'big-o-lens-'));
  const cleanups = [() => rm(work, { recursive: true, force: true, maxRetries: 3 })];
  const close = async () => {
    for (const clean of cleanups.toReversed()) await clean();
  };
  try {
    const folder = join(work, 'solutions');
    await cp(options.folder, folder, { recursive: true });
    const serverFolder = join(work, 'server');
    const development = await extensionUnderTest(options.extension, home, work, serverFolder);
    const server = await startServer({
      home,
      folder: serverFolder,
      driver: true,
      settings: options.settings ?? {},
      asksForTrust: options.asksForTrust ?? false,
    });
    cleanups.push(server.stop);
    const browser = await startChromium();
    cleanups.push(() => browser.close());
    const page = await openPage(browser, options);
    await page.goto(address(server, folder, development, options.tests));
    return { page, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The folder to load as the extension under development; for a package an empty one, so that tests may run. */
async function extensionUnderTest(
  extension: Extension,
  home: string,
  work: string,
  serverFolder: string,
): Promise<string> {
  if (extension.kind === 'checkout') return ROOT;
  const extensions = join(serverFolder, 'extensions');
  await installExtension(home, extension.file, extensions);
  const empty = join(work, 'no-extension');
  await mkdir(empty);
  const manifest = { name: 'nothing', publisher: 'nobody', version: '0.0.0', engines: { vscode: '*' } };
  await writeFile(join(empty, 'package.json'), JSON.stringify(manifest));
  return empty;
}

async function installExtension(home: string, file: string, extensions: string): Promise<void> {
  const args = [
    join(home, 'out', 'server-main.js'),
    '--install-extension',
    file,
    '--extensions-dir',
    extensions,
  ];
  const child = spawn(process.execPath, [...args, '--accept-server-license-terms'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0 || !output.includes('successfully installed')) {
    throw new Error(`${file} could not be installed:\n${output}`);
  }
}

async function openPage(browser: Browser, { size, scale, prepare }: WorkbenchOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: size ?? PAGE_SIZE,
    deviceScaleFactor: scale ?? 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await prepare?.(page);
  return page;
}

function address(server: RunningServer, folder: string, development: string, tests?: string): string {
  const remote = (path: string) => `vscode-remote://${server.authority}${pathOfUri(path)}`;
  const payload = [
    ['extensionDevelopmentPath', remote(development)],
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(join(ROOT, tests))]]),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: pathOfUri(folder), payload: JSON.stringify(payload) });
  return `${server.url}/?${query.toString()}`;
}

/** An absolute path as it stands in an address: "/C:/solutions" on Windows. */
function pathOfUri(path: string): string {
  const forward = path.replaceAll('\\', '/');
  return forward.startsWith('/') ? forward : `/${forward}`;
}
