/** Every safe fix at once, as a source action that can also run on save. */
import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import type { TextChange } from '../../shared/protocol/analysis.ts';
import { SOURCE, toTextEdit, toWorkspaceEdit } from '../toProtocol.ts';
import { safeFix } from './quickFixes.ts';
import type { Scene } from './scene.ts';

export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.${SOURCE}`;

/** The action without its edit; none when there is nothing to fix. */
export function fixAllAction({ analysis: { findings } }: Scene): CodeAction[] {
  if (!findings.some((finding) => safeFix(finding))) return [];
  return [{ title: 'Apply all safe Big-O Lens fixes', kind: FIX_ALL_KIND }];
}

export function fixAllEdit({ document, analysis: { findings }, client }: Scene): WorkspaceEdit {
  const chosen: TextChange[] = [];
  for (const finding of findings) {
    const edits = safeFix(finding)?.edits ?? [];
    // Two fixes may add the same import, which is wanted once. A fix is applied whole or not at all.
    const added = edits.filter((edit) => !chosen.some((other) => isSame(edit, other)));
    if (!added.some((edit) => chosen.some((other) => overlap(edit, other)))) chosen.push(...added);
  }
  return toWorkspaceEdit(document, chosen.map(toTextEdit), client);
}

function isSame(a: TextChange, b: TextChange): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

/** Two insertions at one place do not overlap: one follows the other. */
function overlap(a: TextChange, b: TextChange): boolean {
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
