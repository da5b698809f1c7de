/** What the status item says about the remote service. */
import type { ServiceReport } from '../../shared/protocol/remote.ts';
import { SECTION, type Settings } from '../../shared/protocol/settings.ts';
import type { SignedIn } from './tokens.ts';

export interface ServiceState {
  readonly signedIn: SignedIn | null;
  /** The host of a session that has ended without anybody signing out. */
  readonly lost: string | null;
  readonly sends: Settings['remote.send'];
  /** The newest one about the file that is shown. */
  readonly report: ServiceReport | undefined;
}

export interface ServiceStatus {
  readonly text: string;
  readonly detail: string;
  /** Something is not as the user wants it. */
  readonly warns: boolean;
  readonly command: { readonly title: string; readonly command: string; readonly arguments?: unknown[] };
}

const SENDS: Readonly<Record<Settings['remote.send'], string>> = {
  nothing: 'nothing is sent',
  region: 'gets the marked region when you save or analyse',
  file: 'gets the file when you save or analyse',
};

const SIGN_IN = { title: 'Sign In', command: 'big-o-lens.signIn' };
const CHANGE = {
  title: 'Settings',
  command: 'workbench.action.openSettings',
  arguments: [`${SECTION}.remote`],
};

/** Null: there is nothing to say. */
export function serviceStatus({ signedIn, lost, sends, report }: ServiceState): ServiceStatus | null {
  if (signedIn === null) {
    if (lost === null) return null;
    return { text: `Signed out by ${lost}`, detail: 'Nothing is sent.', warns: true, command: SIGN_IN };
  }
  if (sends !== 'nothing' && report !== undefined && report.failure !== null) {
    return {
      text: report.failure,
      detail: 'This machine’s own analysis stands.',
      warns: true,
      command: CHANGE,
    };
  }
  return {
    text: signedIn.host,
    detail: `${signedIn.owner}, ${SENDS[sends]}`,
    warns: false,
    command: CHANGE,
  };
}
