/** The language server as the client sees it: started over node-ipc, started again after a crash. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type NodeModule,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  ANALYSIS_CHANGED,
  ANALYZE_REQUEST,
  type AnalysisChangedParams,
  type AnalyzeParams,
  type AnalyzeResult,
  type InitializationOptions,
} from '../shared/protocol/requests.ts';
import { SECTION } from '../shared/protocol/settings.ts';
import { crashPolicy } from './crashes.ts';
import { LANGUAGES } from './languages.ts';

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
  readonly restart: () => Promise<void>;
  readonly output: vscode.LogOutputChannel;
}

/** Starts the server without waiting for it; `report` is called when it has to be restarted by hand. */
export function startServer(context: vscode.ExtensionContext, report: (server: Server) => void): Server {
  const output = vscode.window.createOutputChannel('Big-O Lens', { log: true });
  const stateChanged = new vscode.EventEmitter<ServerState>();
  const analyzed = new vscode.EventEmitter<AnalysisChangedParams>();
  const crashes = crashPolicy();
  let state: ServerState = 'starting';
  const become = (next: ServerState) => {
    if (next === state) return;
    state = next;
    stateChanged.fire(next);
    if (next === 'gone') report(server);
  };

  const client = new LanguageClient(SECTION, 'Big-O Lens', serverModule(context), {
    // Any scheme: the text comes from the editor, so unsaved and virtual files work too.
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { showReport: true } satisfies InitializationOptions,
    diagnosticPullOptions: { onChange: true, onTabs: false },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        const next = crashes.crashed(Date.now());
        if (next.kind === 'give up') return { action: CloseAction.DoNotRestart, handled: true };
        become('starting');
        await sleep(next.pauseMs);
        return { action: CloseAction.Restart, handled: true };
      },
    },
  });
  client.onDidChangeState(({ newState }) => become(STATES[newState]));
  client.onNotification(ANALYSIS_CHANGED, (params: AnalysisChangedParams) => analyzed.fire(params));

  const start = async (begin: () => Promise<void>) => {
    try {
      await begin();
    } catch (error) {
      output.error(`The server did not start: ${String(error)}`);
      become('gone');
    }
  };
  const server: Server = {
    state: () => state,
    onDidChangeState: stateChanged.event,
    onDidAnalyze: analyzed.event,
    output,
    analyze: async (uri) => {
      if (!client.isRunning()) return null;
      const params: AnalyzeParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } };
      return client.sendRequest<AnalyzeResult>(ANALYZE_REQUEST, params);
    },
    restart: async () => {
      crashes.forget();
      become('starting');
      await start(() => (client.needsStop() ? client.restart() : client.start()));
    },
    dispose: () => {
      stateChanged.dispose();
      analyzed.dispose();
      output.dispose();
    },
  };
  context.subscriptions.push(server, { dispose: () => void client.dispose().catch(() => undefined) });
  void start(() => client.start());
  return server;
}

const STATES: Readonly<Record<State, ServerState>> = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'gone',
  [State.StartFailed]: 'gone',
};

function serverModule(context: vscode.ExtensionContext): { run: NodeModule; debug: NodeModule } {
  const run: NodeModule = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  // A free port: the debugger attaches by itself (autoAttachChildProcesses).
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=127.0.0.1:0'] } } };
}
