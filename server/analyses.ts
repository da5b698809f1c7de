/** When documents are analysed, and their latest analysis. */
import type { CancellationToken } from 'vscode-languageserver';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import type { Settings } from '../shared/protocol/settings.ts';
import type { Analyzer } from './analyzer.ts';
import type { OpenDocument } from './documents.ts';

export interface Analysed {
  /** Null where nothing is to be shown: a language that is not served, or switched off. */
  readonly analysis: SolutionAnalysis | null;
  readonly settings: Settings;
  /** The editor's version of the text that was analysed. */
  readonly version: number;
}

export interface Analyses {
  /** The last one, perhaps of an older text: `document.changes` says how the text has changed since. */
  readonly latest: (document: OpenDocument) => Analysed | null;
  /** That of the text as it stands, at once. Null when the document is closed meanwhile. */
  readonly now: (document: OpenDocument) => Promise<Analysed | null>;
  /** That of the text as it stands, once the typing has paused. Null when cancelled. */
  readonly settled: (document: OpenDocument, token: CancellationToken) => Promise<Analysed | null>;
  /** A document has been opened or has changed. */
  readonly changed: (document: OpenDocument) => void;
  readonly closed: (document: OpenDocument) => void;
  /** The settings have changed: everything is analysed again. */
  readonly outdated: (documents: readonly OpenDocument[]) => void;
}

export interface AnalysesOptions {
  /** Waits for the engine to be ready for a language. */
  readonly analyzer: (language: string) => Promise<Pick<Analyzer, 'analyze'>>;
  readonly settingsOf: (uri: string) => Promise<Settings>;
  readonly onAnalysed: (document: OpenDocument, analysed: Analysed, before: Analysed | null) => void;
}

/** What is known of an open document. */
interface State {
  readonly document: OpenDocument;
  latest: Analysed | null;
  /** What `latest` is of; a document's revision and the settings' generation. */
  latestStamp: string;
  /** What the analysis under way is of. */
  runningStamp: string;
  timer: NodeJS.Timeout | undefined;
  waiting: ((analysed: Analysed | null) => void)[];
  closed: boolean;
}

export function createAnalyses({ analyzer, settingsOf, onAnalysed }: AnalysesOptions): Analyses {
  const states = new WeakMap<OpenDocument, State>();
  let generation = 0;

  const stateOf = (document: OpenDocument): State => {
    let state = states.get(document);
    if (!state) {
      state = {
        document,
        latest: null,
        latestStamp: '',
        runningStamp: '',
        timer: undefined,
        waiting: [],
        closed: false,
      };
      states.set(document, state);
    }
    return state;
  };
  const stamp = ({ document }: State) => `${document.revision}/${generation}`;
  const isOpen = ({ closed }: State) => !closed;
  const isFresh = (state: State) => state.latest !== null && state.latestStamp === stamp(state);

  const run = async (state: State): Promise<void> => {
    clearTimeout(state.timer);
    const running = stamp(state);
    if (!isOpen(state) || isFresh(state) || state.runningStamp === running) return;
    state.runningStamp = running;
    const { document } = state;
    const [settings, { analyze }] = await Promise.all([
      settingsOf(document.text.uri),
      analyzer(document.text.languageId),
    ]);
    // Changed or closed while waiting: what changed it has scheduled another run.
    if (!isOpen(state) || stamp(state) !== running) return;

    const { text } = document;
    const analysis = analyze(text, settings);
    const before = state.latest;
    state.latest = { analysis, settings, version: text.version };
    state.latestStamp = running;
    document.changes = [];
    for (const resolve of state.waiting.splice(0)) resolve(state.latest);
    onAnalysed(document, state.latest, before);
  };

  const schedule = (state: State) => {
    clearTimeout(state.timer);
    // Nobody has typed yet when a document is opened.
    if (!state.latest) return void run(state);
    const pause = state.latest.settings['analysis.debounce'];
    state.timer = setTimeout(() => void run(state), pause);
  };

  const wait = async (state: State, token?: CancellationToken): Promise<Analysed | null> => {
    if (!isOpen(state)) return null;
    if (isFresh(state)) return state.latest;
    // A token that was cancelled before it was handed over never says so again.
    if (token?.isCancellationRequested) return null;
    return new Promise((resolve) => {
      const done = (analysed: Analysed | null) => {
        listener?.dispose();
        resolve(analysed);
      };
      const listener = token?.onCancellationRequested(() => {
        state.waiting = state.waiting.filter((other) => other !== done);
        done(null);
      });
      state.waiting.push(done);
    });
  };

  return {
    latest: (document) => stateOf(document).latest,
    now: async (document) => {
      const state = stateOf(document);
      const answer = wait(state);
      void run(state);
      return answer;
    },
    settled: async (document, token) => wait(stateOf(document), token),
    changed: (document) => schedule(stateOf(document)),
    closed: (document) => {
      const state = stateOf(document);
      state.closed = true;
      clearTimeout(state.timer);
      for (const resolve of state.waiting.splice(0)) resolve(null);
    },
    outdated: (documents) => {
      generation += 1;
      for (const document of documents) void run(stateOf(document));
    },
  };
}
