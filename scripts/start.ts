/**
 * Opens VS Code with the extension from this checkout on examples/:
 *
 *   npm start [-- --server] [-- --port N] [-- FOLDER]
 *
 * The desktop program if there is one. Otherwise, and with --server, VS Code's own server from the npm registry: it
 * needs no installation, and any browser shows it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, installServer } from './vscode/install.ts';
import { type RunningServer, startServer } from './vscode/server.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FIRST_PORT = 3010;
const PORTS_TO_TRY = 20;
const TOKEN_BYTES = 12;

const DESKTOPS = ['code', 'code-insiders', 'codium'];
const MAC_DESKTOP = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';

const { values: flags, positionals } = parseArgs({
  options: { server: { type: 'boolean', default: false }, port: { type: 'string' } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? join(ROOT, 'examples'));

console.log('Building the extension.');
const build = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.ts'), '--quiet'], {
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

const desktop = flags.server ? undefined : findDesktop();
if (desktop === undefined) await openServer();
else openDesktop(desktop);

/** The desktop's command; undefined where there is none, or no screen for it. */
function findDesktop(): string | undefined {
  const { platform, env } = process;
  // As root it does not start without being told where to keep its data.
  if (platform === 'linux' && (process.getuid?.() === 0 || !hasScreen())) return undefined;
  const suffix = platform === 'win32' ? '.cmd' : '';
  const inPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((place) => DESKTOPS.map((name) => join(place, name + suffix)));
  return [...inPath, ...(platform === 'darwin' ? [MAC_DESKTOP] : [])].find((file) => existsSync(file));
}

function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
}

function openDesktop(command: string): void {
  console.log(`Opening VS Code (${command}) on ${folder}.`);
  const args = ['--new-window', `--extensionDevelopmentPath=${ROOT}`, folder];
  const windows = process.platform === 'win32';
  const quoted = windows ? [command, ...args].map((part) => `"${part}"`) : [command, ...args];
  const { status } = spawnSync(quoted[0] ?? command, quoted.slice(1), { stdio: 'inherit', shell: windows });
  process.exitCode = status ?? 1;
}

/** Runs until Ctrl+C. */
async function openServer(): Promise<void> {
  const home = await installServer((line) => console.log(line));
  const place = join(cacheFolder(), 'start');
  await linkExtension(join(place, 'extensions'));
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  const port = flags.port === undefined ? await firstFreePort() : Number(flags.port);

  console.log("Starting VS Code's server.");
  const server = await startServer({ home, folder: place, port, token, opens: folder });
  stopOnSignals(server);
  const address = `${server.url}/?tkn=${token}`;
  console.log(
    `\nVS Code with Big-O Lens, on ${folder}:\n\n  ${address}\n\nOpen it in a browser. Ctrl+C stops it.`,
  );
  if (hasScreen()) openBrowser(address);
}

/** The checkout as an installed extension. */
async function linkExtension(extensions: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly publisher: string;
    readonly name: string;
    readonly version: string;
  };
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  await symlink(ROOT, join(extensions, `${publisher}.${name}-${version}`), 'junction');
}

function stopOnSignals(server: RunningServer): void {
  let asked = false;
  const stop = (): void => {
    if (asked) return;
    asked = true;
    console.log("\nStopping VS Code's server.");
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  void server.ended.then(() => {
    if (!asked) console.error(`VS Code's server has stopped; its log is ${server.logFile}`);
    process.exit(asked ? 0 : 1);
  });
}

async function firstFreePort(): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TO_TRY; port += 1) {
    const probe = createServer();
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => done(true));
    });
    await new Promise((done) => probe.close(done));
    if (free) return port;
  }
  throw new Error(`No port from ${FIRST_PORT} on is free: name one with --port.`);
}

/** In the user's browser if the system knows how; nothing is lost if not. */
function openBrowser(address: string): void {
  const [command = '', ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['explorer', address]
        : ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
