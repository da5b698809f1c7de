/** The requests of the editor: each looks up the analysis of its document and asks a feature. */
import type { CancellationToken, CodeAction } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { ANALYZE_REQUEST, type AnalyzeParams, type AnalyzeResult } from '../shared/protocol/requests.ts';
import { type Settings } from '../shared/protocol/settings.ts';
import type { Analysed } from './analyses.ts';
import type { OpenDocument } from './documents.ts';
import { type ActionData, codeActions, resolveCodeAction } from './features/codeActions.ts';
import { diagnosticReport, diagnostics } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import type { Scene } from './features/scene.ts';
import type { Session } from './session.ts';

export function registerRequests(session: Session): void {
  const { connection, edge } = session;
  connection.onRequest(
    ANALYZE_REQUEST,
    edge.request<AnalyzeParams, AnalyzeResult>(ANALYZE_REQUEST, null, async ({ textDocument }) => {
      const found = await now(session, textDocument.uri);
      return found?.analysis ?? null;
    }),
  );
  connection.onHover(
    edge.request('textDocument/hover', null, async ({ textDocument, position }) => {
      const found = await now(session, textDocument.uri);
      if (!found?.settings['hover.enable']) return null;
      return hover(found.text, found.analysis, position, session.client);
    }),
  );
  connection.languages.inlayHint.on(
    edge.request('textDocument/inlayHint', [], async ({ textDocument, range }, token) => {
      const found = await settled(session, textDocument.uri, token);
      return found?.settings['inlayHints.enable'] ? inlayHints(found.text, found.analysis, range) : [];
    }),
  );
  registerDiagnostics(session);
  registerCodeActions(session);
}

function registerDiagnostics(session: Session): void {
  const { connection, edge, documents, analyses } = session;
  const empty = diagnosticReport([], undefined);
  connection.languages.diagnostics.on(
    edge.request('textDocument/diagnostic', empty, async ({ textDocument, previousResultId }, token) => {
      const document = documents.get(textDocument.uri);
      const analysed = document && (await analyses.settled(document, token));
      if (!analysed) return empty;
      const { analysis, settings } = analysed;
      const items = diagnostics(document.text, analysis, settings, session.client);
      return diagnosticReport(items, previousResultId);
    }),
  );
}

function registerCodeActions(session: Session): void {
  const { connection, edge } = session;
  connection.onCodeAction(
    edge.request('textDocument/codeAction', [], async ({ textDocument, range, context }) => {
      const scene = await sceneOf(session, textDocument.uri);
      return scene ? codeActions(scene, range, context) : [];
    }),
  );
  connection.onCodeActionResolve(async (action: CodeAction, token) =>
    edge.request('codeAction/resolve', action, async () => {
      const scene = await sceneOf(session, (action.data as ActionData).uri);
      return scene ? resolveCodeAction(scene, action) : action;
    })(action, token),
  );
}

async function sceneOf(session: Session, uri: string): Promise<Scene | null> {
  const found = await now(session, uri);
  if (!found) return null;
  const { text: document, analysis } = found;
  const { commentPrefix } = await session.analyzer();
  return { document, analysis, commentPrefix: commentPrefix(analysis.language), client: session.client };
}

/** A document with its analysis. */
interface Found {
  readonly text: TextDocument;
  readonly analysis: SolutionAnalysis;
  readonly settings: Settings;
}

/** For what a person points at: the text as it stands. */
async function now({ documents, analyses }: Session, uri: string): Promise<Found | null> {
  const document = documents.get(uri);
  return document ? found(document, await analyses.now(document)) : null;
}

/** For what the editor asks while somebody types: once they pause. */
async function settled(
  { documents, analyses }: Session,
  uri: string,
  token: CancellationToken,
): Promise<Found | null> {
  const document = documents.get(uri);
  return document ? found(document, await analyses.settled(document, token)) : null;
}

function found({ text }: OpenDocument, analysed: Analysed | null): Found | null {
  if (!analysed?.analysis) return null;
  return { text, analysis: analysed.analysis, settings: analysed.settings };
}
