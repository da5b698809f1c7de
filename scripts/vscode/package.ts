/** Packages the extension as it would be published, from a copy: the bundles in dist/ stay what they are. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './workbench.ts';

/** Folders that are made, or that packaging does not need. */
const LEFT_OUT = new Set([
  '.git',
  '.tsbuild',
  '.vscode-test',
  'coverage',
  'dist',
  'node_modules',
  'test',
  'test-results',
]);

/** The .vsix, in a temporary folder of its own, which is returned too. */
export async function packageExtension(): Promise<{ readonly file: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-package-'));
  for (const name of readdirSync(ROOT)) {
    if (!LEFT_OUT.has(name)) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const vsce = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const file = join(folder, 'big-o-lens.vsix');
  const child = spawn(process.execPath, [vsce, 'package', ...flags, '--out', file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`The extension could not be packaged:\n${output}`);
  return { file, folder };
}
