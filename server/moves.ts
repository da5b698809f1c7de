/** Where a place of an older text is now: how lenses stay with their functions until the new ones are ready. */
import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver';

/** The place after the changes. Where the text around it is replaced, it is where the new text begins. */
export function movePosition(
  position: Position,
  changes: readonly TextDocumentContentChangeEvent[],
): Position {
  let moved: Position = position;
  for (const change of changes) {
    // A client that sends the whole text doesn't say what changed: the line is the best guess.
    if (!('range' in change)) continue;
    const { start, end } = change.range;
    if (isBefore(moved, start)) continue;
    moved = isBefore(moved, end) ? start : after(moved, end, start, change.text);
  }
  return moved;
}

/** A place at or behind `end`, once the text between `start` and `end` is `text`. */
function after(position: Position, end: Position, start: Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const line = position.line - end.line + start.line + lines.length - 1;
  if (position.line > end.line) return { line, character: position.character };
  const last = lines[lines.length - 1]?.length ?? 0;
  const column = lines.length === 1 ? start.character + last : last;
  return { line, character: position.character - end.character + column };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
