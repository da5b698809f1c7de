/** An editor for tests: speaks LSP to a server over any pair of streams. */
import {
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';
import type {
  CodeAction,
  CodeActionContext,
  CodeLens,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  InlayHint,
  Position,
  PublishDiagnosticsParams,
  Range,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ANALYSIS_CHANGED,
  ANALYZE_REQUEST,
  type AnalysisChangedParams,
  type AnalyzeResult,
} from '../../shared/protocol/requests.ts';

/** What VS Code says, of what matters here. */
export const FULL = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    diagnostic: { relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source', 'refactor'] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

/** An editor that takes only what it has asked for and can't be asked for anything. */
export const BARE = {};

export interface ClientOptions {
  readonly capabilities: object;
  readonly initializationOptions?: unknown;
  /** What `workspace/configuration` answers; may be changed, see `configure`. */
  readonly settings?: object;
}

/** One open document: the text here and at the server. */
export interface OpenFile {
  readonly uri: string;
  readonly text: () => string;
  readonly version: () => number;
  /** Replaces the first occurrence of `old`, as an incremental change. */
  readonly replace: (old: string, text: string) => Promise<void>;
  /** Replaces the text between two offsets, as an incremental change. */
  readonly edit: (start: number, end: number, text: string) => Promise<void>;
  /** The place of the first occurrence of a part, or of that many characters behind its start. */
  readonly at: (part: string, plus?: number) => Position;
  readonly range: (part: string) => Range;
  readonly lenses: () => Promise<CodeLens[]>;
  /** Line and resolved title of each lens. */
  readonly lensTitles: () => Promise<string[]>;
  readonly hover: (position: Position) => Promise<Hover | null>;
  readonly pull: (previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  readonly hints: () => Promise<InlayHint[]>;
  readonly actions: (range: Range, context?: Partial<CodeActionContext>) => Promise<CodeAction[]>;
  /** The text with the edit of an action, resolved if it has to be. */
  readonly with: (action: CodeAction) => Promise<string>;
  readonly analyze: () => Promise<AnalyzeResult>;
  readonly close: () => Promise<void>;
}

export interface TestClient {
  readonly connection: MessageConnection;
  readonly server: InitializeResult;
  /** What the server has said: its messages to the log, its refresh requests, its notifications. */
  readonly log: string[];
  readonly refreshes: string[];
  readonly published: PublishDiagnosticsParams[];
  readonly changed: AnalysisChangedParams[];
  readonly registered: string[];
  readonly open: (uri: string, text: string, languageId?: string) => Promise<OpenFile>;
  readonly configure: (settings: object) => Promise<void>;
}

export async function connectClient(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  { capabilities, initializationOptions, settings: initial = {} }: ClientOptions,
): Promise<TestClient> {
  const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const log: string[] = [];
  const refreshes: string[] = [];
  const published: PublishDiagnosticsParams[] = [];
  const changed: AnalysisChangedParams[] = [];
  const registered: string[] = [];
  let settings = initial;
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
  });
  connection.onNotification(ANALYSIS_CHANGED, (params: AnalysisChangedParams) => {
    changed.push(params);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => settings),
  );
  connection.onRequest(
    'client/registerCapability',
    ({ registrations }: { registrations: { method: string }[] }) => {
      registered.push(...registrations.map(({ method }) => method));
      return null;
    },
  );
  for (const what of ['codeLens', 'diagnostic', 'inlayHint']) {
    connection.onRequest(`workspace/${what}/refresh`, () => {
      refreshes.push(what);
      return null;
    });
  }
  connection.listen();
  const server = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    server,
    log,
    refreshes,
    published,
    changed,
    registered,
    open: async (uri, text, languageId = 'python') => {
      const textDocument = { uri, languageId, version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return openFile(connection, TextDocument.create(uri, languageId, 1, text));
    },
    configure: async (next) => {
      settings = next;
      await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    },
  };
}

function openFile(connection: MessageConnection, document: TextDocument): OpenFile {
  const { uri } = document;
  const textDocument = { uri };
  const at = (part: string, plus = 0) => {
    const offset = document.getText().indexOf(part);
    if (offset < 0) throw new Error(`no ${part} in the text`);
    return document.positionAt(offset + plus);
  };
  const range = (part: string) => ({ start: at(part), end: at(part, part.length) });
  const edit = async (from: number, to: number, text: string) => {
    const contentChanges = [
      { range: { start: document.positionAt(from), end: document.positionAt(to) }, text },
    ];
    TextDocument.update(document, contentChanges, document.version + 1);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: document.version },
      contentChanges,
    });
  };
  const lenses = async () => connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
  return {
    uri,
    text: () => document.getText(),
    version: () => document.version,
    at,
    range,
    lenses,
    edit,
    replace: async (old, text) => {
      const start = document.offsetAt(at(old));
      await edit(start, start + old.length, text);
    },
    lensTitles: async () => {
      const resolved = (await lenses()).map((lens) =>
        connection.sendRequest<CodeLens>('codeLens/resolve', lens),
      );
      return (await Promise.all(resolved)).map(
        ({ range: { start }, command }) => `${start.line}: ${command?.title ?? ''}`,
      );
    },
    hover: async (position) => connection.sendRequest('textDocument/hover', { textDocument, position }),
    pull: async (previousResultId) =>
      connection.sendRequest('textDocument/diagnostic', { textDocument, previousResultId }),
    hints: async () =>
      connection.sendRequest('textDocument/inlayHint', {
        textDocument,
        range: { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } },
      }),
    actions: async (place, context) =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument,
        range: place,
        context: { diagnostics: [], ...context },
      }),
    with: async (action) => {
      const { edit } = action.edit
        ? action
        : await connection.sendRequest<CodeAction>('codeAction/resolve', action);
      const named = edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? [];
      const edits = [...(edit?.changes?.[uri] ?? []), ...named];
      return TextDocument.applyEdits(document, edits as Parameters<typeof TextDocument.applyEdits>[1]);
    },
    analyze: async () => connection.sendRequest(ANALYZE_REQUEST, { textDocument }),
    close: async () => connection.sendNotification('textDocument/didClose', { textDocument }),
  };
}

/** The items of a full report. */
export function itemsOf(report: DocumentDiagnosticReport): Diagnostic[] {
  if (report.kind !== 'full') throw new Error('the report says that nothing has changed');
  return report.items;
}
