/** Our own Markdown as plain text, for editors that show hovers without markup. */

const FENCED = /^(`{3,})[^\n]*\n([^]*?)\n\1$/gm;

/** Inline code, an escaped character, a mark: of these, what stays is in a group. */
const MARKS = /(`+) ?([^]*?[^`]) ?\1(?!`)|\\([!-/:-@[-`{-~])|\*\*| {2}$|^#+ |^---$/gm;

export function toPlainText(markdown: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const block of markdown.matchAll(FENCED)) {
    parts.push(withoutMarks(markdown.slice(end, block.index)), block[2] ?? '');
    end = block.index + block[0].length;
  }
  return [...parts, withoutMarks(markdown.slice(end))].join('').trim();
}

function withoutMarks(prose: string): string {
  return prose.replace(
    MARKS,
    (_, __, code: string | undefined, character: string | undefined) => code ?? character ?? '',
  );
}
