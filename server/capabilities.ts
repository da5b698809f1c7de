/** What the server says it can do. */
import {
  CodeActionKind,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { COMMENT_ACTION_KIND } from '../shared/protocol/requests.ts';
import { VERSION } from '../shared/protocol/version.ts';
import type { ClientTraits } from './clientTraits.ts';
import { FIX_ALL_KIND } from './features/fixAll.ts';
import { SOURCE } from './toProtocol.ts';

export function initializeResult(client: ClientTraits): InitializeResult {
  return {
    serverInfo: { name: SOURCE, version: VERSION },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        // The remote service is asked then, if somebody is signed in to one.
        save: client.remoteFolder !== null,
      },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: true },
      inlayHintProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND, COMMENT_ACTION_KIND],
        resolveProvider: client.resolvesEdits,
      },
      // A client that can't pull gets diagnostics pushed.
      ...(client.pullsDiagnostics && {
        diagnosticProvider: {
          identifier: SOURCE,
          interFileDependencies: false,
          workspaceDiagnostics: false,
        },
      }),
    },
  };
}
