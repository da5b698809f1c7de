/** Runs the tests of the extension host in a desktop VS Code, which @vscode/test-electron downloads. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRunFailedError, runTests } from '@vscode/test-electron';
import { ROOT } from './workbench.ts';

const TESTS = 'dist/test/vscode.js';

/** The tests' exit code. */
export async function runOnDesktop(): Promise<number> {
  const work = await mkdtemp(join(tmpdir(), 'big-o-lens-'));
  try {
    const folder = join(work, 'solutions');
    await cp(join(ROOT, 'examples'), folder, { recursive: true });
    return await runTests({
      cachePath: join(ROOT, '.vscode-test'),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: join(ROOT, TESTS),
      launchArgs: [
        folder,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
        `--user-data-dir=${join(work, 'data')}`,
      ],
    });
  } catch (error) {
    // Mocha has printed which tests failed.
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}
