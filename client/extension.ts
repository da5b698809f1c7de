/** Activation: starts the language server and puts the parts of the client together. */
import * as vscode from 'vscode';
import { followAnalyses } from './analyses.ts';
import { registerCommands } from './commands.ts';
import { followService } from './remote/service.ts';
import { showServiceStatus } from './remote/status.ts';
import { keepTokens } from './remote/tokens.ts';
import { createReport } from './report/panel.ts';
import { type Server, startServer } from './server.ts';
import { showStatus } from './status.ts';

/** Nothing here waits: the server starts while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const tokens = keepTokens(context);
  const server = startServer(context, tokens, (stopped) => void offerRestart(stopped));
  const analyses = followAnalyses(server);
  const service = followService(server, tokens);
  const report = createReport(context.extensionUri, server, analyses, service);
  context.subscriptions.push(
    tokens,
    analyses,
    service,
    report,
    showStatus(server, analyses),
    showServiceStatus(tokens, service),
    registerCommands({ server, analyses, service, tokens, report }),
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
