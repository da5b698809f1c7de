/** The server's connection with an engine that is not there: what goes over the wire, and when. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamMessageReader, StreamMessageWriter, createConnection } from 'vscode-languageserver/node';
import { startServer } from '../../../server/server.ts';
import { lensTitle } from '../../../shared/engine/present/lens.ts';
import {
  BARE,
  type ClientOptions,
  FULL,
  type OpenFile,
  type TestClient,
  connectClient,
} from '../../lsp/client.ts';
import { itemsOf } from '../../lsp/client.ts';
import { until } from '../../lsp/process.ts';
import { URI, analysisOf, bound, findingIn, functionIn } from './sample.ts';

const TEXT = 'def solve(queue):\n    queue.pop(0)\n';

/** Knows one function, `solve`; its bound is the last word of the text. */
function analyze(text: string) {
  if (text.includes('crash')) throw new Error('crashed');
  const time = bound(/\S+\s*$/.exec(text)?.[0].trim() ?? '');
  return analysisOf({
    entry: 'solve',
    functions: text.includes('def solve') ? [functionIn(text, 'solve', { time })] : [],
    findings: text.includes('queue.pop(0)') ? [findingIn(text, 'queue.pop(0)')] : [],
  });
}

const languageOf = (name: string) => (name === 'python' ? { id: 'python', commentPrefix: '#' } : null);

interface Connected {
  readonly client: TestClient;
  readonly file: OpenFile;
}

async function connect(
  options: ClientOptions,
  text = TEXT,
  loadEngine = async () => Promise.resolve({ analyze, languageOf, load: async () => Promise.resolve() }),
): Promise<Connected> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(connection, loadEngine, async () => Promise.reject(new Error('no service in this test')));
  const client = await connectClient(toClient, toServer, options);
  return { client, file: await client.open(URI, text) };
}

/** Long enough that a request right after a keystroke comes before the analysis, on a busy machine too. */
const PAUSE = { analysis: { debounce: 200 } };
const titleOf = (time: string) => lensTitle(functionIn(TEXT, 'solve', { time: bound(time) }));

