/**
 * The remote service beside the engine: it is asked about a document when somebody saves it or wants to see its analysis,
 * never while they type. What it says is told to the client; nothing waits for it.
 */
import { LRUCache } from 'lru-cache';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ProblemInfo, SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import type {
  ServiceReport,
  SignInParams,
  SignInResult,
  SignOutResult,
} from '../../shared/protocol/remote.ts';
import type { AnalysisRequest } from '../../shared/protocol/service.ts';
import type { Settings } from '../../shared/protocol/settings.ts';
import type { TokenStore } from '../../shared/remote/credentials.ts';
import { type FailureKind, isRemoteFailure, tooSlow } from '../../shared/remote/failure.ts';
import type { Remote } from '../../shared/remote/remote.ts';
import type { Service, openService } from '../../shared/remote/service.ts';
import { outgoing } from './outgoing.ts';

/** Milliseconds that somebody waits for the service's analysis: later, ours stands. */
const PATIENCE = 300;

/** Milliseconds for what nobody waits for: an analysis that is to be in the history, the history, the end of a session. */
const BACKGROUND = 10_000;

/** Documents of which it is known what was sent last. */
const REMEMBERED = 20;

/** Analyses of a problem that the report shows. */
const HISTORY_LENGTH = 10;

/** A document as it stands, with our own analysis of it. */
export interface Asked {
  readonly document: TextDocument;
  /** Without folders. */
  readonly fileName: string;
  readonly settings: Settings;
  readonly analysis: SolutionAnalysis;
}

export interface DelegateOptions {
  /** Loads what calls the service, which is needed from the first sign-in on. */
  readonly loadRemote: () => Promise<{ readonly openService: typeof openService }>;
  readonly tokens: TokenStore;
  readonly tell: (report: ServiceReport) => void;
}

export interface Delegate {
  readonly signIn: (params: SignInParams) => Promise<SignInResult>;
  readonly signOut: () => Promise<SignOutResult>;
  /** Resolves when all has been told. Nothing is sent where nobody is signed in or the settings say so. */
  readonly ask: (asked: Asked) => Promise<void>;
}

/** What was sent of a document last, and what became of it. */
interface Sent {
  readonly key: string;
  readonly outcome: Promise<Outcome>;
}

/** `gone`: there is nobody to ask for anything else. */
type Outcome = { readonly analysis: SolutionAnalysis } | { readonly failure: string; readonly gone: boolean };

export function createDelegate({ loadRemote, tokens, tell }: DelegateOptions): Delegate {
  let opened: Service | null = null;
  const sent = new LRUCache<string, Sent>({ max: REMEMBERED });

  const serviceAt = async (address: string): Promise<Service> => {
    if (opened?.origin === address) return opened;
    opened?.close();
    return (opened = (await loadRemote()).openService(address));
  };

  /** Saving what has been sent already makes no second entry in the history. */
  const send = (uri: string, origin: string, remote: Remote, request: AnalysisRequest): Promise<Outcome> => {
    const key = JSON.stringify([origin, request]);
    const before = sent.get(uri);
    if (before?.key === key) return before.outcome;
    const outcome = remote.analyse(request, { deadline: BACKGROUND }).then(
      ({ result }): Outcome => ({ analysis: result }),
      (error: unknown): Outcome => {
        // Another save may have better luck.
        sent.delete(uri);
        return failed(error);
      },
    );
    sent.set(uri, { key, outcome });
    return outcome;
  };

  const askService = async (
    { document, analysis }: Asked,
    request: AnalysisRequest | { readonly failure: string },
    service: Service,
  ): Promise<void> => {
    const { uri, version } = document;
    const remote = service.withTokens(tokens);
    const host = new URL(service.origin).host;
    let report: ServiceReport = {
      uri,
      version,
      host,
      analysis: null,
      failure: null,
      history: null,
      historyFailure: null,
    };
    const add = (news: Partial<ServiceReport>) => {
      report = { ...report, ...news };
      tell(report);
    };

    const whole =
      'failure' in request
        ? Promise.resolve({ ...request, gone: false })
        : send(uri, service.origin, remote, request);
    const inTime = await firstOf(whole, host);
    add('analysis' in inTime ? { analysis: inTime.analysis } : { failure: inTime.failure });
    // The history is to have the newest analysis in it.
    const outcome = await whole;
    // By now the reason is known, where there was only that it took too long.
    const reason = 'failure' in outcome ? { failure: outcome.failure } : {};
    const isGone = 'gone' in outcome && outcome.gone;
    const history = isGone ? { historyFailure: outcome.failure } : await historyOf(analysis.problem, remote);
    add({ ...reason, ...history });
  };

  return {
    signIn: async ({ address, key }) => {
      try {
        const pair = await (await serviceAt(address)).signIn(key, { deadline: BACKGROUND });
        await tokens.save(pair);
        return { owner: pair.owner };
      } catch (error) {
        return { failure: failed(error).failure };
      }
    },
    signOut: async () => {
      const pair = await tokens.load();
      if (pair === null) return { failure: null };
      // The tokens go first: whatever the service says, nothing is sent from now on.
      await tokens.save(null);
      sent.clear();
      try {
        await (await serviceAt(pair.address)).signOut(pair, { deadline: BACKGROUND });
        return { failure: null };
      } catch (error) {
        return { failure: failed(error).failure };
      }
    },
    ask: async (asked) => {
      const request = outgoing(asked.document, asked.fileName, asked.settings);
      if (request === null) return;
      const pair = await tokens.load();
      if (pair === null) return;
      await askService(asked, request, await serviceAt(pair.address));
    },
  };
}

/** What comes within the time that somebody waits. */
async function firstOf(whole: Promise<Outcome>, host: string): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(failed(tooSlow(host))), PATIENCE);
  });
  return Promise.race([whole, late]).finally(() => clearTimeout(timer));
}

type History = Pick<ServiceReport, 'history' | 'historyFailure'>;

async function historyOf(problem: ProblemInfo | null, remote: Remote): Promise<History> {
  const name = problem?.id ?? problem?.slug ?? null;
  if (name === null) return { history: null, historyFailure: UNNAMED };
  try {
    const page = await remote.history({ problem: name, limit: HISTORY_LENGTH }, { deadline: BACKGROUND });
    return { history: page.items, historyFailure: null };
  } catch (error) {
    return { history: null, historyFailure: failed(error).failure };
  }
}

export const UNNAMED = 'The file does not say which problem it solves: its name can, as “1.two-sum.py” does.';

const GONE: ReadonlySet<FailureKind> = new Set(['signed-out', 'unreachable', 'paused', 'refused']);

/** @throws what is no failure of the service */
function failed(error: unknown): { readonly failure: string; readonly gone: boolean } {
  if (!isRemoteFailure(error)) throw error;
  return { failure: error.message, gone: GONE.has(error.kind) };
}
