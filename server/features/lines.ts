/** Lines of a document, without what ends them. */
import type { Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

export function lineAt(document: TextDocument, line: number): string {
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return document.getText(range).replace(/[\r\n]+$/, '');
}

export function lineRange(document: TextDocument, line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: lineAt(document, line).length } };
}

/** What ends the lines of this document. */
export function newline(document: TextDocument): string {
  return /\r\n|\r|\n/.exec(document.getText())?.[0] ?? '\n';
}
