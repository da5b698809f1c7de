/** Activation: starts the language server and puts the parts of the client together. */
import * as vscode from 'vscode';
import { followAnalyses } from './analyses.ts';
import { registerCommands } from './commands.ts';
import { createReport } from './report/panel.ts';
import { type Server, startServer } from './server.ts';
import { showStatus } from './status.ts';

/** Nothing here waits: the server starts while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const server = startServer(context, (stopped) => void offerRestart(stopped));
  const analyses = followAnalyses(server);
  const report = createReport(context.extensionUri, server, analyses);
  context.subscriptions.push(
    analyses,
    report,
    showStatus(server, analyses),
    registerCommands(server, analyses, report),
  );
}

/** After repeated failure only: a single crash is repaired without a word. */
async function offerRestart(server: Server): Promise<void> {
  const restart = vscode.l10n.t('Restart');
  const showOutput = vscode.l10n.t('Show Output');
  const text = vscode.l10n.t('The Big-O Lens server stopped several times and was not started again.');
  const chosen = await vscode.window.showErrorMessage(text, restart, showOutput);
  if (chosen === restart) await server.restart();
  else if (chosen === showOutput) server.output.show();
}
