/** The built command in a process of its own, as people and programs start it. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { analyzePython } from '../support/engine.ts';
import { created, startServiceStub } from '../support/service-stub.ts';
import { BARE, connectClient } from './client.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CLI = resolve(ROOT, 'dist/cli.js');

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return startWith({}, ...args);
}

function startWith(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  child.stderr.pipe(process.stderr);
  return child;
}

async function output(child: ChildProcessWithoutNullStreams): Promise<{ code: number | null; out: string }> {
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

describe('the built command', () => {
  it('analyses a file with the grammars beside it, without colours in a pipe', async () => {
    const { code, out } = await output(start('analyze', 'examples/1.two-sum.py'));
    assert.equal(code, 0);
    assert.match(out, /twoSum {2}O\(n²\) time · O\(1\) space/);
    assert.ok(!out.includes('\u001b'));
  });

  it('analyses Java by the extension of the file', async () => {
    const { code, out } = await output(
      start('analyze', 'examples/3.longest-substring-without-repeating-characters.java'),
    );
    assert.equal(code, 0);
    assert.match(out, /lengthOfLongestSubstring {2}O\(n\) time/);
  });

  it('asks a service, by the bundle beside it', async () => {
    const example = 'examples/1.two-sum.py';
    const theirs = { ...analyzePython(readFileSync(resolve(ROOT, example), 'utf8')), entry: 'theirs' };
    const stub = await startServiceStub(() => created(theirs));
    const child = startWith(
      { BIG_O_LENS_KEY: 'bol_test_key' },
      ...['analyze', '--format=json', '--remote', stub.url, example],
    );
    const { code, out } = await output(child);
    await stub.stop();
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { entry: string }).entry, 'theirs');
  });

  it('answers in batch while its input is open', async () => {
    const child = start('batch');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const id of ['first', 'second']) {
      child.stdin.write(`${JSON.stringify({ id, language: 'py', code: 'def f(n):\n    return n\n' })}\n`);
      const { value } = (await lines.next()) as { value: string };
      assert.equal((JSON.parse(value) as { id: string }).id, id);
    }
    const closed = once(child, 'close');
    child.stdin.end();
    assert.deepEqual((await closed)[0], 0);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const child = start('batch');
    child.stdin.on('error', () => undefined);
    child.stdout.destroy();
    const closed = once(child, 'close');
    child.stdin.write(`${JSON.stringify({ id: 1, language: 'py', code: '' })}\n`.repeat(1000));
    child.stdin.end();
    assert.deepEqual((await closed)[0], 0);
  });

  it('is a language server', async () => {
    const child = start('lsp', '--stdio');
    const { connection } = await connectClient(child.stdout, child.stdin, { capabilities: BARE });
    const closed = once(child, 'exit');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.deepEqual((await closed)[0], 0);
    connection.dispose();
  });
});
