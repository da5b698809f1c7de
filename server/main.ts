/** The language server's process: over node-ipc for VS Code, `--stdio` for any other editor. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { createConnection } from 'vscode-languageserver/node';
import type { ServerEngine } from './analyzer.ts';
import { startServer } from './server.ts';

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

startServer(createConnection(), loadEngine);
