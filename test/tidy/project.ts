/** What the tidy tests look at: the project's own files and what they import. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Folders that are made, not written. `corpora` holds data that others wrote. */
const NOT_OURS = new Set([
  '.git',
  '.tsbuild',
  '.vscode-test',
  'corpora',
  'coverage',
  'dist',
  'node_modules',
  'test-results',
]);

/** Every file of the project as a path from its root with forward slashes, sorted. */
export const FILES: readonly string[] = listFiles(ROOT).sort();

export const SOURCES: readonly string[] = FILES.filter(
  (file) => file.endsWith('.ts') && !file.startsWith('test/fixtures/'),
);

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [relative(ROOT, path).split(sep).join('/')];
  });
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export interface Import {
  /** The importing file. */
  readonly from: string;
  /** As written: "./ir.ts", "node:fs", "lru-cache". */
  readonly specifier: string;
  /** The imported file, for a relative import; null for a package. */
  readonly file: string | null;
}

/** Every import of the sources: static, type-only, dynamic and re-exports. */
export const IMPORTS: readonly Import[] = SOURCES.flatMap((from) =>
  ts.preProcessFile(read(from)).importedFiles.map(({ fileName: specifier }) => ({
    from,
    specifier,
    file: specifier.startsWith('.') ? join(dirname(from), specifier).split(sep).join('/') : null,
  })),
);

/** "@scope/name/path" -> "@scope/name"; null for a module of Node itself or a file of ours. */
export function packageName(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The part of the project that a file belongs to: "server", "shared/engine/cost", "shared/engine" for its facade. */
export function partOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  const depth = file.startsWith('shared/engine/') ? 3 : file.startsWith('shared/') ? 2 : 1;
  return folders.slice(0, depth).join('/');
}
