/** The commands of the palette, of lenses, of code actions and of the report. */
import * as vscode from 'vscode';
import type { Analyses, Analysed } from './analyses.ts';
import type { ServiceReport } from '../shared/protocol/remote.ts';
import { COMMENT_ACTION_KIND } from '../shared/protocol/requests.ts';
import { SECTION } from '../shared/protocol/settings.ts';
import { isServed } from './languages.ts';
import type { Service } from './remote/service.ts';
import { signIn, signOut } from './remote/signIn.ts';
import type { Tokens } from './remote/tokens.ts';
import { markdownReport } from './report/markdown.ts';
import { reportView } from './report/model.ts';
import { toRange } from './report/editor.ts';
import type { Report } from './report/panel.ts';
import type { Server } from './server.ts';

const STATUS_MS = 3_000;

/** Edits come with the resolved action only. */
const ACTIONS_TO_RESOLVE = 5;

/** What the commands work on. */
export interface Parts {
  readonly server: Server;
  readonly analyses: Analyses;
  readonly service: Service;
  readonly tokens: Tokens;
  readonly report: Report;
}

/** Registers all commands of package.json and those that only the server's answers name. */
export function registerCommands({ server, analyses, service, tokens, report }: Parts): vscode.Disposable {
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    analyzeSolution: () => withDocument(undefined, ({ uri }) => report.show(uri)),
    showReport: (uri, name) =>
      withDocument(uri, (document) => report.show(document.uri, typeof name === 'string' ? name : undefined)),
    copyReport: (uri) =>
      withAnalysis(uri, analyses, (document, analysed) =>
        copyReport(document, analysed, service.latest(document.uri)),
      ),
    insertComment: (uri) => withAnalysis(uri, analyses, insertComment),
    toggleCodeLens,
    restartServer: () => server.restart(),
    showOutput: () => server.output.show(),
    signIn: () => signIn(server, tokens),
    signOut: () => signOut(server, tokens),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`big-o-lens.${name}`, run),
    ),
  );
}

/** The document that a command names by its address, or the one in the active editor. */
async function withDocument(
  uri: unknown,
  run: (document: vscode.TextDocument) => Promise<void>,
): Promise<void> {
  const document =
    typeof uri === 'string'
      ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))
      : vscode.window.activeTextEditor?.document;
  if (document) await run(document);
  else void vscode.window.showInformationMessage(vscode.l10n.t('Open a solution first.'));
}

async function withAnalysis(
  uri: unknown,
  analyses: Analyses,
  run: (document: vscode.TextDocument, analysed: Analysed) => Promise<void>,
): Promise<void> {
  await withDocument(uri, async (document) => {
    const analysed = isServed(document.languageId) ? await analyses.current(document) : undefined;
    if (analysed) await run(document, analysed);
    else void vscode.window.showInformationMessage(vscode.l10n.t('There is no analysis of this file.'));
  });
}

async function copyReport(
  document: vscode.TextDocument,
  { version, analysis }: Analysed,
  service: ServiceReport | undefined,
): Promise<void> {
  const file = document.uri.path.split('/').at(-1) ?? '';
  const view = reportView({ uri: document.uri.toString(), file, version }, analysis, service);
  await vscode.env.clipboard.writeText(markdownReport(view));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the complexity report'), STATUS_MS);
}

/** The server writes the comment: it is one of its code actions on the function's name. */
async function insertComment(document: vscode.TextDocument, { analysis }: Analysed): Promise<void> {
  const target = analysis.functions.find(({ name }) => name === analysis.entry) ?? analysis.functions[0];
  const actions =
    target &&
    (await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      toRange(target.nameSpan),
      COMMENT_ACTION_KIND,
      ACTIONS_TO_RESOLVE,
    ));
  const edit = actions?.find(({ kind }) => kind?.value === COMMENT_ACTION_KIND)?.edit;
  if (edit) {
    await vscode.workspace.applyEdit(edit);
    return;
  }
  const why = target ? vscode.l10n.t('The comment is up to date') : vscode.l10n.t('There is no function');
  vscode.window.setStatusBarMessage(why, STATUS_MS);
}

/** Turns the lenses off or on where the setting is set: in the workspace if it is set there, else for the user. */
async function toggleCodeLens(): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = settings.inspect<boolean>('codeLens.enable')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update('codeLens.enable', settings.get<boolean>('codeLens.enable') === false, target);
}
