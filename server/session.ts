/** What the handlers of one connection share. */
import type { Connection } from 'vscode-languageserver';
import { type Analysed, type Analyses, createAnalyses } from './analyses.ts';
import { type Analyzer, type ServerEngine, createAnalyzer } from './analyzer.ts';
import { type ClientTraits, NO_TRAITS } from './clientTraits.ts';
import { type Documents, type OpenDocument, createDocuments } from './documents.ts';
import { type Edge, createEdge } from './edge.ts';
import { type SettingsSource, createSettings } from './settings.ts';

export interface Session {
  readonly connection: Connection;
  readonly edge: Edge;
  readonly documents: Documents;
  readonly analyses: Analyses;
  /** Loads the engine and the grammars of the languages, where they are not there yet. */
  readonly analyzer: (...languages: readonly string[]) => Promise<Analyzer>;
  /** Known once the client has said `initialize`. */
  client: ClientTraits;
  settings: SettingsSource;
}

export type OnAnalysed = (document: OpenDocument, analysed: Analysed, before: Analysed | null) => void;

export function createSession(
  connection: Connection,
  loadEngine: () => Promise<ServerEngine>,
  onAnalysed: OnAnalysed,
): Session {
  const error = (message: string) => connection.console.error(message);
  let loading: Promise<Analyzer> | null = null;
  const analyzer = async (...languages: readonly string[]) => {
    const loaded = await (loading ??= loadAnalyzer(loadEngine, error));
    await Promise.all(languages.map(loaded.load));
    return loaded;
  };
  const session: Session = {
    connection,
    edge: createEdge(error),
    documents: createDocuments(),
    analyses: createAnalyses({
      analyzer,
      settingsOf: async (uri) => session.settings.of(uri),
      onAnalysed,
    }),
    analyzer,
    client: NO_TRAITS,
    settings: createSettings(null, undefined, (message) => connection.console.warn(message)),
  };
  return session;
}

/** Never fails: without an engine there is nothing to show, but the editor goes on. */
async function loadAnalyzer(
  loadEngine: () => Promise<ServerEngine>,
  error: (message: string) => void,
): Promise<Analyzer> {
  try {
    return createAnalyzer(await loadEngine(), error);
  } catch (reason) {
    error(`The engine could not be loaded, so nothing is analysed: ${String(reason)}`);
    return { load: async () => Promise.resolve(), analyze: () => null, commentPrefix: () => '' };
  }
}
