/** The language server as the client sees it: started over node-ipc, started again after a crash. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type * as library from 'vscode-languageclient/node';
import type { LanguageClient, LanguageClientOptions, NodeModule } from 'vscode-languageclient/node';
import {
  SERVICE_REPORT,
  type ServiceReport,
  TOKENS_LOAD,
  TOKENS_SAVE,
  type TokensLoadResult,
  type TokensSaveParams,
} from '../shared/protocol/remote.ts';
import {
  ANALYSIS_CHANGED,
  ANALYZE_REQUEST,
  type AnalysisChangedParams,
  type AnalyzeParams,
  type AnalyzeResult,
  type InitializationOptions,
} from '../shared/protocol/requests.ts';
import { SERVER_PROCESS } from '../shared/protocol/serverProcess.ts';
import { SECTION } from '../shared/protocol/settings.ts';
import { crashPolicy } from './crashes.ts';
import { isServed, LANGUAGES } from './languages.ts';
import type { Tokens } from './remote/tokens.ts';

type Library = typeof library;

/** Starting, running, or gone: gone needs the user. */
export type ServerState = 'starting' | 'running' | 'gone';

export interface Server {
  readonly dispose: () => void;
  readonly state: () => ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** A document has been analysed anew. */
  readonly onDidAnalyze: vscode.Event<AnalysisChangedParams>;
  /** The analysis of an open document; null when there is none. */
  readonly analyze: (uri: vscode.Uri) => Promise<AnalyzeResult>;
  /** The remote service has said something about a document. */
  readonly onServiceReport: vscode.Event<ServiceReport>;
  /** Null while the server does not run. */
  readonly request: <R>(method: string, params: object) => Promise<R | null>;
  readonly notify: (method: string, params: object) => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly output: vscode.LogOutputChannel;
}

/** Starts the server without waiting for it; `report` is called when it has to be restarted by hand. */
export function startServer(
  context: vscode.ExtensionContext,
  tokens: Tokens,
  report: (server: Server) => void,
): Server {
  const output = vscode.window.createOutputChannel('Big-O Lens', { log: true });
  const stateChanged = new vscode.EventEmitter<ServerState>();
  const analyzed = new vscode.EventEmitter<AnalysisChangedParams>();
  const serviceReported = new vscode.EventEmitter<ServiceReport>();
  const crashes = crashPolicy();
  let state: ServerState = 'starting';
  const become = (next: ServerState) => {
    if (next === state) return;
    state = next;
    stateChanged.fire(next);
    if (next === 'gone') report(server);
  };

  /** After a crash that is being repaired, a failed start is not the end. */
  let restarting = false;
  const createClient = (from: Library): LanguageClient => {
    const { CloseAction, ErrorAction, LanguageClient, State } = from;
    const errorHandler: NonNullable<LanguageClientOptions['errorHandler']> = {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        const next = crashes.crashed(Date.now());
        restarting = next.kind === 'restart';
        if (next.kind === 'give up') return { action: CloseAction.DoNotRestart, handled: true };
        become('starting');
        await sleep(next.pauseMs);
        return { action: CloseAction.Restart, handled: true };
      },
    };
    const options = { ...clientOptions(context, from, output), errorHandler };
    /** What goes wrong is written to the output; what the user has to do, `report` says. */
    class QuietClient extends LanguageClient {
      override error(message: string, data?: unknown): void {
        super.error(message, data, false);
      }
    }
    const created = new QuietClient(SECTION, 'Big-O Lens', serverModule(context, from), options);
    created.onDidChangeState(({ newState }) => {
      if (newState === State.Running) restarting = false;
      if (newState === State.Running) become('running');
      else become(newState === State.Starting || restarting ? 'starting' : 'gone');
    });
    created.onNotification(ANALYSIS_CHANGED, (params: AnalysisChangedParams) => analyzed.fire(params));
    created.onNotification(SERVICE_REPORT, (params: ServiceReport) => serviceReported.fire(params));
    created.onRequest(TOKENS_LOAD, async (): Promise<TokensLoadResult> => tokens.load());
    created.onRequest(TOKENS_SAVE, async ({ pair }: TokensSaveParams) => {
      await tokens.save(pair);
      return null;
    });
    return created;
  };

  // Loading the library takes longer than all the rest of the activation, which ends before.
  const loading = setImmediate().then(async () => createClient(await import('vscode-languageclient/node')));
  let client: LanguageClient | undefined;
  const start = async () => {
    try {
      client = await loading;
      await (client.needsStop() ? client.restart() : client.start());
    } catch (error) {
      output.error(`The server did not start: ${String(error)}`);
      if (!restarting) become('gone');
    }
  };

  const server: Server = {
    state: () => state,
    onDidChangeState: stateChanged.event,
    onDidAnalyze: analyzed.event,
    output,
    analyze: async (uri) => {
      if (!client?.isRunning()) return null;
      const params: AnalyzeParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } };
      return client.sendRequest<AnalyzeResult>(ANALYZE_REQUEST, params);
    },
    onServiceReport: serviceReported.event,
    request: async <R>(method: string, params: object) =>
      client?.isRunning() ? client.sendRequest<R>(method, params) : null,
    notify: async (method, params) => {
      if (client?.isRunning()) await client.sendNotification(method, params);
    },
    restart: async () => {
      crashes.forget();
      become('starting');
      await start();
    },
    dispose: () => void vscode.Disposable.from(stateChanged, analyzed, serviceReported, output).dispose(),
  };
  context.subscriptions.push(server, { dispose: () => void client?.dispose().catch(() => undefined) });
  void start();
  return server;
}

function clientOptions(
  { globalStorageUri }: vscode.ExtensionContext,
  { RevealOutputChannelOn }: Library,
  outputChannel: vscode.LogOutputChannel,
): LanguageClientOptions {
  return {
    // Any scheme: the text comes from the editor, so unsaved and virtual files work too.
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: {
      showReport: true,
      remote: { folder: globalStorageUri.fsPath },
      languages: vscode.workspace.textDocuments.map(({ languageId }) => languageId).filter(isServed),
    } satisfies InitializationOptions,
    initializationFailedHandler: () => false,
    diagnosticPullOptions: { onChange: true, onTabs: false },
  };
}

function serverModule(
  context: vscode.ExtensionContext,
  { TransportKind }: Library,
): { run: NodeModule; debug: NodeModule } {
  const { execArgv, env } = SERVER_PROCESS;
  const run: NodeModule = {
    module: context.asAbsolutePath('dist/server.js'),
    transport: TransportKind.ipc,
    options: { execArgv: [...execArgv], env },
  };
  // A free port: the debugger attaches by itself (autoAttachChildProcesses).
  const debugging = [...execArgv, '--nolazy', '--inspect=127.0.0.1:0'];
  return { run, debug: { ...run, options: { execArgv: debugging, env } } };
}
