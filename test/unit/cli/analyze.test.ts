import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SolutionAnalysis } from '../../../shared/protocol/analysis.ts';
import { FRONT, PAIRS, command, withFiles } from './command.ts';

type FileAnalysis = SolutionAnalysis & { readonly file: string };

describe('analyze', () => {
  it('prints the report of a file', async () => {
    await withFiles({ 'two.py': PAIRS }, async (cwd) => {
      const { code, out, err } = await command(['analyze', 'two.py'], { cwd });
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /^two\.py\n\ntwoSum {2}O\(n²\) time · O\(1\) space\n {2}n = len\(nums\)\n/);
      assert.match(out, /line 4 {4}for j in range\(i \+ 1, len\(nums\)\): .*← hot: all of the time/);
    });
  });

  it('prints one analysis for a file, a list for more and for a folder', async () => {
    await withFiles({ 'a/two.py': PAIRS, 'front.py': FRONT }, async (cwd) => {
      const json = async (...paths: string[]) => {
        const { out } = await command(['analyze', '--format=json', '--fail-on=never', ...paths], { cwd });
        return JSON.parse(out) as unknown;
      };
      const one = (await json('a/two.py')) as FileAnalysis;
      assert.deepEqual([one.file, one.time.class], ['a/two.py', 'quadratic']);
      assert.deepEqual(
        ((await json('a')) as FileAnalysis[]).map(({ file }) => file),
        ['a/two.py'],
      );
      assert.deepEqual(
        ((await json('front.py', 'a', './a/two.py')) as FileAnalysis[]).map(({ file }) => file),
        ['front.py', 'a/two.py'],
      );
    });
  });

  it('walks folders in order and leaves out what is no solution', async () => {
    const files = {
      'b.py': PAIRS,
      'a/z.py': PAIRS,
      'a/B.PY': PAIRS,
      'a/notes.md': '',
      '.git/x.py': PAIRS,
      'node_modules/x/y.py': PAIRS,
      '__pycache__/c.py': PAIRS,
    };
    await withFiles(files, async (cwd) => {
      symlinkSync(cwd, join(cwd, 'a', 'loop'));
      const { out } = await command(['analyze', '--format', 'json', '.'], { cwd });
      assert.deepEqual(
        (JSON.parse(out) as FileAnalysis[]).map(({ file }) => file),
        ['a/B.PY', 'a/z.py', 'b.py'],
      );
    });
  });

  it('reads standard input', async () => {
    const { code, out } = await command(['analyze', '--language', 'py', '-'], { stdin: ['\uFEFF', PAIRS] });
    assert.equal(code, 0);
    assert.match(out, /twoSum {2}O\(n²\) time/);
  });

  it('exits with 1 for findings at or above the level', async () => {
    await withFiles({ 'front.py': FRONT }, async (cwd) => {
      const codeFor = async (...flags: string[]) =>
        (await command(['analyze', ...flags, 'front.py'], { cwd })).code;
      assert.equal(await codeFor(), 1);
      assert.equal(await codeFor('--fail-on', 'hint'), 1);
      assert.equal(await codeFor('--fail-on', 'warning'), 1);
      assert.equal(await codeFor('--fail-on', 'error'), 0);
      assert.equal(await codeFor('--fail-on', 'never'), 0);
    });
  });

  it('says what it can’t read, analyses the rest, and exits with 2', async () => {
    await withFiles({ 'two.py': PAIRS, 'notes.md': '', 'empty/x': '' }, async (cwd) => {
      const { code, out, err } = await command(['analyze', 'no.py', 'notes.md', 'empty', 'two.py'], { cwd });
      assert.equal(code, 2);
      assert.match(out, /twoSum/);
      assert.deepEqual(err.split('\n'), [
        "big-o-lens: no.py can't be analysed: there is no such file or folder.",
        "big-o-lens: notes.md can't be analysed: give --language: '.md' tells none.",
        "big-o-lens: empty can't be analysed: there is no solution below it.",
        '',
      ]);
    });
  });

  it('prints nothing but the message when the only file is missing', async () => {
    for (const format of ['text', 'json']) {
      const { code, out } = await command(['analyze', '--format', format, 'no.py']);
      assert.equal(code, 2);
      assert.ok(out === '' || JSON.stringify(JSON.parse(out)) === '[]', out);
    }
  });

  it('takes a language by name where the extension tells none', async () => {
    await withFiles({ solution: PAIRS }, async (cwd) => {
      const { code, out } = await command(['analyze', '--language', 'python3', 'solution'], { cwd });
      assert.equal(code, 0);
      assert.match(out, /O\(n²\) time/);
    });
  });

  it('prints the state after a step', async () => {
    await withFiles({ 'two.py': PAIRS, 'b.py': PAIRS }, async (cwd) => {
      const debug = async (...args: string[]) =>
        (await command(['analyze', '--debug', ...args], { cwd })).out;
      assert.match(await debug('ir', 'two.py'), /twoSum/);
      assert.match(await debug('cost', 'two.py'), /time len\(nums\)²/);
      assert.match(await debug('calls', '.'), /^b\.py\n[^]*\ntwo\.py\n/);
    });
  });

  it('has colours on a terminal only', async () => {
    await withFiles({ 'two.py': PAIRS }, async (cwd) => {
      const isColored = async (flags: readonly string[], isTerminal: boolean, env = {}) =>
        (await command(['analyze', ...flags, 'two.py'], { cwd, isTerminal, env })).out.includes('\u001b[');
      assert.equal(await isColored([], false), false);
      assert.equal(await isColored([], true), true);
      assert.equal(await isColored([], true, { NO_COLOR: '1' }), false);
      assert.equal(await isColored([], true, { NO_COLOR: '' }), true);
      assert.equal(await isColored([], true, { TERM: 'dumb' }), false);
      assert.equal(await isColored(['--color=never'], true), false);
      assert.equal(await isColored(['--color=always'], false, { NO_COLOR: '1' }), true);
    });
  });
});