describe('the connection', () => {
  it('says what it can, by what the client can', async () => {
    const full = (await connect({ capabilities: FULL })).client.server.capabilities;
    assert.equal(full.positionEncoding, 'utf-16');
    assert.equal(full.diagnosticProvider && 'identifier' in full.diagnosticProvider, true);
    const bare = (await connect({ capabilities: BARE })).client.server.capabilities;
    assert.equal(bare.diagnosticProvider, undefined);
    assert.deepEqual(bare.codeLensProvider, { resolveProvider: true });
  });

  it('gives old lenses at their new places while somebody types, then asks to ask again', async () => {
    const { client, file } = await connect({ capabilities: FULL, settings: PAUSE });
    assert.deepEqual(await file.lensTitles(), [`0: ${titleOf('queue.pop(0)')}`]);
    await file.replace('def', '# above\ndef');
    await file.replace('queue.pop(0)', 'done');
    assert.deepEqual(await file.lensTitles(), [`1: ${titleOf('queue.pop(0)')}`]);
    await until(() => client.refreshes.length > 0, 'a refresh of lenses');
    assert.deepEqual(client.refreshes, ['codeLens']);
    assert.deepEqual(await file.lensTitles(), [`1: ${titleOf('done')}`]);
  });

  it('asks for nothing when the old lenses were right', async () => {
    const { client, file } = await connect({ capabilities: FULL, settings: PAUSE });
    await file.lensTitles();
    await file.replace('def', '# above\ndef');
    assert.equal((await file.lensTitles()).length, 1);
    await file.pull();
    await sleep(10);
    assert.deepEqual(client.refreshes, []);
  });

  it('waits for the right lenses where the client can’t ask again', async () => {
    const { client, file } = await connect({
      capabilities: BARE,
      initializationOptions: { settings: PAUSE },
    });
    await file.lensTitles();
    await file.replace('queue.pop(0)', 'done');
    assert.deepEqual(await file.lensTitles(), [`0: ${titleOf('done')}`]);
    assert.deepEqual(client.refreshes, []);
  });

  it('pulls: full, unchanged, full again', async () => {
    const { client, file } = await connect({ capabilities: FULL, settings: PAUSE });
    const first = await file.pull();
    assert.equal(itemsOf(first).length, 1);
    const again = await file.pull(first.resultId);
    assert.equal(again.kind, 'unchanged');
    await file.replace('queue.pop(0)', 'pass');
    assert.deepEqual(itemsOf(await file.pull(first.resultId)), []);
    assert.deepEqual(client.published, []);
  });

  it('pushes to a client that can’t pull, and clears what it closes', async () => {
    const { client, file } = await connect({ capabilities: BARE });
    await until(() => client.published.length === 1, 'diagnostics');
    assert.equal(client.published[0]?.diagnostics.length, 1);
    assert.equal(client.published[0].version, 1);
    await file.close();
    await until(() => client.published.length === 2, 'no more diagnostics');
    assert.deepEqual(client.published[1]?.diagnostics, []);
  });

  it('tells those who show reports of each analysis', async () => {
    const { client, file } = await connect({
      capabilities: FULL,
      settings: PAUSE,
      initializationOptions: { showReport: true },
    });
    await file.pull();
    await file.replace('pop', 'push');
    assert.equal((await file.analyze())?.entry, 'solve');
    await until(() => client.changed.length === 2, 'two notifications');
    assert.deepEqual(client.changed, [
      { uri: URI, version: 1 },
      { uri: URI, version: 2 },
    ]);
    const [lens] = await file.lenses();
    const resolved = await client.connection.sendRequest<{ command: unknown }>('codeLens/resolve', lens);
    assert.deepEqual(resolved.command, {
      title: titleOf('queue.push(0)'),
      command: 'big-o-lens.showReport',
      arguments: [URI, 'solve'],
    });
  });

  it('follows the settings and asks for everything again', async () => {
    const { client, file } = await connect({ capabilities: FULL, settings: PAUSE });
    assert.equal((await file.lenses()).length, 1);
    await client.configure({ codeLens: { enable: false }, hover: { enable: false }, enable: 'no' });
    await until(() => client.refreshes.length === 3, 'three refreshes');
    assert.deepEqual([...client.refreshes].sort(), ['codeLens', 'diagnostic', 'inlayHint']);
    assert.deepEqual(await file.lenses(), []);
    assert.equal(await file.hover(file.at('solve')), null);
    assert.equal(itemsOf(await file.pull()).length, 1);
    assert.deepEqual(client.log, [
      'bigOLens.enable is "no", but must be true or false; the default applies.',
    ]);
    assert.deepEqual(client.registered, ['workspace/didChangeConfiguration']);
  });

  it('switches everything off', async () => {
    const { client, file } = await connect({ capabilities: BARE });
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { bigOLens: { enable: false } },
    });
    assert.equal(await file.analyze(), null);
    assert.deepEqual(await file.lenses(), []);
    await until(() => client.published.at(-1)?.diagnostics.length === 0, 'no diagnostics');
  });

  it('answers a cancelled request with the error for it', async () => {
    const { client, file } = await connect({
      capabilities: FULL,
      settings: { analysis: { debounce: 5000 } },
    });
    await file.pull();
    await file.replace('pop', 'push');
    const { CancellationTokenSource } = await import('vscode-jsonrpc');
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri: URI } };
    const answer = client.connection.sendRequest('textDocument/diagnostic', params, source.token);
    source.cancel();
    await assert.rejects(answer, { code: -32800 });
  });

  it('survives an engine that fails, and params of any form', async () => {
    const { client, file } = await connect({ capabilities: FULL }, 'crash');
    assert.equal((await file.analyze())?.time.unknown, 'crashed');
    assert.match(client.log.join('\n'), /crashed/);
    const methods = ['hover', 'codeLens', 'codeAction', 'diagnostic', 'inlayHint'];
    for (const method of methods.map((name) => `textDocument/${name}`)) {
      for (const params of [{}, { textDocument: null }, { textDocument: { uri: 7 }, range: 'x' }]) {
        await client.connection.sendRequest(method, params).catch(() => undefined);
      }
    }
    for (const method of ['didOpen', 'didChange', 'didClose'].map((name) => `textDocument/${name}`)) {
      await client.connection.sendNotification(method, {});
    }
    const change = { textDocument: { uri: URI, version: 2 }, contentChanges: [{ odd: true }] };
    await client.connection.sendNotification('textDocument/didChange', change);
    assert.ok(await file.analyze());
  });

  it('goes on without an engine that can’t be loaded, and says so', async () => {
    const broken = async () => Promise.reject(new Error('no grammar'));
    const { client, file } = await connect({ capabilities: FULL }, TEXT, broken);
    assert.deepEqual(await file.lenses(), []);
    assert.equal(await file.analyze(), null);
    assert.match(client.log.join('\n'), /could not be loaded.*no grammar/);
  });

  it('has nothing for files it does not know', async () => {
    const { client } = await connect({ capabilities: FULL });
    const file = await client.open('file:///a.hs', TEXT, 'haskell');
    assert.equal(await file.analyze(), null);
    assert.deepEqual(await file.lenses(), []);
    assert.deepEqual(itemsOf(await file.pull()), []);
    assert.deepEqual(await file.hints(), []);
    assert.deepEqual(await file.actions(file.range('solve')), []);
    assert.equal(await file.hover({ line: 0, character: 4 }), null);
    await file.close();
    assert.deepEqual(await file.lenses(), []);
  });
});
