import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancellationTokenSource } from 'vscode-languageserver';
import { type Analyses, createAnalyses } from '../../../server/analyses.ts';
import { type Documents, createDocuments } from '../../../server/documents.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/protocol/settings.ts';
import { URI, analysisOf } from './sample.ts';

const NEVER = new CancellationTokenSource().token;

interface Bench {
  readonly analyses: Analyses;
  readonly documents: Documents;
  /** The texts analysed, in order. */
  readonly analysed: string[];
  /** The versions told of. */
  readonly told: number[];
  settings: Settings;
}

function bench(debounce = 20, ready: Promise<void> = Promise.resolve()): Bench {
  const analysed: string[] = [];
  const told: number[] = [];
  const self: Bench = {
    documents: createDocuments(),
    analysed,
    told,
    settings: { ...DEFAULT_SETTINGS, 'analysis.debounce': debounce },
    analyses: createAnalyses({
      analyzer: async () => {
        await ready;
        return {
          analyze: (document) => {
            analysed.push(document.getText());
            return analysisOf({ entry: document.getText() });
          },
        };
      },
      settingsOf: async () => Promise.resolve(self.settings),
      onAnalysed: (_, { version }) => told.push(version),
    }),
  };
  return self;
}

function open({ documents, analyses }: Bench, text: string) {
  const document = documents.open({ textDocument: { uri: URI, languageId: 'python', version: 1, text } });
  analyses.changed(document);
  return document;
}

function type({ documents, analyses }: Bench, text: string, version: number) {
  const document = documents.change({ textDocument: { uri: URI, version }, contentChanges: [{ text }] });
  assert.ok(document);
  analyses.changed(document);
  return document;
}

describe('the analyses of documents', () => {
  it('come at once when a document is opened', async () => {
    const at = bench(10_000);
    const document = open(at, 'a');
    assert.equal((await at.analyses.settled(document, NEVER))?.analysis?.entry, 'a');
  });

  it('wait for a pause in the typing', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.settled(document, NEVER);
    for (const [index, text] of ['b', 'bc', 'bcd'].entries()) type(at, text, index + 2);
    const { version } = (await at.analyses.settled(document, NEVER))!;
    assert.equal(version, 4);
    assert.deepEqual(at.analysed, ['a', 'bcd']);
    assert.deepEqual(at.told, [1, 4]);
    assert.deepEqual(document.changes, []);
  });

  it('keep the last one until the next is there', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.settled(document, NEVER);
    type(at, 'b', 2);
    assert.equal(at.analyses.latest(document)?.analysis?.entry, 'a');
    assert.equal(document.changes.length, 1);
  });

  it('do not wait for what a person points at', async () => {
    const at = bench(10_000);
    const document = open(at, 'a');
    await at.analyses.now(document);
    type(at, 'b', 2);
    const [one, two] = await Promise.all([at.analyses.now(document), at.analyses.now(document)]);
    assert.equal(one?.analysis?.entry, 'b');
    assert.equal(two, one);
    await sleep(5);
    assert.deepEqual(at.analysed, ['a', 'b']);
  });

  it('are of the newest text when it changes while the engine loads', async () => {
    let load: () => void = () => undefined;
    const at = bench(20, new Promise((resolve) => (load = resolve)));
    const document = open(at, 'a');
    const answer = at.analyses.settled(document, NEVER);
    type(at, 'b', 2);
    load();
    assert.equal((await answer)?.analysis?.entry, 'b');
    assert.deepEqual(at.analysed, ['b']);
  });

  it('are none for who cancels, without harm to others', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.settled(document, NEVER);
    type(at, 'b', 2);
    const source = new CancellationTokenSource();
    const cancelled = at.analyses.settled(document, source.token);
    const other = at.analyses.settled(document, NEVER);
    source.cancel();
    assert.equal(await cancelled, null);
    assert.equal((await other)?.analysis?.entry, 'b');
  });

  it('are none for a document that is closed meanwhile', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.now(document);
    type(at, 'b', 2);
    const answer = at.analyses.settled(document, NEVER);
    at.documents.close(URI);
    at.analyses.closed(document);
    assert.equal(await answer, null);
    await sleep(30);
    assert.deepEqual(at.analysed, ['a']);
  });

  it('are made anew when the settings change', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.now(document);
    at.settings = { ...at.settings, 'codeLens.helpers': true };
    at.analyses.outdated(at.documents.all());
    const again = await at.analyses.now(document);
    assert.equal(again?.settings['codeLens.helpers'], true);
    assert.deepEqual(at.analysed, ['a', 'a']);
  });

  it('do not depend on versions that count up', async () => {
    const at = bench();
    const document = open(at, 'a');
    await at.analyses.now(document);
    type(at, 'b', 1);
    assert.equal((await at.analyses.now(document))?.analysis?.entry, 'b');
  });
});
