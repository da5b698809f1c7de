/** The server as a process: how it starts, ends, and what it survives. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { IPCMessageReader, IPCMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeResult } from 'vscode-languageserver';
import { BARE, FULL } from './client.ts';
import { SERVER, spawnServer, startServerProcess, until } from './process.ts';
import { SORTED, URI } from './programs.ts';

describe('the server process', () => {
  it('exits with 0 after shutdown', async () => {
    const server = await startServerProcess({ capabilities: BARE });
    assert.equal(server.server.serverInfo?.name, 'big-o-lens');
    assert.equal(await server.stop(), 0);
  });

  it('speaks over the channel that VS Code opens too', async () => {
    const child = fork(SERVER, ['--node-ipc'], { stdio: 'ignore' });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      capabilities: {},
    });
    assert.equal(serverInfo?.name, 'big-o-lens');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    connection.dispose();
  });

  it('exits with 1 when it is told to without shutdown', async () => {
    const server = await startServerProcess({ capabilities: BARE });
    await server.connection.sendNotification('exit');
    assert.deepEqual(await once(server.process, 'exit'), [1, null]);
  });

  it('exits when the editor is gone', async () => {
    const server = await startServerProcess({ capabilities: FULL });
    await server.open(URI, SORTED);
    server.process.stdin.end();
    assert.deepEqual(await once(server.process, 'exit'), [1, null]);
  });

  it('says nothing on standard error', async () => {
    const child = spawnServer();
    let text = '';
    child.stderr.on('data', (data: Buffer) => (text += data.toString()));
    child.stdin.end(frame({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {} } }));
    await once(child, 'exit');
    assert.equal(text, '');
  });

  it('answers requests before initialize, and with odd params, with an answer or an error', async () => {
    const child = spawnServer();
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    const messages = [
      { method: 'textDocument/hover', params: 7 },
      { method: 'initialize', params: null },
      { method: 'no/such/method', params: {} },
      { method: 'initialize', params: { capabilities: null } },
      { method: 'shutdown' },
    ];
    for (const [id, message] of messages.entries()) {
      child.stdin.write(frame({ jsonrpc: '2.0', id, ...message }));
      await until(() => text.includes(`"id":${id},`), `an answer to ${message.method}`);
    }
    child.stdin.write(frame({ jsonrpc: '2.0', method: 'exit' }));
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  const garbage: Readonly<Record<string, string>> = {
    'a body that is no JSON': 'Content-Length: 5\r\n\r\n{"a":',
    'a message of no kind': frame({ odd: true }),
    'a list of messages': frame([1, 2]),
    'a response to nothing': frame({ jsonrpc: '2.0', id: 99, result: {} }),
    'a notification that nobody knows': frame({ jsonrpc: '2.0', method: 'no/such/notification', params: [] }),
    'a change of a file that is not open': frame({
      jsonrpc: '2.0',
      method: 'textDocument/didChange',
      params: { textDocument: { uri: 'file:///x.py', version: 1 }, contentChanges: [{ text: '' }] },
    }),
    'a change outside of the text': frame({
      jsonrpc: '2.0',
      method: 'textDocument/didChange',
      params: {
        textDocument: { uri: URI, version: 2 },
        contentChanges: [
          { range: { start: { line: 900, character: 900 }, end: { line: 901, character: 0 } }, text: '\n' },
          { range: { start: { line: 2, character: 5000 }, end: { line: 1, character: 0 } }, text: '' },
        ],
      },
    }),
  };
  for (const [name, bytes] of Object.entries(garbage)) {
    it(`survives ${name}`, async () => {
      const server = await startServerProcess({ capabilities: FULL });
      const file = await server.open(URI, SORTED);
      await file.lenses();
      server.process.stdin.write(bytes);
      assert.ok(await file.analyze());
      assert.ok(await file.pull());
      assert.equal(await server.stop(), 0);
    });
  }
});

function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
