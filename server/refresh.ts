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

export function createRefresh(connection: Connection, client: () => ClientTraits): Refresh {
  const pending = new Set<string>();
  const ask = (method: string) => {
    if (pending.has(method)) return;
    pending.add(method);
    setImmediate(() => {
      pending.delete(method);
      ignoreFailure(connection.sendRequest(method));
    });
  };
  const codeLenses = () => {
    if (client().refreshesCodeLenses) ask(CodeLensRefreshRequest.method);
  };
  return {
    codeLenses,
    everything: () => {
      codeLenses();
      if (client().refreshesDiagnostics) ask(DiagnosticRefreshRequest.method);
      if (client().refreshesInlayHints) ask(InlayHintRefreshRequest.method);
    },
  };
}
