/** The language status item: the bounds of the solution under the cursor, or that the server is gone. */
import * as vscode from 'vscode';
import { SHOW_REPORT_COMMAND, type ShowReportArguments } from '../shared/protocol/requests.ts';
import type { Analyses } from './analyses.ts';
import { LANGUAGES, isServed } from './languages.ts';
import { statusAt } from './statusText.ts';
import type { Server } from './server.ts';

/** Creates the item and keeps it up to date. */
export function showStatus(server: Server, analyses: Analyses): vscode.Disposable {
  const selector = LANGUAGES.map((language) => ({ language }));
  const item = vscode.languages.createLanguageStatusItem('bigOLens.bounds', selector);
  item.name = 'Big-O Lens';

  const update = () => {
    const state = server.state();
    item.busy = state === 'starting';
    item.severity =
      state === 'gone' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    if (state === 'gone') showGone(item);
    else showBounds(item, analyses);
  };
  update();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState(update),
    analyses.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) update();
    }),
  );
}

function showGone(item: vscode.LanguageStatusItem): void {
  item.text = vscode.l10n.t('The Big-O Lens server has stopped');
  item.detail = '';
  item.command = { title: vscode.l10n.t('Restart'), command: 'big-o-lens.restartServer' };
}

function showBounds(item: vscode.LanguageStatusItem, analyses: Analyses): void {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isServed(editor.document.languageId)) return;
  const { uri } = editor.document;
  const analysed = analyses.latest(uri);
  const status = analysed && statusAt(analysed.analysis, editor.document.offsetAt(editor.selection.active));
  item.text = status?.text ?? 'Big-O Lens';
  item.detail = status?.detail ?? '';
  item.command = {
    title: vscode.l10n.t('Show Report'),
    command: SHOW_REPORT_COMMAND,
    arguments: [uri.toString(), status?.name ?? null] satisfies ShowReportArguments,
  };
}
