/** Switches a finding off by a comment, on its line or in the whole file. */
import { type CodeAction, CodeActionKind, TextEdit } from 'vscode-languageserver';
import { DIRECTIVE, suppressionIn } from '../../shared/engine/problem/suppressions.ts';
import { toWorkspaceEdit } from '../toProtocol.ts';
import type { FindingHere } from './findingsIn.ts';
import { lineAt, newline } from './lines.ts';
import type { Scene } from './scene.ts';

export function suppressions(scene: Scene, findings: readonly FindingHere[]): CodeAction[] {
  const { document, client } = scene;
  return findings.flatMap(({ finding: { rule, span }, diagnostics }) => {
    const action = (place: string, edit: TextEdit): CodeAction => ({
      title: `Disable ${rule} for this ${place}`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit: toWorkspaceEdit(document, [edit], client),
    });
    const inLine = lineEdit(scene, span.line, rule);
    return [...(inLine ? [action('line', inLine)] : []), action('file', fileEdit(scene, rule))];
  });
}

/** At the end of the line, or in the comment that is there already. */
function lineEdit({ document, commentPrefix }: Scene, line: number, rule: string): TextEdit | null {
  const content = lineAt(document, line);
  const end = { line, character: content.length };
  const present = suppressionIn(content, line, commentPrefix);
  const last = present?.rules.at(-1);
  if (last !== undefined && content.endsWith(last)) return TextEdit.insert(end, `, ${rule}`);
  if (present || isOpen(content)) return null;
  return TextEdit.insert(end, `  ${commentPrefix} ${DIRECTIVE} disable-line=${rule}`);
}

/** Above everything but a line that has to be the first. */
function fileEdit({ document, commentPrefix }: Scene, rule: string): TextEdit {
  let line = 0;
  while (line < 2 && /^#!|^#.*coding[:=]/.test(lineAt(document, line))) line += 1;
  const text = `${commentPrefix} ${DIRECTIVE} disable-file=${rule}${newline(document)}`;
  return TextEdit.insert({ line, character: 0 }, text);
}

/** Text behind the end of such a line would not be a comment: a continued line, or an open string of many lines. */
function isOpen(content: string): boolean {
  return content.endsWith('\\') || (content.match(/"""|'''/g) ?? []).length % 2 === 1;
}
