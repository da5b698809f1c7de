/** What the report does in the editor beside it. */
import * as vscode from 'vscode';
import type { SourceSpan, TextChange } from '../../shared/protocol/analysis.ts';

export function toRange({ line, column, endLine, endColumn }: SourceSpan): vscode.Range {
  return new vscode.Range(line, column, endLine, endColumn);
}

/** Goes to a place, in the editor that shows the document already, if any does. */
export async function reveal(uri: vscode.Uri, span: SourceSpan): Promise<void> {
  const shown = editorOf(uri);
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: toRange(span),
  });
  editor.revealRange(toRange(span), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

export interface Pointer {
  /** Marks the lines of a span, in place of what was marked before; null marks nothing. */
  readonly point: (uri: vscode.Uri, span: SourceSpan | null) => void;
  readonly dispose: () => void;
}

/** Marks the lines that a row of the report speaks of. */
export function pointer(): Pointer {
  const mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });
  return {
    point: (uri, span) => {
      const editor = editorOf(uri);
      if (!editor) return;
      editor.setDecorations(mark, span ? [toRange(span)] : []);
      if (span) editor.revealRange(toRange(span), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    dispose: () => mark.dispose(),
  };
}

/** Applies changes as one step of undo. */
export async function applyChanges(uri: vscode.Uri, changes: readonly TextChange[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    uri,
    changes.map(({ span, newText }) => new vscode.TextEdit(toRange(span), newText)),
  );
  return vscode.workspace.applyEdit(edit);
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
}
