/** What the status item says about the remote service. */
import assert from 'node:assert/strict';
import { type ServiceState, serviceStatus } from '../../../client/remote/statusText.ts';
import type { ServiceReport } from '../../../shared/protocol/remote.ts';

const REPORT: ServiceReport = {
  uri: 'file:///a.py',
  version: 1,
  host: 'lens.example.org',
  analysis: null,
  failure: null,
  history: null,
  historyFailure: null,
};
const STATE: ServiceState = {
  signedIn: { address: 'https://lens.example.org', host: 'lens.example.org', owner: 'ada' },
  lost: null,
  sends: 'file',
  report: undefined,
};

const status = (change: Partial<ServiceState> = {}) => serviceStatus({ ...STATE, ...change });

describe('the status of the service', () => {
  it('is not there for who is not signed in', () => {
    assert.equal(status({ signedIn: null }), null);
  });

  it('says where the code goes, and whose it is', () => {
    assert.deepEqual([status()?.text, status()?.warns], ['lens.example.org', false]);
    assert.match(status()!.detail, /^ada, gets the file when you save or analyse$/);
    assert.match(status({ sends: 'region' })!.detail, /gets the marked region/);
    assert.match(status({ sends: 'nothing' })!.detail, /nothing is sent/);
    assert.equal(status({ report: REPORT })?.text, 'lens.example.org');
  });

  it('says why an analysis is our own, while something is sent at all', () => {
    const report = { ...REPORT, failure: 'lens.example.org has not answered in time.' };
    const failed = status({ report });
    assert.deepEqual(
      [failed?.text, failed?.detail, failed?.warns],
      ['lens.example.org has not answered in time.', 'This machine’s own analysis stands.', true],
    );
    assert.equal(status({ report, sends: 'nothing' })?.warns, false);
  });

  it('offers to sign in again where a session has ended by itself', () => {
    const lost = status({ signedIn: null, lost: 'lens.example.org' });
    assert.deepEqual(
      [lost?.text, lost?.command.command],
      ['Signed out by lens.example.org', 'big-o-lens.signIn'],
    );
  });
});
