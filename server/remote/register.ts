/** The remote service's part of the connection; it does nothing for a client that keeps no tokens. */
import {
  ASK_SERVICE,
  type AskServiceParams,
  SERVICE_REPORT,
  SIGN_IN_REQUEST,
  SIGN_OUT_REQUEST,
  type SignInParams,
  type SignInResult,
  type SignOutResult,
} from '../../shared/protocol/remote.ts';
import { fileNameOf } from '../analyzer.ts';
import { ignoreFailure } from '../edge.ts';
import type { Session } from '../session.ts';
import { type Delegate, type DelegateOptions, createDelegate } from './delegate.ts';
import { createTokenStore } from './tokens.ts';

const FAILED = 'The language server failed; its output says more.';

export function registerRemote(session: Session, loadRemote: DelegateOptions['loadRemote']): void {
  const { connection, edge, documents, analyses } = session;
  let made: Delegate | null = null;
  /** Null for a client that keeps no tokens. */
  const delegate = (): Delegate | null => {
    const folder = session.client.remoteFolder;
    if (folder === null) return null;
    return (made ??= createDelegate({
      loadRemote,
      tokens: createTokenStore(connection, folder),
      tell: (report) => ignoreFailure(connection.sendNotification(SERVICE_REPORT, report)),
    }));
  };

  const ask = async (uri: string): Promise<void> => {
    const document = documents.get(uri);
    const asked = delegate();
    if (document === undefined || asked === null) return;
    const found = await analyses.now(document);
    // Nothing is sent of what is not analysed here: a language that is switched off, or not served.
    if (found?.analysis == null) return;
    const { analysis, settings } = found;
    await asked.ask({ document: document.text, fileName: fileNameOf(uri), settings, analysis });
  };

  connection.onRequest(
    SIGN_IN_REQUEST,
    edge.request<SignInParams, SignInResult>(
      SIGN_IN_REQUEST,
      { failure: FAILED },
      async (params) => (await delegate()?.signIn(params)) ?? { failure: FAILED },
    ),
  );
  connection.onRequest(
    SIGN_OUT_REQUEST,
    edge.request<unknown, SignOutResult>(
      SIGN_OUT_REQUEST,
      { failure: FAILED },
      async () => (await delegate()?.signOut()) ?? { failure: null },
    ),
  );
  connection.onNotification(
    ASK_SERVICE,
    edge.notification<AskServiceParams>(ASK_SERVICE, async ({ uri }) => ask(uri)),
  );
  connection.onDidSaveTextDocument(
    edge.notification('textDocument/didSave', async ({ textDocument: { uri } }) => ask(uri)),
  );
}
