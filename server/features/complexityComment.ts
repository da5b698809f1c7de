/** Writes the bounds of a function into a comment above it, or brings that comment up to date. */
import { type CodeAction, type Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { complexityComment } from '../../shared/engine/present/lens.ts';
import type { FunctionAnalysis } from '../../shared/protocol/analysis.ts';
import { COMMENT_ACTION_KIND } from '../../shared/protocol/requests.ts';
import { lineAt, lineRange, newline } from './lines.ts';
import type { Scene } from './scene.ts';

/** What an earlier run of this action wrote, after the comment's prefix. */
const OURS = /^\s*Time:.*\bSpace:/i;

/** The action without its edit; none when the comment is already there. */
export function commentAction(scene: Scene, fn: FunctionAnalysis): CodeAction | null {
  const edit = commentEdit(scene, fn);
  if (!edit) return null;
  const verb = edit.range.start.character === edit.range.end.character ? 'Insert' : 'Update';
  return { title: `${verb} complexity comment`, kind: COMMENT_ACTION_KIND };
}

/** Null when the comment says what it should. */
export function commentEdit({ document, commentPrefix }: Scene, fn: FunctionAnalysis): TextEdit | null {
  const head = headLine(document, fn);
  const indent = /^[ \t]*/.exec(lineAt(document, head))?.[0] ?? '';
  const text = `${indent}${commentPrefix} ${complexityComment(fn)}`;
  for (let line = head - 1; line >= 0; line--) {
    const above = lineAt(document, line);
    if (!above.trimStart().startsWith(commentPrefix)) break;
    if (!OURS.test(above.trimStart().slice(commentPrefix.length))) continue;
    return above === text ? null : TextEdit.replace(lineRange(document, line), text);
  }
  return TextEdit.insert({ line: head, character: 0 }, text + newline(document));
}

/** The line that the comment goes above: the function's first, or that of its first decorator. */
function headLine(document: TextDocument, { span, nameSpan }: FunctionAnalysis): number {
  let line = Math.min(span.line, nameSpan.line);
  while (
    line > 0 &&
    lineAt(document, line - 1)
      .trimStart()
      .startsWith('@')
  )
    line -= 1;
  return line;
}

/** The innermost function at a place. Unasked, only for its head: a bulb beside every line would tell nothing. */
export function functionAt(
  { analysis }: Scene,
  { start, end }: Range,
  asked: boolean,
): FunctionAnalysis | null {
  const touched = analysis.functions.filter(({ span, nameSpan }) => {
    const last = asked ? span.endLine : nameSpan.endLine;
    return start.line <= last && end.line >= Math.min(span.line, nameSpan.line);
  });
  const length = ({ span }: FunctionAnalysis) => span.end - span.start;
  return touched.reduce<FunctionAnalysis | null>((a, b) => (a && length(a) <= length(b) ? a : b), null);
}
