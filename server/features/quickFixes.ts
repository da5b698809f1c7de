/** The quick fixes of findings. */
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Finding, Fix } from '../../shared/protocol/analysis.ts';
import { toTextEdit, toWorkspaceEdit } from '../toProtocol.ts';
import type { FindingHere } from './findingsIn.ts';
import type { Scene } from './scene.ts';

export function quickFixes({ document, client }: Scene, findings: readonly FindingHere[]): CodeAction[] {
  return findings.flatMap(({ finding, diagnostics }) =>
    finding.fixes.map((fix) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      isPreferred: fix.preferred,
      diagnostics,
      edit: toWorkspaceEdit(document, fix.edits.map(toTextEdit), client),
    })),
  );
}

/** The fix that "fix all" applies: it must keep the behaviour. */
export function safeFix({ fixes }: Finding): Fix | null {
  const safe = fixes.filter(({ safety }) => safety === 'safe');
  return safe.find(({ preferred }) => preferred) ?? safe[0] ?? null;
}
