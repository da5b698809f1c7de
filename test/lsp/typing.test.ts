/** Somebody types: the server's text stays the editor's, and no keystroke is too many. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { FULL, type OpenFile, itemsOf } from './client.ts';
import { type ServerProcess, startServerProcess, until } from './process.ts';
import { FRONT_POP, SORTED } from './programs.ts';

describe('typing', () => {
  let server: ServerProcess;
  let count = 0;
  const open = async (text: string): Promise<OpenFile> =>
    server.open(`file:///typing/${(count += 1)}/program.py`, text);

  before(async () => {
    server = await startServerProcess({ capabilities: FULL, settings: { analysis: { debounce: 400 } } });
  });
  after(async () => assert.equal(await server.stop(), 0));

  it('leaves the server with the same text, surrogate pairs and line ends included', async () => {
    const pieces = fc.constantFrom('x', '\n', '\r\n', '\r', '😀', 'é', '    ', '"', 'def f():', 'a += 1', '');
    const edit = fc.record({ at: fc.nat(), length: fc.nat(6), text: pieces });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        const file = await open(`name = "😀"  # 😀 é\n${SORTED}`);
        for (const { at, length, text } of edits) {
          const before = file.text();
          const start = at % (before.length + 1);
          await file.edit(start, Math.min(start + length, before.length), text);
        }
        const fresh = await open(file.text());
        assert.deepEqual(await file.analyze(), await fresh.analyze());
        await Promise.all([file.close(), fresh.close()]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the lens at its function until the new one is there', async () => {
    const file = await open(FRONT_POP);
    const [before] = await file.lensTitles();
    const refreshes = server.refreshes.length;
    await file.edit(0, 0, '# 😀\n\n');
    await file.replace('pop(0)', 'pop()');
    const [during] = await file.lensTitles();
    assert.equal(during?.replace(/^\d+/, ''), before?.replace(/^\d+/, ''));
    assert.match(during ?? '', /^2:/);
    await until(() => server.refreshes.length > refreshes, 'a refresh');
    const [after] = await file.lensTitles();
    assert.match(after ?? '', /^2: .*O\(n\) time/);
  });

  it('answers a request that is cancelled with the error for it, and others as ever', async () => {
    const file = await open(FRONT_POP);
    await file.pull();
    await file.replace('total = 0', 'total = 1');
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri: file.uri } };
    const cancelled = server.connection.sendRequest('textDocument/diagnostic', params, source.token);
    const other = file.pull();
    source.cancel();
    await assert.rejects(cancelled, { code: -32800 });
    assert.equal(itemsOf(await other).length, 1);
  });

  it('takes a thousand quick keystrokes, and asks for all its answers in between', async () => {
    const file = await open(SORTED);
    const answers: Promise<unknown>[] = [];
    for (let key = 0; key < 1000; key++) {
      await file.replace('ordered = ', `${'abcdefghij'.charAt(key % 10)}ordered = `);
      if (key % 10 === 0) answers.push(file.lenses(), file.pull(), file.hover({ line: 1, character: 10 }));
    }
    await Promise.all(answers);
    const fresh = await open(file.text());
    assert.deepEqual(await file.analyze(), await fresh.analyze());
  });
});
