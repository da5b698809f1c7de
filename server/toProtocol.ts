/** From results to the types of LSP: all conversions are here, and only here. */
import {
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  MarkupKind,
  type MarkupContent,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, Severity, SourceSpan, TextChange } from '../shared/protocol/analysis.ts';
import type { ClientTraits } from './clientTraits.ts';
import { toPlainText } from './plainText.ts';

export const SOURCE = 'big-o-lens';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toRange({ line, column, endLine, endColumn }: SourceSpan): Range {
  return { start: { line, character: column }, end: { line: endLine, character: endColumn } };
}

export function toStart({ line, column }: SourceSpan): Position {
  return { line, character: column };
}

/** Whether a place and a selection have a point in common, be it an end. */
export function touches(span: SourceSpan, { start, end }: Range): boolean {
  const endsBefore =
    span.endLine < start.line || (span.endLine === start.line && span.endColumn < start.character);
  const startsAfter = span.line > end.line || (span.line === end.line && span.column > end.character);
  return !endsBefore && !startsAfter;
}

export function toDiagnostic(
  uri: string,
  finding: Finding,
  severities: Readonly<Record<string, Severity>>,
  client: Pick<ClientTraits, 'relatedInformation' | 'codeDescription'>,
): Diagnostic {
  const { rule, span, message, docs, related } = finding;
  const diagnostic: Diagnostic = {
    range: toRange(span),
    severity: SEVERITY[severities[rule] ?? finding.severity],
    code: rule,
    source: SOURCE,
    message,
  };
  const codeDescription = toCodeDescription(docs);
  if (client.codeDescription && codeDescription) diagnostic.codeDescription = codeDescription;
  if (client.relatedInformation && related.length > 0) {
    diagnostic.relatedInformation = related.map((place) => ({
      location: { uri, range: toRange(place.span) },
      message: place.message,
    }));
  }
  return diagnostic;
}

/** Only an address that an editor can open. */
function toCodeDescription(docs: string): CodeDescription | null {
  return /^https?:\/\//.test(docs) ? { href: docs } : null;
}

export function toTextEdit({ span, newText }: TextChange): TextEdit {
  return { range: toRange(span), newText };
}

/** Clients that can check the document's version get it: an edit of an older text must not be applied. */
export function toWorkspaceEdit(
  { uri, version }: TextDocument,
  edits: TextEdit[],
  client: Pick<ClientTraits, 'documentChanges'>,
): WorkspaceEdit {
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

export function toMarkup(markdown: string, client: Pick<ClientTraits, 'markdown'>): MarkupContent {
  return client.markdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: toPlainText(markdown) };
}
