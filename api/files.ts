/** Where files lie that the service reads or runs: the build gives dist/service the layout of this folder. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const BUILT = !import.meta.url.endsWith('.ts');

/** The program of a thread: its source, or its bundle. */
export function threadFile(name: 'analysis/worker' | 'cache/disk-worker'): string {
  return new URL(`${name}${BUILT ? '.js' : '.ts'}`, import.meta.url).href;
}

export const DOCUMENTATION_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** A file of the documentation page. */
export function documentationFile(name: (typeof DOCUMENTATION_FILES)[number]): string {
  return BUILT
    ? fileURLToPath(new URL(`docs/${name}`, import.meta.url))
    : createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
}

/** The path of each WebAssembly file that the engine asks for, in a build. */
export function builtGrammars(): Readonly<Record<string, string>> {
  const folder = fileURLToPath(new URL('../grammars/', import.meta.url));
  return Object.fromEntries(readdirSync(folder).map((name) => [name, `${folder}${name}`]));
}
