/** The findings that code actions are about. */
import type { CodeActionContext, Diagnostic, Range } from 'vscode-languageserver';
import type { Finding } from '../../shared/protocol/analysis.ts';
import { SOURCE, touches } from '../toProtocol.ts';
import type { Scene } from './scene.ts';

/** A finding that the cursor or the selection touches, and the client's own copies of its diagnostic. */
export interface FindingHere {
  readonly finding: Finding;
  readonly diagnostics: Diagnostic[];
}

export function findingsIn(
  { analysis }: Scene,
  range: Range,
  { diagnostics }: CodeActionContext,
): FindingHere[] {
  return analysis.findings
    .filter(({ span }) => touches(span, range))
    .map((finding) => ({
      finding,
      diagnostics: diagnostics.filter(
        ({ source, code, range: { start } }) =>
          source === SOURCE && code === finding.rule && start.line === finding.span.line,
      ),
    }));
}
