/** From offsets to lines and columns. */
import type { SourceSpan } from '../../protocol/analysis.ts';

/** The span of a half-open range of offsets. */
export type SpanOf = (start: number, end: number) => SourceSpan;

/** Finds lines by bisection, trying the line of the previous answer first: a tree is mostly read in source order. */
export function spansOf(text: string): SpanOf {
  const starts = lineStarts(text);
  let last = 0;
  const lineOf = (offset: number): number => {
    if (offset < starts[last]! || offset >= (starts[last + 1] ?? Infinity)) last = bisect(starts, offset);
    return last;
  };
  return (start, end) => {
    const line = lineOf(start);
    const column = start - starts[line]!;
    const endLine = lineOf(end);
    return { start, end, line, column, endLine, endColumn: end - starts[endLine]! };
  };
}

/** Offsets of the first character of each line; `\n`, `\r\n` and a lone `\r` end a line, as in the editor. */
function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** The last line that starts at or before the offset. */
function bisect(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
