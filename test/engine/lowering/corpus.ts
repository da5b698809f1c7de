/**
 * Files of cases in the form of tree-sitter's corpus: a title between two lines of `=`, the source, a line `---`, and
 * the IR that is expected of it.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface CorpusCase {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

export interface CorpusFile {
  readonly name: string;
  readonly path: string;
  readonly cases: readonly CorpusCase[];
}

const CASE =
  /^=+\n(?<title>.+)\n=+\n\n(?<source>[^]*?)\n---\n\n(?<expected>[^]*?)(?=\n=+\n.+\n=+\n\n|$(?![^]))/gm;

/** The files of a folder, in order. */
export function readCorpus(folder: string): CorpusFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => {
    const path = join(folder, name);
    return { name: basename(name, '.txt'), path, cases: parseCases(readFileSync(path, 'utf8')) };
  });
}

function parseCases(text: string): CorpusCase[] {
  return [...text.matchAll(CASE)].map(({ groups }) => ({
    title: groups!.title!,
    source: groups!.source!,
    expected: groups!.expected!.replace(/\n*$/, (end) => (end === '' ? '' : '\n')),
  }));
}

/** Writes a file again, with what its cases now give. */
export function writeCorpus({ path, cases }: CorpusFile, print: (source: string) => string): void {
  const texts = cases.map(({ title, source }) => {
    const line = '='.repeat(title.length);
    return `${line}\n${title}\n${line}\n\n${source}\n---\n\n${print(source)}`;
  });
  writeFileSync(path, texts.join('\n'));
}
