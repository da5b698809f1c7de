/**
 * Where the WebAssembly files come from that the engine asks for by name. The build copies them to dist/grammars, so
 * only what ships is named here; tests and benchmarks that run the sources read them from node_modules.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const PACKAGE_FILES: Readonly<Record<string, string>> = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-java.wasm': '@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm',
  'tree-sitter-python.wasm': '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
};

const require = createRequire(import.meta.url);

export const GRAMMAR_FILES: readonly string[] = Object.keys(PACKAGE_FILES);

/** The absolute path, inside node_modules, of a file that ships in dist/grammars. */
export function grammarPath(file: string): string {
  const inPackage = PACKAGE_FILES[file];
  if (inPackage === undefined) throw new Error(`scripts/grammars.ts does not list the grammar ${file}`);
  return require.resolve(inPackage);
}

/** The `readGrammar` of `createEngine` for code that runs from the sources. */
export async function readGrammar(file: string): Promise<Uint8Array> {
  return readFile(grammarPath(file));
}
