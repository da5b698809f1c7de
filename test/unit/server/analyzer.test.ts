import assert from 'node:assert/strict';
import { type EngineOptions, type ServerEngine, createAnalyzer } from '../../../server/analyzer.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/protocol/settings.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analysisOf } from './sample.ts';

function analyzerOf(fail?: Error) {
  const calls: EngineOptions[] = [];
  const log: string[] = [];
  const loaded: string[] = [];
  const engine: ServerEngine = {
    load: async (language) => {
      if (language === 'broken') throw new Error('no such file');
      loaded.push(language);
      return Promise.resolve();
    },
    analyze: (text, language, options) => {
      if (fail) throw fail;
      calls.push(options);
      return analysisOf({ language, entry: text });
    },
    languageOf: (name) =>
      name.startsWith('py')
        ? { id: 'python', commentPrefix: '#' }
        : name === 'broken'
          ? { id: name, commentPrefix: '#' }
          : null,
  };
  const { analyze, load, commentPrefix } = createAnalyzer(engine, (message) => log.push(message));
  const run = (text: string, settings: Partial<Settings> = {}, language = 'python', file = 'a.py') =>
    analyze(TextDocument.create(`file:///x/${file}`, language, 1, text), {
      ...DEFAULT_SETTINGS,
      ...settings,
    });
  return { run, load, calls, log, loaded, commentPrefix };
}

describe('the analyzer', () => {
  it('loads the grammars of languages that are served, and says which one is missing', async () => {
    const { load, loaded, log } = analyzerOf();
    await Promise.all(['python3', 'cobol', 'broken'].map(load));
    assert.deepEqual(loaded, ['python']);
    assert.deepEqual(log, ['The grammar of broken could not be loaded: Error: no such file']);
  });

  it('answers equal texts under equal settings from its cache', () => {
    const { run, calls } = analyzerOf();
    const first = run('a');
    assert.equal(run('a'), first);
    assert.equal(run('a', { 'codeLens.helpers': true }), first);
    run('b');
    run('a', { 'diagnostics.disabledRules': ['x'] });
    run('a', {}, 'python', '1.two%20sum.py');
    assert.deepEqual(calls, [
      { disabledRules: [], fileName: 'a.py' },
      { disabledRules: [], fileName: 'a.py' },
      { disabledRules: ['x'], fileName: 'a.py' },
      { disabledRules: [], fileName: '1.two sum.py' },
    ]);
  });

  it('has nothing for a language that is not served, or is switched off', () => {
    const { run } = analyzerOf();
    assert.equal(run('a', {}, 'haskell'), null);
    assert.equal(run('a', { enable: false }), null);
    assert.equal(run('a', { 'languages.disabled': ['python'] }, 'python3'), null);
    assert.equal(run('a', { 'languages.disabled': ['python3'] }, 'python3'), null);
  });

  it('says so of a file that is too large, by its size in UTF-8', () => {
    const { run, calls } = analyzerOf();
    const limit = { 'analysis.maxFileSize': 1 };
    assert.equal(run('x'.repeat(1024), limit)?.entry?.length, 1024);
    const analysis = run('é'.repeat(513), limit);
    assert.match(analysis?.time.unknown ?? '', /larger than 1 kB.*bigOLens\.analysis\.maxFileSize/);
    assert.equal(analysis?.functions[0]?.time.unknown, analysis?.time.unknown);
    assert.equal(calls.length, 1);
  });

  it('survives an engine that fails, and says why', () => {
    const { run, log } = analyzerOf(new Error('too deep'));
    assert.equal(run('a')?.time.unknown, 'too deep');
    assert.match(log[0]!, /too deep/);
  });

  it('takes a file name that is no address', () => {
    const { run, calls } = analyzerOf();
    run('a', {}, 'python', '100%.py?x#y');
    assert.equal(calls[0]?.fileName, '100%.py');
  });
});
