/** The tokens of the remote service as the server sees them: the client keeps them, and any window may change them. */
import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import {
  TOKENS_LOAD,
  TOKENS_SAVE,
  type TokensLoadResult,
  type TokensSaveParams,
} from '../../shared/protocol/remote.ts';
import type { TokenStore } from '../../shared/remote/credentials.ts';
import { locked } from './lock.ts';

/** @param folder of the user, which all windows share */
export function createTokenStore(connection: Connection, folder: string): TokenStore {
  const lock = join(folder, 'tokens.lock');
  return {
    load: async () => connection.sendRequest<TokensLoadResult>(TOKENS_LOAD),
    save: async (pair) => {
      const params: TokensSaveParams = { pair };
      await connection.sendRequest(TOKENS_SAVE, params);
    },
    exclusively: async (work) => locked(lock, work),
  };
}
