/** Findings as diagnostics, pulled by the client or pushed to it. */
import { createHash } from 'node:crypto';
import {
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import type { Settings } from '../../shared/protocol/settings.ts';
import type { ClientTraits } from '../clientTraits.ts';
import { toDiagnostic } from '../toProtocol.ts';

export function diagnostics(
  { uri }: TextDocument,
  analysis: SolutionAnalysis | null,
  settings: Settings,
  client: Pick<ClientTraits, 'relatedInformation' | 'codeDescription'>,
): Diagnostic[] {
  if (!analysis || !settings['diagnostics.enable']) return [];
  const severities = settings['diagnostics.severity'];
  return analysis.findings.map((finding) => toDiagnostic(uri, finding, severities, client));
}

/** The answer to a pull. The identity of a report is its content, so it needs no memory of what was sent. */
export function diagnosticReport(
  items: Diagnostic[],
  previous: string | undefined,
): DocumentDiagnosticReport {
  const resultId = createHash('sha1').update(JSON.stringify(items)).digest('base64');
  return resultId === previous
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
