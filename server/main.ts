/** The language server's process: over node-ipc for VS Code, `--stdio` for any other editor. */
import { readFile } from 'node:fs/promises';
import { createConnection } from 'vscode-languageserver/node';
import type { ServerEngine } from './analyzer.ts';
import { startServer } from './server.ts';

/** The grammars lie beside the bundle. */
async function readGrammar(file: string): Promise<Uint8Array> {
  return readFile(new URL(`grammars/${file}`, import.meta.url));
}

/** Loaded when it is needed, so that the answer to `initialize` does not wait for it. */
async function loadEngine(): Promise<ServerEngine> {
  const [{ createEngine }, { canonicalLanguage: languageOf }] = await Promise.all([
    import('../shared/engine/analyze.ts'),
    import('../shared/engine/languages/registry.ts'),
  ]);
  const engine = await createEngine(readGrammar);
  return { analyze: engine.analyze, languageOf };
}

startServer(createConnection(), loadEngine);
