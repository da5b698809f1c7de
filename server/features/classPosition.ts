/** Where a class begins: the analysis knows its operations, not its own line. */
import type { Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lineAt } from './lines.ts';

/** The declaration of the class, looked for upwards from one of its operations; null if there is none. */
export function classPosition(document: TextDocument, name: string, operationLine: number): Position | null {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const declaration = new RegExp(`\\b(?:class|struct|interface|type|impl|object)\\s+${escaped}(?![\\w$])`);
  for (let line = operationLine; line >= 0; line--) {
    const match = declaration.exec(lineAt(document, line));
    if (match) return { line, character: match.index };
  }
  return null;
}
