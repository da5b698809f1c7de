/** The cost of the most expensive lines, at their ends. */
import type { InlayHint, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { HotLine, SolutionAnalysis } from '../../shared/protocol/analysis.ts';

export function inlayHints(document: TextDocument, analysis: SolutionAnalysis, range: Range): InlayHint[] {
  return hotLines(analysis, range)
    .filter(({ line }) => line >= range.start.line && line <= range.end.line)
    .map((hot) => ({
      position: lineEnd(document, hot.line),
      label: `O(${hot.total})`,
      paddingLeft: true,
    }));
}

/** One for a line: what the entry or an operation says of it counts more than what a helper in view says. */
function hotLines({ functions }: SolutionAnalysis, { start, end }: Range): HotLine[] {
  const isHelper = ({ role }: { readonly role: string }) => Number(role === 'helper');
  const inView = functions.filter(
    ({ role, span }) => role !== 'helper' || (span.line <= end.line && span.endLine >= start.line),
  );
  const byLine = new Map<number, HotLine>();
  for (const { hotLines: lines } of inView.sort((a, b) => isHelper(a) - isHelper(b))) {
    for (const hot of lines) if (!byLine.has(hot.line)) byLine.set(hot.line, hot);
  }
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

function lineEnd(document: TextDocument, line: number): { line: number; character: number } {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return { line, character: text.replace(/[\r\n]+$/, '').length };
}
