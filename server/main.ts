/** The language server's process: over node-ipc for VS Code, `--stdio` for any other editor. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection } from 'vscode-languageserver/node';
import type { ServerEngine } from './analyzer.ts';
import type { DelegateOptions } from './remote/delegate.ts';
import { startServer } from './server.ts';

type Remote = Awaited<ReturnType<DelegateOptions['loadRemote']>>;

/** The grammars lie beside the bundle. */
async function readGrammar(file: string): Promise<Uint8Array> {
  return readFile(new URL(`grammars/${file}`, import.meta.url));
}

/**
 * By default V8 optimises the parser's code during the first file already, at the cost of that file. With this much
 * more patience it does so while somebody types.
 */
setFlagsFromString('--wasm-tiering-budget=300000000');

/** Apart from the rest, which listens to the client already. */
async function loadEngine(): Promise<ServerEngine> {
  const [{ createEngine }, { canonicalLanguage: languageOf }] = await Promise.all([
    import('../shared/engine/analyze.ts'),
    import('../shared/engine/languages/registry.ts'),
  ]);
  const engine = await createEngine(readGrammar, []);
  return { analyze: engine.analyze, load: async (language) => engine.load([language]), languageOf };
}

/** A bundle of its own, beside this one, which who never signs in does without. */
async function loadRemote(): Promise<Remote> {
  const bundle = fileURLToPath(new URL('remote.js', import.meta.url));
  return Promise.resolve(createRequire(import.meta.url)(bundle) as Remote);
}

startServer(createConnection(), loadEngine, loadRemote);
