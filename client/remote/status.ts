/** The status item of the remote service: there while somebody is signed in, and when a session has ended by itself. */
import * as vscode from 'vscode';
import { SECTION, type Settings } from '../../shared/protocol/settings.ts';
import { LANGUAGES } from '../languages.ts';
import type { Service } from './service.ts';
import { serviceStatus } from './statusText.ts';
import type { Tokens } from './tokens.ts';

/** Creates the item when it is needed, and keeps it up to date. */
export function showServiceStatus(tokens: Tokens, service: Service): vscode.Disposable {
  let item: vscode.LanguageStatusItem | undefined;
  const update = () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const status = serviceStatus({
      signedIn: tokens.signedIn(),
      lost: tokens.lost(),
      sends: vscode.workspace
        .getConfiguration(SECTION)
        .get<Settings['remote.send']>('remote.send', 'nothing'),
      report: uri && service.latest(uri),
    });
    if (status === null) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= createItem();
    item.text = status.text;
    item.detail = status.detail;
    item.severity = status.warns
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    item.command = status.command;
  };
  update();
  return vscode.Disposable.from(
    { dispose: () => item?.dispose() },
    tokens.onDidChange(update),
    service.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.remote`)) update();
    }),
  );
}

function createItem(): vscode.LanguageStatusItem {
  const selector = LANGUAGES.map((language) => ({ language }));
  const item = vscode.languages.createLanguageStatusItem('bigOLens.service', selector);
  item.name = vscode.l10n.t('Big-O Lens Service');
  return item;
}
