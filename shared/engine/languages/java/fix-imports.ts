/** Imports of `java.util` in a Java text. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { Editing } from '../shared/fix-text.ts';

const LIBRARY = 'java.util';

/**
 * The edits after which the classes can be named. A program that imports nothing, and names classes of the library
 * all the same, runs where they are imported for it, as LeetCode's do.
 */
export function importsOf(at: Editing, ...names: readonly string[]): TextChange[] {
  const { text } = at.source;
  const lines = [...text.matchAll(/^import\s+(?:static\s+)?([\w.]+(?:\.\*)?)\s*;[^\n]*\n/gm)];
  const known = new Set(lines.map((line) => line[1]));
  const missing = names
    .filter((name) => !known.has(`${LIBRARY}.*`) && !known.has(`${LIBRARY}.${name}`))
    .sort();
  if (missing.length === 0 || (lines.length === 0 && usesLibrary(text))) return [];
  const last = lines[lines.length - 1];
  const place = last === undefined ? startOf(at) : last.index + last[0].length;
  const added = missing.map((name) => `import ${LIBRARY}.${name};${at.newline}`).join('');
  return [at.replace(place, place, last === undefined ? added + at.newline : added)];
}

const usesLibrary = (text: string): boolean =>
  /\b(?:Array(?:List|Deque|s)|Collections|Deque|HashMap|HashSet|LinkedList|List|Map|Queue|Set|Stack)\b/.test(
    text,
  );

/** Behind the marker of a tool or the package, or at the very beginning. */
function startOf({ source: { text, region } }: Editing): number {
  if (region !== null) return region.start;
  const found = /^package [^\n]*\n/m.exec(text);
  return found === null ? 0 : found.index + found[0].length;
}
