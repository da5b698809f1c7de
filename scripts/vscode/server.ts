/** Starts VS Code's server on this machine, for a browser to show. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** Nothing but the editor. */
const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
};

export interface ServerOptions {
  /** From `installServer`. */
  readonly home: string;
  /** For user data, installed extensions and the log. */
  readonly folder: string;
  readonly port?: number;
  /** Makes the page accept an extension under development and its tests. */
  readonly driver?: boolean;
  /** The secret without which the page does not open; none only for tests. */
  readonly token?: string;
  /** The folder that the page opens by itself. */
  readonly opens?: string;
  /** The page asks whether the folder is to be trusted. Default: everything is trusted. */
  readonly asksForTrust?: boolean;
  /** On top of those that leave nothing but the editor. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface RunningServer {
  /** "http://127.0.0.1:4010" */
  readonly url: string;
  /** "127.0.0.1:4010": how the page names the server in the addresses of its files. */
  readonly authority: string;
  readonly extensionsFolder: string;
  readonly logFile: string;
  /** Ends the server and what it started. */
  readonly stop: () => Promise<void>;
  /** Settles when the server has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
}

/** Starts it and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { home, folder } = options;
  const chosen = options.port ?? (await freePort());
  const extensionsFolder = join(folder, 'extensions');
  const logFile = join(folder, 'server.log');
  await mkdir(extensionsFolder, { recursive: true });
  await writeSettings(folder, options.settings);

  const args = [
    join(home, 'out', 'server-main.js'),
    ...['--host', HOST, '--port', String(chosen)],
    ...(options.token === undefined ? ['--without-connection-token'] : ['--connection-token', options.token]),
    ...['--server-data-dir', join(folder, 'data'), '--extensions-dir', extensionsFolder],
    '--accept-server-license-terms',
    '--disable-telemetry',
    ...(options.asksForTrust === true ? [] : ['--disable-workspace-trust']),
    ...(options.opens === undefined ? [] : ['--default-folder', options.opens]),
    ...(options.driver === true ? ['--enable-smoke-test-driver'] : []),
  ];
  // A group of its own: ending the group ends the extension hosts too.
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment(),
    detached: process.platform !== 'win32',
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const url = `http://${HOST}:${chosen}`;
  const stop = () => stopProcess(child, ended);
  try {
    await waitFor(url, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, authority: `${HOST}:${chosen}`, extensionsFolder, logFile, stop, ended };
}

/** Settings of the machine: those of the user, which the browser keeps, and of the folder come before them. */
async function writeSettings(folder: string, settings: ServerOptions['settings']): Promise<void> {
  const machine = join(folder, 'data', 'data', 'Machine');
  await mkdir(machine, { recursive: true });
  await writeFile(
    join(machine, 'settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2),
  );
}

/** Variables that VS Code takes for its own when it is started from a terminal inside VS Code. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/.test(name)),
  );
}

async function waitFor(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`VS Code's server ended with ${child.exitCode}; its log is ${logFile}`);
    }
    const answers = await fetch(url, { redirect: 'manual' }).then(
      (response) => response.status < 500,
      () => false,
    );
    if (answers) return;
    await sleep(100);
  }
  throw new Error(`VS Code's server did not answer within a minute; its log is ${logFile}`);
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const group = process.platform === 'win32' ? child.pid : -child.pid;
  signal(group, 'SIGTERM');
  const forced = setTimeout(() => signal(group, 'SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(forced);
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // It has ended in the meantime.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, HOST, resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
