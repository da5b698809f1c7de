/** The life of a connection: initialize, documents, settings, and what happens after each analysis. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import {
  ANALYSIS_CHANGED,
  type AnalysisChangedParams,
  type InitializationOptions,
} from '../shared/protocol/requests.ts';
import { SECTION } from '../shared/protocol/settings.ts';
import type { Analysed } from './analyses.ts';
import type { ServerEngine } from './analyzer.ts';
import { initializeResult } from './capabilities.ts';
import { clientTraits } from './clientTraits.ts';
import type { OpenDocument } from './documents.ts';
import { ignoreFailure } from './edge.ts';
import { diagnostics } from './features/diagnostics.ts';
import { createFootprint } from './footprint.ts';
import { registerCodeLenses, showsOldLenses } from './lenses.ts';
import { createRefresh } from './refresh.ts';
import type { DelegateOptions } from './remote/delegate.ts';
import { registerRemote } from './remote/register.ts';
import { registerRequests } from './requests.ts';
import { type Session, createSession } from './session.ts';
import { createSettings } from './settings.ts';

/** Serves a client until it says `exit`. */
export function startServer(
  connection: Connection,
  loadEngine: () => Promise<ServerEngine>,
  loadRemote: DelegateOptions['loadRemote'],
): void {
  const refresh = createRefresh(connection, () => session.client);
  const used = createFootprint();
  const session: Session = createSession(connection, loadEngine, (document, analysed, before) => {
    used();
    publish(session, document, analysed);
    if (before && !isEqual(before.settings, analysed.settings)) refresh.everything();
    else if (showsOldLenses(document, analysed)) refresh.codeLenses();
  });
  followClient(session);
  followDocuments(session);
  registerRequests(session);
  registerCodeLenses(session);
  registerRemote(session, loadRemote);
  connection.listen();
  // The client will open a file as soon as it can: the engine is loaded while both introduce themselves.
  void session.analyzer();
}

function followClient(session: Session): void {
  const { connection, edge } = session;
  connection.onInitialize((params) => {
    session.client = clientTraits(params.capabilities, params.initializationOptions);
    session.settings = settingsFrom(session, params);
    void session.analyzer(...session.client.languages);
    return initializeResult(session.client);
  });
  connection.onInitialized(
    edge.notification('initialized', async () => {
      if (!session.client.registersConfiguration) return;
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    }),
  );
  connection.onDidChangeConfiguration(
    edge.notification('workspace/didChangeConfiguration', ({ settings }) => {
      session.settings.changed(settings);
      session.analyses.outdated(session.documents.all());
    }),
  );
}

function settingsFrom({ connection, client }: Session, { initializationOptions }: InitializeParams) {
  const options = initializationOptions as InitializationOptions | null | undefined;
  const ask = async (scopeUri: string): Promise<unknown> =>
    connection.workspace.getConfiguration({ scopeUri, section: SECTION });
  return createSettings(client.configuration ? ask : null, options?.settings ?? options, (message) =>
    connection.console.warn(message),
  );
}

function followDocuments(session: Session): void {
  const { connection, edge, documents, analyses } = session;
  connection.onDidOpenTextDocument(
    edge.notification('textDocument/didOpen', (params) => {
      close(session, params.textDocument.uri);
      analyses.changed(documents.open(params));
    }),
  );
  connection.onDidChangeTextDocument(
    edge.notification('textDocument/didChange', (params) => {
      const document = documents.change(params);
      if (document) analyses.changed(document);
    }),
  );
  connection.onDidCloseTextDocument(
    edge.notification('textDocument/didClose', ({ textDocument: { uri } }) => {
      const wasOpen = close(session, uri);
      if (!wasOpen || session.client.pullsDiagnostics) return;
      ignoreFailure(connection.sendDiagnostics({ uri, diagnostics: [] }));
    }),
  );
}

function close({ documents, analyses, settings }: Session, uri: string): boolean {
  const document = documents.close(uri);
  if (document) analyses.closed(document);
  settings.forget(uri);
  return document !== undefined;
}

/** Tells a client what it does not ask for. */
function publish({ connection, client }: Session, { text }: OpenDocument, analysed: Analysed): void {
  const { analysis, settings, version } = analysed;
  if (!client.pullsDiagnostics) {
    const items = diagnostics(text, analysis, settings, client);
    ignoreFailure(connection.sendDiagnostics({ uri: text.uri, version, diagnostics: items }));
  }
  if (client.showReport) {
    const params: AnalysisChangedParams = { uri: text.uri, version };
    ignoreFailure(connection.sendNotification(ANALYSIS_CHANGED, params));
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
