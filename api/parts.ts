/** What the routes work with. `service.ts` puts it together. */
import type { FastifyBaseLogger } from 'fastify';
import type { LanguageInfo, RuleInfo } from '../shared/protocol/service.ts';
import type { Audit } from './audit.ts';
import type { Authenticator } from './auth/authenticator.ts';
import type { KeyDirectory } from './auth/key-directory.ts';
import type { Sessions } from './auth/sessions.ts';
import type { SigningKeys } from './auth/signing-keys.ts';
import type { Config } from './config/config.ts';
import type { Flags } from './flags/flags.ts';
import type { History } from './history.ts';
import type { Analyzer, Logger, Metrics, RateLimiter } from './ports.ts';
import type { Store } from './store/store.ts';

export interface Parts {
  readonly config: Config;
  /** The address under which clients reach the service. */
  readonly address: string;
  readonly logger: Logger & FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly analyzer: Analyzer;
  readonly limiter: RateLimiter;
  readonly catalog: Catalog;
  readonly flags: Flags;
  readonly store: Store;
  readonly history: History;
  readonly directory: KeyDirectory;
  readonly authenticator: Authenticator;
  readonly sessions: Sessions;
  readonly signingKeys: SigningKeys;
  readonly audit: Audit;
  /** Aborted when the service is about to end: it still answers, but should be sent nothing more. */
  readonly ending: AbortSignal;
  readonly now: () => number;
}

/** What the engine can do. */
export interface Catalog {
  readonly languages: readonly LanguageInfo[];
  readonly rules: readonly RuleInfo[];
  /** The canonical identifier of "py" or "Python3"; null for a language that is not served. */
  readonly languageOf: (name: string) => string | null;
  /** Longer programs, in UTF-16 code units, are not analysed. */
  readonly longestProgram: number;
}
