/** Asks the client to ask again, once for all documents that changed in one go. */
import {
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  InlayHintRefreshRequest,
} from 'vscode-languageserver';
import type { ClientTraits } from './clientTraits.ts';
import { ignoreFailure } from './edge.ts';

export interface Refresh {
  readonly codeLenses: () => void;
  /** After a change of settings, which may change anything. */
  readonly everything: () => void;
}

/** Settings come for each document on its own: within this time all have come. */
const SETTINGS_MS = 20;

export function createRefresh(connection: Connection, client: () => ClientTraits): Refresh {
  const pending = new Set<string>();
  const ask = (supported: boolean, method: string, delay: number) => {
    if (!supported || pending.has(method)) return;
    pending.add(method);
    setTimeout(() => {
      pending.delete(method);
      ignoreFailure(connection.sendRequest(method));
    }, delay);
  };
  return {
    codeLenses: () => ask(client().refreshesCodeLenses, CodeLensRefreshRequest.method, 0),
    everything: () => {
      const { refreshesCodeLenses, refreshesDiagnostics, refreshesInlayHints } = client();
      ask(refreshesCodeLenses, CodeLensRefreshRequest.method, SETTINGS_MS);
      ask(refreshesDiagnostics, DiagnosticRefreshRequest.method, SETTINGS_MS);
      ask(refreshesInlayHints, InlayHintRefreshRequest.method, SETTINGS_MS);
    },
  };
}
