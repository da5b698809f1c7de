/** The newest analysis of each document that somebody looks at. */
import * as vscode from 'vscode';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { isServed } from './languages.ts';
import type { Server } from './server.ts';

export interface Analysed {
  readonly uri: vscode.Uri;
  /** The document's version that was analysed. */
  readonly version: number;
  readonly analysis: SolutionAnalysis;
}

export interface Analyses {
  readonly dispose: () => void;
  /** What is known now, perhaps of an older version; asks for nothing. */
  readonly latest: (uri: vscode.Uri) => Analysed | undefined;
  /** The analysis of the document as it is; undefined when there is none. */
  readonly current: (document: vscode.TextDocument) => Promise<Analysed | undefined>;
  readonly onDidChange: vscode.Event<Analysed>;
}

/** Follows the server's notifications and the editors that become visible. */
export function followAnalyses(server: Server): Analyses {
  const known = new Map<string, Analysed>();
  const changed = new vscode.EventEmitter<Analysed>();

  const current = async (document: vscode.TextDocument): Promise<Analysed | undefined> => {
    const { uri, version } = document;
    const before = known.get(uri.toString());
    if (before?.version === version) return before;
    const analysis = await server.analyze(uri).catch((error: unknown) => {
      server.output.warn(`No analysis of ${uri.path}: ${String(error)}`);
      return null;
    });
    // Typed on in the meantime: the next notification brings the newer one.
    if (analysis === null || document.version !== version || document.isClosed)
      return known.get(uri.toString());
    const analysed = { uri, version, analysis };
    known.set(uri.toString(), analysed);
    changed.fire(analysed);
    return analysed;
  };

  const refresh = (document: vscode.TextDocument) => {
    if (isServed(document.languageId)) void current(document);
  };
  const refreshVisible = () => {
    for (const { document } of vscode.window.visibleTextEditors) refresh(document);
  };
  const listeners = [
    changed,
    server.onDidAnalyze(({ uri }) => {
      const document = vscode.workspace.textDocuments.find((open) => sameUri(open.uri, uri));
      if (!document) return;
      // Settings change an analysis too, at the same version.
      const before = known.get(document.uri.toString());
      if (before?.version === document.version) known.delete(document.uri.toString());
      refresh(document);
    }),
    server.onDidChangeState((state) => {
      if (state === 'running') refreshVisible();
    }),
    vscode.window.onDidChangeVisibleTextEditors(refreshVisible),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString())),
  ];
  return {
    latest: (uri) => known.get(uri.toString()),
    current,
    onDidChange: changed.event,
    dispose: () => void vscode.Disposable.from(...listeners).dispose(),
  };
}

function sameUri(uri: vscode.Uri, text: string): boolean {
  return uri.toString() === vscode.Uri.parse(text).toString();
}
