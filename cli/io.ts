/** What the commands need of the process, so that tests can give them something else. */
import type { ReadGrammar } from '../shared/engine/syntax/parser.ts';
import type { openService } from '../shared/remote/service.ts';

export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when more may be written: a slow reader slows the command down, it does not fill the memory. */
  readonly write: (text: string) => Promise<void>;
  readonly writeError: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly readGrammar: ReadGrammar;
  /** Runs the language server in this process; resolves when it has been started. */
  readonly startServer: () => Promise<void>;
  /** What calls a remote service, which most runs do without. */
  readonly loadRemote: () => Promise<{ readonly openService: typeof openService }>;
}

/** Exit codes of all commands. */
export const EXIT = {
  fine: 0,
  findings: 1,
  /** Wrong usage, or input that can't be read. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The caller asked for something that does not exist: a message that says what, where, and what to do. */
export class UsageError extends Error {}
