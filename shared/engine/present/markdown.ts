/** Text of others inside Markdown. */

/** Prose in which nothing is markup. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~]|&(?=#?\w+;)/g, String.raw`\$&`);
}

/** Inline code, whatever the text contains. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  const fence = longerThanAnyRun(line, 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A block of plain text, whatever it contains. */
export function codeBlock(lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = longerThanAnyRun(text, 3);
  return `${fence}text\n${text}\n${fence}`;
}

function longerThanAnyRun(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const length = runs.includes(least) || runs.some((run) => run > least) ? Math.max(...runs) + 1 : least;
  return '`'.repeat(Math.max(length, least));
}
