/** "Sign In" and "Sign Out": the dialogues. What is sent, and where to, is said before anything is. */
import * as vscode from 'vscode';
import {
  SIGN_IN_REQUEST,
  SIGN_OUT_REQUEST,
  type SignInParams,
  type SignInResult,
  type SignOutResult,
} from '../../shared/protocol/remote.ts';
import { SECTION, type Settings } from '../../shared/protocol/settings.ts';
import { AddressError, serviceOrigin } from '../../shared/remote/address.ts';
import type { Server } from '../server.ts';
import type { Tokens } from './tokens.ts';

const STATUS_MS = 5_000;

/** Asks for the service and the key, says what is sent, and exchanges the key for tokens. */
export async function signIn(server: Server, tokens: Tokens): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Nothing is sent from a workspace that is not trusted. Trust it first, then sign in.'),
    );
    return;
  }
  const address = await askAddress(tokens.lastAddress());
  if (address === undefined) return;
  const key = await askKey(new URL(address).host);
  if (key === undefined) return;
  const sends = await askConsent(new URL(address).host);
  if (sends === undefined) return;

  const params: SignInParams = { address, key };
  const title = vscode.l10n.t('Signing in to {0}…', new URL(address).host);
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title },
    async () => server.request<SignInResult>(SIGN_IN_REQUEST, params),
  );
  if (result === null || 'failure' in result) {
    const why = result?.failure ?? vscode.l10n.t('The language server does not run.');
    void vscode.window.showErrorMessage(vscode.l10n.t('You are not signed in: {0}', why));
    return;
  }
  await tokens.expect(address);
  const settings = vscode.workspace.getConfiguration(SECTION);
  await settings.update('remote.send', sends, vscode.ConfigurationTarget.Global);
  say(vscode.l10n.t('Signed in to {0} as {1}', new URL(address).host, result.owner));
}

async function askAddress(last: string): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title: vscode.l10n.t('Big-O Lens: Sign In (1/2)'),
    prompt: vscode.l10n.t('Address of the analysis service'),
    placeHolder: 'https://lens.example.org',
    value: last,
    ignoreFocusOut: true,
    validateInput: (text) => originOf(text).failure,
  });
  return address === undefined ? undefined : (originOf(address).origin ?? undefined);
}

function originOf(text: string): { readonly origin: string | null; readonly failure: string | null } {
  try {
    return { origin: serviceOrigin(text), failure: null };
  } catch (error) {
    if (error instanceof AddressError) return { origin: null, failure: error.message };
    throw error;
  }
}

async function askKey(host: string): Promise<string | undefined> {
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Big-O Lens: Sign In (2/2)'),
    prompt: vscode.l10n.t('Your key for {0}. It is exchanged for tokens and not kept.', host),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('The service gives out keys.') : null),
  });
  return key?.trim();
}

type Sends = Settings['remote.send'];

async function askConsent(host: string): Promise<Sends | undefined> {
  const choice = (title: string, sends: Sends) => ({ title, sends });
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('What may {0} get?', host),
    {
      modal: true,
      detail: vscode.l10n.t(
        'When you save a solution or analyse it, what you choose here is sent to {0}, with the file’s name (without folders), its language, and the rules that you have switched off. {0} keeps the bounds, techniques and findings as your history of the problem, not the program. The settings below “{1}.remote” change both at any time.',
        host,
        SECTION,
      ),
    },
    choice(vscode.l10n.t('The Whole File'), 'file'),
    choice(vscode.l10n.t('Only the Region Marked @lc code'), 'region'),
    choice(vscode.l10n.t('Nothing for Now'), 'nothing'),
  );
  return chosen?.sends;
}

/** Ends the session, here in any case and at the service if it can be reached. */
export async function signOut(server: Server, tokens: Tokens): Promise<void> {
  const signedIn = tokens.signedIn();
  await tokens.expect(null);
  if (signedIn === null) {
    say(vscode.l10n.t('You are not signed in'));
    return;
  }
  const result = await server.request<SignOutResult>(SIGN_OUT_REQUEST, {});
  // Without a server nobody else has done it.
  if (result === null) await tokens.save(null);
  const why = result === null ? vscode.l10n.t('The language server does not run.') : result.failure;
  if (why === null) say(vscode.l10n.t('Signed out of {0}', signedIn.host));
  else {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('You are signed out here, but {0} could not be told: {1}', signedIn.host, why),
    );
  }
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, STATUS_MS);
}
