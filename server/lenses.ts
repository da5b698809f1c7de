/**
 * Code lenses that stay while somebody types: until a new analysis is there, the old lenses are given at the places
 * where their functions are now.
 */
import type { CodeLens } from 'vscode-languageserver';
import type { Analysed } from './analyses.ts';
import type { OpenDocument } from './documents.ts';
import { type LensData, codeLenses, resolveCodeLens } from './features/codeLens.ts';
import { movePosition } from './moves.ts';
import type { Session } from './session.ts';

/** What a client was given while the analysis of the text was still to come. */
const givenEarly = new WeakMap<OpenDocument, string>();

export function registerCodeLenses(session: Session): void {
  const { connection, edge, documents, analyses } = session;
  connection.onCodeLens(
    edge.request('textDocument/codeLens', [], async ({ textDocument }, token) => {
      const document = documents.get(textDocument.uri);
      if (!document) return [];
      const latest = analyses.latest(document);
      // Only a client that can be told to ask again gets an early answer; others wait for the right one.
      const early = latest !== null && document.changes.length > 0 && session.client.refreshesCodeLenses;
      const analysed = early ? latest : await analyses.settled(document, token);
      const lenses = analysed ? lensesOf(document, analysed) : [];
      if (early) givenEarly.set(document, signature(lenses, latest));
      return lenses;
    }),
  );
  connection.onCodeLensResolve(async (lens, token) =>
    edge.request('codeLens/resolve', lens, () => {
      const document = documents.get((lens.data as LensData).uri);
      const analysed = document && analyses.latest(document);
      return resolveCodeLens(lens, analysed?.analysis ?? null, session.client.showReport);
    })(lens, token),
  );
}

/** Whether the client shows lenses that a new analysis has made wrong. */
export function showsOldLenses(document: OpenDocument, analysed: Analysed): boolean {
  const given = givenEarly.get(document);
  givenEarly.delete(document);
  return given !== undefined && given !== signature(lensesOf(document, analysed), analysed);
}

function lensesOf(document: OpenDocument, { analysis, settings }: Analysed): CodeLens[] {
  if (!analysis || !settings['codeLens.enable']) return [];
  const place = (position: CodeLens['range']['start']) => movePosition(position, document.changes);
  return codeLenses(document.text, analysis, settings['codeLens.helpers'], place);
}

/** Places and texts of lenses. */
function signature(lenses: readonly CodeLens[], { analysis }: Analysed): string {
  return JSON.stringify(lenses.map((lens) => resolveCodeLens(lens, analysis, true)));
}
