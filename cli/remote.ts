/** `--remote URL`: the analyses of a service; where it has none, this machine's own stand. */
import { basename } from 'node:path';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import type { Keep } from '../shared/protocol/service.ts';
import { AddressError, serviceOrigin } from '../shared/remote/address.ts';
import { type FailureKind, isRemoteFailure } from '../shared/remote/failure.ts';
import { STANDARD_INPUT, type SourceFile } from './files.ts';
import { type Io, UsageError } from './io.ts';

/** The variable of the environment that has the key: arguments are seen by everybody on the machine. */
const KEY_VARIABLE = 'BIG_O_LENS_KEY';

/** Milliseconds for a program, further tries included. */
const DEADLINE = 30_000;

/** Another try with the same key is as useless for the next file: the caller has to do something. */
const CALLERS_FAULT: ReadonlySet<FailureKind> = new Set(['refused', 'forbidden']);

export interface RemoteAnalyses {
  /** Null: the service has no answer, and standard error says why, once for each reason. @throws UsageError */
  readonly analyze: (file: SourceFile, text: string) => Promise<SolutionAnalysis | null>;
  readonly close: () => void;
}

/** @throws UsageError for an address that can't be used, or without a key. */
export async function openRemote(address: string, keep: Keep, io: Io): Promise<RemoteAnalyses> {
  const origin = usableOrigin(address);
  const key = io.env[KEY_VARIABLE] ?? '';
  if (key === '') throw new UsageError(`--remote needs a key: set the environment variable ${KEY_VARIABLE}.`);
  const service = (await io.loadRemote()).openService(origin);
  const remote = service.withKey(key);
  const told = new Set<string>();

  return {
    analyze: async ({ name, language }, text) => {
      const fileName = name === STANDARD_INPUT ? {} : { fileName: basename(name) };
      try {
        const { result } = await remote.analyse(
          { code: text, language, keep, ...fileName },
          { deadline: DEADLINE },
        );
        return result;
      } catch (error) {
        if (!isRemoteFailure(error)) throw error;
        if (CALLERS_FAULT.has(error.kind)) throw new UsageError(error.message);
        // The failures that a pause comes from have been told.
        if (error.kind !== 'paused' && !told.has(error.message)) {
          io.writeError(`big-o-lens: ${error.message} This machine’s own analysis stands.\n`);
          told.add(error.message);
        }
        return null;
      }
    },
    close: service.close,
  };
}

function usableOrigin(address: string): string {
  try {
    return serviceOrigin(address);
  } catch (error) {
    if (error instanceof AddressError) throw new UsageError(`--remote ${address}: ${error.message}`);
    throw error;
  }
}
