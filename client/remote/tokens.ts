/** The tokens of the remote service: in the editor's secret storage, the same for all windows. */
import * as vscode from 'vscode';
import type { TokenPair } from '../../shared/protocol/remote.ts';

const SECRET = 'bigOLens.remote.tokens';
/** Not secret: where somebody signed in last, and whether they have signed out since. */
const ADDRESS = 'bigOLens.remote.address';
const EXPECTED = 'bigOLens.remote.expected';
const SIGNED_IN_CONTEXT = 'bigOLens.signedIn';

/** Who is signed in where. */
export interface SignedIn {
  /** "https://lens.example.org" */
  readonly address: string;
  /** "lens.example.org" */
  readonly host: string;
  readonly owner: string;
}

export interface Tokens {
  /** Null: nobody, or not here, since the workspace is not trusted. */
  readonly signedIn: () => SignedIn | null;
  /** The host of a session that has ended without anybody signing out; null when there is none. */
  readonly lost: () => string | null;
  /** The address of the last sign-in; empty before the first. */
  readonly lastAddress: () => string;
  /** Remembers that somebody has signed in at an address; null: that they have signed out. */
  readonly expect: (address: string | null) => Promise<void>;
  /** Somebody has signed in or out, in this window or in another. */
  readonly onDidChange: vscode.Event<SignedIn | null>;
  readonly load: () => Promise<TokenPair | null>;
  readonly save: (pair: TokenPair | null) => Promise<void>;
  readonly dispose: () => void;
}

export function keepTokens({ secrets, globalState }: vscode.ExtensionContext): Tokens {
  const changed = new vscode.EventEmitter<SignedIn | null>();
  let known: SignedIn | null = null;

  const load = async (): Promise<TokenPair | null> => {
    if (!vscode.workspace.isTrusted) return null;
    return pairIn(await secrets.get(SECRET));
  };
  const update = async (): Promise<void> => {
    const pair = await load();
    const next = pair && { address: pair.address, host: new URL(pair.address).host, owner: pair.owner };
    // Tokens change every quarter of an hour; who is signed in seldom does.
    if (next?.address === known?.address && next?.owner === known?.owner) return;
    known = next;
    await vscode.commands.executeCommand('setContext', SIGNED_IN_CONTEXT, known !== null);
    changed.fire(known);
  };
  void update();

  const listeners = vscode.Disposable.from(
    changed,
    secrets.onDidChange(({ key }) => {
      if (key === SECRET) void update();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void update()),
  );
  const lastAddress = () => globalState.get<string>(ADDRESS) ?? '';
  return {
    signedIn: () => known,
    lost: () => {
      const isLost = known === null && vscode.workspace.isTrusted && globalState.get(EXPECTED) === true;
      return isLost ? new URL(lastAddress()).host : null;
    },
    lastAddress,
    expect: async (address) => {
      await globalState.update(EXPECTED, address !== null);
      if (address !== null) await globalState.update(ADDRESS, address);
    },
    onDidChange: changed.event,
    load,
    save: async (pair) => {
      await (pair === null ? secrets.delete(SECRET) : secrets.store(SECRET, JSON.stringify(pair)));
      await update();
    },
    dispose: () => void listeners.dispose(),
  };
}

/** Null for what another version may have kept. */
function pairIn(text: string | undefined): TokenPair | null {
  try {
    const pair = JSON.parse(text ?? '') as Readonly<Partial<Record<keyof TokenPair, unknown>>> | null;
    const texts = [pair?.address, pair?.accessToken, pair?.refreshToken, pair?.owner];
    const isPair =
      texts.every((part) => typeof part === 'string') && typeof pair?.accessExpiresAt === 'number';
    return isPair && URL.canParse(pair.address as string) ? (pair as TokenPair) : null;
  } catch {
    return null;
  }
}
