/** docs/benchmarks.md: a section for each part of the benches, in the order in which they were first written. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Section, sectionMarkdown } from './section.ts';

const REPORT = resolve(import.meta.dirname, '../../docs/benchmarks.md');

/** Replaces the sections of the same titles, adds new ones at the end, and leaves all others as they are. */
export async function recordSections(sections: readonly Section[], intro?: string): Promise<void> {
  const [head, ...recorded] = (await readFile(REPORT, 'utf8')).trimEnd().split(/\n\n(?=## )/);
  const parts = new Map(recorded.map((text) => [text.split('\n', 1)[0]!, text]));
  for (const section of sections) parts.set(`## ${section.title}`, sectionMarkdown(section));
  await writeFile(REPORT, `${[intro ?? head!, ...parts.values()].join('\n\n')}\n`);
}
