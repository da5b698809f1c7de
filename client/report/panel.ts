/** The report beside the editor: one panel, which shows the solution that is being edited. */
import * as vscode from 'vscode';
import type { Analyses, Analysed } from '../analyses.ts';
import { isServed, servedNames } from '../languages.ts';
import type { ServiceReport } from '../../shared/protocol/remote.ts';
import type { Service } from '../remote/service.ts';
import type { Server } from '../server.ts';
import { applyChanges, pointer, reveal } from './editor.ts';
import { reportView, shownAnalysis } from './model.ts';
import { pageHtml, pageRoots } from './page.ts';
import type { FromPage, NoticeView, PageState, PageView, ToPage } from './webview/messages.ts';

export const REPORT_VIEW = 'bigOLens.report';

export interface Report {
  readonly dispose: () => void;
  /** Opens the report of a document beside it, at a function if one is named. */
  readonly show: (uri: vscode.Uri, name?: string) => Promise<void>;
}

/** Prepares the report; the panel is made when it is asked for, or restored with the window. */
export function createReport(
  extension: vscode.Uri,
  server: Server,
  analyses: Analyses,
  service: Service,
): Report {
  const mark = pointer();
  let panel: vscode.WebviewPanel | undefined;
  let shown: vscode.Uri | undefined;
  let ready = false;
  /** Sent as soon as the page can take it. */
  let scrollTo: string | undefined;

  const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `report-${theme}.svg`);
  const send = (message: ToPage) => void panel?.webview.postMessage(message);

  const refresh = async (): Promise<void> => {
    if (!panel || !ready || !shown) return;
    const uri = shown;
    const view = await viewOf(uri, { server, analyses, service });
    if (view === undefined || shown !== uri) return;
    send({ type: 'view', view });
    if (view.kind === 'report') {
      panel.title = vscode.l10n.t('Complexity of {0}', view.subject ?? view.file);
      if (scrollTo !== undefined) send({ type: 'show', name: scrollTo });
      scrollTo = undefined;
    }
  };

  const receive = async (message: FromPage): Promise<void> => {
    if (message.type === 'ready') {
      ready = true;
      return refresh();
    }
    if (message.type === 'restart') return server.restart();
    if (message.type === 'docs') {
      if (/^https?:/u.test(message.url)) await vscode.env.openExternal(vscode.Uri.parse(message.url));
      return;
    }
    if (!shown) return;
    switch (message.type) {
      case 'reveal':
        return reveal(shown, message.span);
      case 'point':
        mark.point(shown, message.span);
        return;
      case 'fix':
        return applyFix(shownOf(analyses.latest(shown), service.latest(shown)), message, send);
      case 'copy':
        await vscode.commands.executeCommand('big-o-lens.copyReport', shown.toString());
        send({ type: 'announce', text: vscode.l10n.t('Copied') });
        return;
      case 'comment':
        await vscode.commands.executeCommand('big-o-lens.insertComment', shown.toString());
        return;
    }
  };

  const adopt = (created: vscode.WebviewPanel) => {
    panel = created;
    ready = false;
    created.iconPath = { light: icon('light'), dark: icon('dark') };
    created.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
    created.webview.onDidReceiveMessage(receive);
    created.onDidDispose(() => {
      panel = undefined;
      shown = undefined;
    });
    created.webview.html = pageHtml(created.webview, extension);
  };

  const show = async (uri: vscode.Uri, name?: string): Promise<void> => {
    shown = uri;
    scrollTo = name;
    if (panel) {
      // In the group of its editor it would hide it.
      const inTheWay = panel.viewColumn === vscode.window.activeTextEditor?.viewColumn;
      panel.reveal(inTheWay ? vscode.ViewColumn.Beside : panel.viewColumn, true);
    } else {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      adopt(vscode.window.createWebviewPanel(REPORT_VIEW, 'Big-O Lens', place, { enableFindWidget: true }));
    }
    service.ask(uri);
    await refresh();
  };

  const listeners = vscode.Disposable.from(
    mark,
    analyses.onDidChange(({ uri }) => {
      if (uri.toString() === shown?.toString()) void refresh();
    }),
    service.onDidChange((uri) => {
      if (uri === undefined || uri === shown?.toString()) void refresh();
    }),
    server.onDidChangeState(() => void refresh()),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (!panel || !editor || !isServed(editor.document.languageId)) return;
      shown = editor.document.uri;
      void refresh();
    }),
    vscode.window.registerWebviewPanelSerializer(REPORT_VIEW, {
      deserializeWebviewPanel: async (restored, state: PageState | undefined) => {
        shown = state?.uri === undefined ? undefined : vscode.Uri.parse(state.uri);
        adopt(restored);
        return Promise.resolve();
      },
    }),
    { dispose: () => void panel?.dispose() },
  );
  return { show, dispose: () => void listeners.dispose() };
}

/** What to show of a document; undefined while there is nothing yet. */
async function viewOf(
  uri: vscode.Uri,
  { server, analyses, service }: { server: Server; analyses: Analyses; service: Service },
): Promise<PageView | undefined> {
  const file = uri.path.split('/').at(-1) ?? uri.path;
  const notice = (text: string, restart = false): NoticeView => ({
    kind: 'notice',
    uri: uri.toString(),
    file,
    text,
    restart,
  });
  if (server.state() === 'gone') {
    return notice(vscode.l10n.t('The Big-O Lens server has stopped, so there is no analysis.'), true);
  }
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => undefined,
  );
  if (!document) return notice(vscode.l10n.t('The file is not there any more.'));
  if (!isServed(document.languageId)) {
    return notice(
      vscode.l10n.t(
        'Big-O Lens does not read this language ({0}). It reads: {1}.',
        document.languageId,
        servedNames(),
      ),
    );
  }
  if (server.state() === 'starting') return undefined;
  const analysed = await analyses.current(document);
  if (!analysed) return notice(vscode.l10n.t('There is no analysis of this file.'));
  const source = { uri: uri.toString(), file, version: analysed.version };
  return reportView(source, analysed.analysis, service.latest(uri));
}

/** What the page shows: its findings are applied by their numbers. */
function shownOf(own: Analysed | undefined, report: ServiceReport | undefined): Analysed | undefined {
  return own && { ...own, analysis: shownAnalysis(own.version, own.analysis, report) };
}

async function applyFix(
  analysed: Analysed | undefined,
  { version, finding, fix }: FromPage & { type: 'fix' },
  send: (message: ToPage) => void,
): Promise<void> {
  const chosen = analysed?.analysis.findings[finding]?.fixes[fix];
  const document = await (analysed && vscode.workspace.openTextDocument(analysed.uri));
  if (!analysed || !chosen || analysed.version !== version || document?.version !== version) {
    send({ type: 'announce', text: vscode.l10n.t('The file has changed in the meantime: try again.') });
    return;
  }
  const applied = await applyChanges(analysed.uri, chosen.edits);
  send({
    type: 'announce',
    text: applied
      ? vscode.l10n.t('Applied: {0}', chosen.title)
      : vscode.l10n.t('The file could not be changed.'),
  });
}
