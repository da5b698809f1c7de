/** Which files to analyse. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { type Language } from '../shared/engine/languages/language.ts';
import { canonicalLanguage, languages } from '../shared/engine/languages/registry.ts';
import { UsageError } from './io.ts';

export interface SourceFile {
  /** As people and tools read it: relative to the working folder, with forward slashes, where it is below it. */
  readonly name: string;
  readonly language: string;
  readonly read: () => Promise<string>;
}

/** A path that can't be analysed, and why. */
export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

export const STANDARD_INPUT = '-';

const SKIPPED_FOLDERS = new Set(['node_modules', '__pycache__']);

const byExtension: ReadonlyMap<string, Language> = new Map(
  languages.flatMap((language) => language.extensions.map((extension) => [extension, language] as const)),
);

/** What a path stands for: a file, or all solutions below a folder, sorted. */
export interface Found {
  readonly isFolder: boolean;
  readonly files: readonly SourceFile[];
}

export async function filesAt(
  path: string,
  cwd: string,
  language: string | null,
): Promise<Found | Unreadable> {
  const absolute = resolve(cwd, path);
  const languageOf = (file: string) => language ?? byExtension.get(extensionOf(file))?.id;
  try {
    const isFolder = (await stat(absolute)).isDirectory();
    const paths = isFolder ? await walk(absolute) : [absolute];
    const files = paths.flatMap((file) => {
      const id = languageOf(file);
      return id === undefined ? [] : [sourceFile(file, cwd, id)];
    });
    if (files.length > 0) return { isFolder, files };
    const extension = extname(path);
    return {
      path,
      reason: isFolder ? 'there is no solution below it' : `give --language: '${extension}' tells none`,
    };
  } catch (error) {
    return { path, reason: reasonOf(error) };
  }
}

/** A language by any of its names. @throws UsageError for one that is not served. */
export function languageNamed(name: string): string {
  const language = canonicalLanguage(name);
  if (language !== null) return language.id;
  const served = languages.map(({ id }) => id).join(', ');
  throw new UsageError(`--language can't be '${name}'. Served: ${served}.`);
}

/** Files with an extension that is served, sorted by their paths. Links to folders are not followed. */
async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) found.push(...(await walk(path)));
    } else if (byExtension.has(extensionOf(entry.name))) {
      found.push(path);
    }
  }
  return found;
}

function sourceFile(absolute: string, cwd: string, language: string): SourceFile {
  const path = relative(cwd, absolute);
  const name = (path.startsWith('..') ? absolute : path).split(sep).join('/');
  return { name, language, read: async () => withoutMark(await readFile(absolute, 'utf8')) };
}

/** Editors don't count the byte order mark as a character of the text. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function extensionOf(file: string): string {
  return extname(file).toLowerCase();
}

/** The reason of a failed access, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}
