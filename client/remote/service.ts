/** What the remote service has said about each document. */
import * as vscode from 'vscode';
import { ASK_SERVICE, type AskServiceParams, type ServiceReport } from '../../shared/protocol/remote.ts';
import type { Server } from '../server.ts';
import type { Tokens } from './tokens.ts';

export interface Service {
  /** The newest report about a document; undefined while there is none, and for nobody who is signed in. */
  readonly latest: (uri: vscode.Uri) => ServiceReport | undefined;
  /** Somebody wants to see the analysis: the service is asked too, where the settings allow it. */
  readonly ask: (uri: vscode.Uri) => void;
  /** The address of the document whose report is new; undefined when all reports have gone. */
  readonly onDidChange: vscode.Event<string | undefined>;
  readonly dispose: () => void;
}

export function followService(server: Server, tokens: Tokens): Service {
  const reports = new Map<string, ServiceReport>();
  const changed = new vscode.EventEmitter<string | undefined>();
  const listeners = vscode.Disposable.from(
    changed,
    server.onServiceReport((report) => {
      const uri = vscode.Uri.parse(report.uri).toString();
      reports.set(uri, report);
      changed.fire(uri);
    }),
    tokens.onDidChange(() => {
      reports.clear();
      changed.fire(undefined);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => reports.delete(uri.toString())),
  );
  return {
    latest: (uri) => reports.get(uri.toString()),
    ask: (uri) => {
      if (tokens.signedIn() === null) return;
      const params: AskServiceParams = { uri: uri.toString() };
      void server.notify(ASK_SERVICE, params);
    },
    onDidChange: changed.event,
    dispose: () => void listeners.dispose(),
  };
}
