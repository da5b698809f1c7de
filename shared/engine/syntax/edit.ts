/** What turned one text into another, as one replacement. */
import { Edit, type Point } from 'web-tree-sitter';

/**
 * The replacement between the longest common beginning and end of two texts, for tree-sitter; null where they have less
 * than half in common, so that the one is hardly a later state of the other.
 */
export function editBetween(before: string, after: string): Edit | null {
  const start = commonPrefix(before, after);
  const common = commonSuffix(before, after, start);
  if (2 * (start + common) < Math.max(before.length, after.length)) return null;
  const oldEndIndex = before.length - common;
  const newEndIndex = after.length - common;
  return new Edit({
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(after, newEndIndex),
  });
}

function commonPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** How many characters the ends have in common, beyond the first `start`. */
function commonSuffix(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

/** tree-sitter ends lines at `\n` only. */
function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
