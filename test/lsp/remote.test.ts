/** The built server between an editor that is signed in and a service that is well, slow, down or talks nonsense. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ASK_SERVICE,
  SERVICE_REPORT,
  SIGN_IN_REQUEST,
  SIGN_OUT_REQUEST,
  type ServiceReport,
  type SignInResult,
  type SignOutResult,
  TOKENS_LOAD,
  TOKENS_SAVE,
  type TokenPair,
  type TokensSaveParams,
} from '../../shared/protocol/remote.ts';
import type { AnalysisListItem, AnalysisRequest } from '../../shared/protocol/service.ts';
import { analyzePython } from '../support/engine.ts';
import type { Received } from '../support/http-stub.ts';
import {
  type Answering,
  type ServiceStub,
  type StubAnswer,
  created,
  isOf,
  page,
  problem,
  startServiceStub,
  tokens,
} from '../support/service-stub.ts';
import { FULL, type OpenFile } from './client.ts';
import { type ServerProcess, startServerProcess, until } from './process.ts';

const URI = 'file:///work/1.two-sum.py';
const CODE = `# secret of the header
# @lc code=start
class Solution:
    def twoSum(self, nums, target):
        for i in range(len(nums)):
            for j in range(i + 1, len(nums)):
                if nums[i] + nums[j] == target:
                    return [i, j]
# @lc code=end
print('secret of the tests')
`;
const KEY = 'bol_test_key';
/** An answer that shows whose it is. */
const THEIRS = { ...analyzePython(CODE), engineVersion: '99.0.0' };
const ENTRY: AnalysisListItem = {
  id: 'a1',
  owner: 'ada',
  createdAt: '2026-01-31T12:00:00.000Z',
  kept: 'summary',
  language: 'python',
  problem: { id: '1', slug: 'two-sum' },
  time: { text: 'O(n)', class: 'linear' },
  space: { text: 'O(n)', class: 'linear' },
  verdict: 'yes',
  techniques: ['hash map'],
  findings: [],
  engineVersion: '99.0.0',
};

/** A service that is well: it takes the key, analyses, and has one analysis in its history. */
const WELL: Answering = (request) => {
  if (isOf('createToken', request)) return tokens();
  if (isOf('revokeToken', request)) return { status: 204 };
  return isOf('createAnalysis', request) ? created(THEIRS) : page([ENTRY]);
};

/** Well but for the analyses. */
const analysing =
  (how: StubAnswer): Answering =>
  (request) =>
    isOf('createAnalysis', request) ? how : WELL(request);

/** An editor's window: its server, and the secrets that it shares with the user's other windows. */
interface Window {
  readonly server: ServerProcess;
  readonly file: OpenFile;
  readonly reports: ServiceReport[];
  readonly signIn: (key?: string) => Promise<SignInResult>;
  readonly signOut: () => Promise<SignOutResult>;
  /** Asks, and waits for the report that is the last one. */
  readonly ask: () => Promise<ServiceReport>;
}

describe('the remote service in the editor', function () {
  this.timeout(30_000);
  let stub: ServiceStub;
  let folder: string;
  let secrets: TokenPair | null;
  let windows: Window[];

  beforeEach(async () => {
    stub = await startServiceStub(WELL);
    folder = await mkdtemp(join(tmpdir(), 'big-o-lens-'));
    secrets = null;
    windows = [];
  });

  afterEach(async () => {
    await Promise.all(windows.map(async ({ server }) => server.stop()));
    await stub.stop();
    await rm(folder, { recursive: true });
  });

  async function openWindow(remote: object = { send: 'file' }): Promise<Window> {
    const server = await startServerProcess({
      capabilities: FULL,
      initializationOptions: { remote: { folder } },
      settings: { remote },
    });
    const reports: ServiceReport[] = [];
    const { connection } = server;
    connection.onRequest(TOKENS_LOAD, () => secrets);
    connection.onRequest(TOKENS_SAVE, ({ pair }: TokensSaveParams) => {
      secrets = pair;
      return null;
    });
    connection.onNotification(SERVICE_REPORT, (report: ServiceReport) => {
      reports.push(report);
    });
    const file = await server.open(URI, CODE);
    const window: Window = {
      server,
      file,
      reports,
      signIn: async (key = KEY) => connection.sendRequest(SIGN_IN_REQUEST, { address: stub.url, key }),
      signOut: async () => connection.sendRequest(SIGN_OUT_REQUEST, {}),
      ask: async () => {
        const before = reports.length;
        await connection.sendNotification(ASK_SERVICE, { uri: URI });
        const isLast = ({ history, historyFailure }: ServiceReport) =>
          history !== null || historyFailure !== null;
        await until(() => reports.slice(before).some(isLast), 'a last report', 20_000);
        return reports.slice(before).find(isLast)!;
      },
    };
    windows.push(window);
    return window;
  }

  /** A window that is signed in. */
  async function signedIn(remote?: object): Promise<Window> {
    const window = await openWindow(remote);
    assert.deepEqual(await window.signIn(), { owner: 'ada' });
    return window;
  }

  const requestsOf = (received: readonly Received[]) =>
    received.map(({ body }) => JSON.parse(body) as AnalysisRequest);

  it('is told nothing before somebody signs in', async () => {
    const window = await openWindow();
    await window.server.connection.sendNotification('textDocument/didSave', { textDocument: { uri: URI } });
    await window.server.connection.sendNotification(ASK_SERVICE, { uri: URI });
    assert.equal((await window.file.analyze())?.time.text, 'O(n²)');
    assert.deepEqual([stub.received.length, window.reports.length], [0, 0]);
  });

  it('analyses what somebody wants to see, and has the history of the problem', async () => {
    const window = await signedIn();
    assert.equal(secrets?.owner, 'ada');
    const report = await window.ask();
    const { host } = new URL(stub.url);
    assert.deepEqual(report, {
      uri: URI,
      version: 1,
      host,
      analysis: THEIRS,
      failure: null,
      history: [ENTRY],
      historyFailure: null,
    });
    assert.deepEqual(requestsOf(stub.asked('createAnalysis')), [
      { code: CODE, language: 'python', fileName: '1.two-sum.py', disabledRules: [], keep: 'summary' },
    ]);
    const [query] = stub.asked('listAnalyses');
    assert.equal(query!.path, '/v1/analyses?problem=1&limit=10');
    assert.equal(query!.headers.authorization, `Bearer ${secrets.accessToken}`);
  });

  it('gets what is saved, once, and nothing while somebody types', async () => {
    const window = await signedIn();
    const save = async () =>
      window.server.connection.sendNotification('textDocument/didSave', { textDocument: { uri: URI } });
    await window.file.replace('return [i, j]', 'return [j, i]');
    await window.file.analyze();
    assert.equal(stub.asked('createAnalysis').length, 0);
    await save();
    await save();
    await until(() => window.reports.filter(({ history }) => history !== null).length === 2, 'both reports');
    assert.equal(stub.asked('createAnalysis').length, 1);
    await window.file.replace('return [j, i]', 'return [i, j]');
    await save();
    await until(() => stub.asked('createAnalysis').length === 2, 'the second analysis');
  });

  it('gets the marked region alone, at its place in the file', async () => {
    const window = await signedIn({ send: 'region', keepHistory: false });
    await window.ask();
    const [request] = requestsOf(stub.asked('createAnalysis'));
    assert.equal(request!.keep, 'nothing');
    assert.ok(!request!.code.includes('secret'), request!.code);
    assert.deepEqual(request!.code.split('\n').slice(2), CODE.split('\n').slice(2, 8).concat(''));
    assert.equal(request!.code.indexOf('class'), CODE.indexOf('class'));
  });

  it('gets nothing of a file without a region, and the user hears why', async () => {
    const window = await signedIn({ send: 'region' });
    await window.file.replace('@lc code=start', '');
    const report = await window.ask();
    assert.match(report.failure!, /no region between @lc code=start and @lc code=end/);
    assert.deepEqual(report.history, [ENTRY]);
    assert.equal(stub.asked('createAnalysis').length, 0);
  });

  it('gets nothing when the settings say so', async () => {
    const window = await signedIn({ send: 'nothing' });
    await window.server.connection.sendNotification(ASK_SERVICE, { uri: URI });
    await window.file.analyze();
    assert.deepEqual([stub.received.length, window.reports.length], [1, 0]);
  });

  it('that refuses the key says so, and nothing is kept', async () => {
    stub.answer(() => problem('unauthenticated'));
    const window = await openWindow();
    const result = await window.signIn('wrong');
    assert.deepEqual(result, { failure: `${new URL(stub.url).host} does not know this key.` });
    assert.equal(secrets, null);
  });

  const bad: readonly [string, StubAnswer, RegExp][] = [
    ['is slow', { ...created(THEIRS), after: 1_000 }, /has not answered in time/],
    ['is over quota', problem('rate-limited', { 'retry-after': '3600' }), /as many requests as it allows/],
    ['has too much work', problem('overloaded', { 'retry-after': '3600' }), /can’t take requests now/],
    ['is broken', { status: 500, body: 'Oops' }, /has (failed|not answered in time)/],
    ['talks nonsense', { body: '{"result": 1}' }, /does not answer as a service/],
    ['is another page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, /does not answer as/],
    [
      'sends us elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
      /does not answer as/,
    ],
    ['says too much', { body: `"${'x'.repeat(9_000_000)}"` }, /no answer|not answered in time/],
  ];
  for (const [what, how, failure] of bad) {
    it(`that ${what} is not waited for, and changes nothing here`, async () => {
      const window = await signedIn();
      stub.answer(analysing(how));
      const start = performance.now();
      await window.server.connection.sendNotification(ASK_SERVICE, { uri: URI });
      const own = await window.file.analyze();
      assert.equal(own?.time.text, 'O(n²)');
      await until(() => window.reports.length > 0, 'a report');
      assert.ok(performance.now() - start < 4_000, `${performance.now() - start}`);
      assert.equal(window.reports[0]!.analysis, null);
      assert.match(window.reports[0]!.failure!, failure);
    });
  }

  it('that is down is no trouble, and answers again when it is back', async () => {
    const window = await signedIn();
    await stub.stop();
    const report = await window.ask();
    assert.match(report.failure!, /can’t be reached/);
    assert.match(report.historyFailure!, /can’t be reached/);
    assert.equal(stub.asked('listAnalyses').length, 0);
    assert.equal((await window.file.analyze())?.time.text, 'O(n²)');
    await stub.start();
    assert.deepEqual((await window.ask()).analysis, THEIRS);
  });

  it('is asked by two windows whose tokens are due at once, and exchanges them once', async () => {
    const first = await signedIn();
    const second = await openWindow();
    secrets = { ...secrets!, accessExpiresAt: 0 };
    const [one, two] = await Promise.all([first.ask(), second.ask()]);
    assert.deepEqual([one.failure, two.failure], [null, null]);
    assert.equal(stub.asked('createToken').length, 2);
  });

  it('that ends the session signs out, here and for all windows', async () => {
    const window = await signedIn();
    secrets = { ...secrets!, accessExpiresAt: 0 };
    stub.answer((request) => (isOf('createToken', request) ? problem('token-revoked') : WELL(request)));
    const report = await window.ask();
    assert.match(report.failure!, /Nobody is signed in/);
    assert.equal(secrets, null);
  });

  it('is told when somebody signs out; nothing is sent any more, whether it hears or not', async () => {
    const window = await signedIn();
    const { refreshToken } = secrets!;
    assert.deepEqual(await window.signOut(), { failure: null });
    assert.deepEqual(JSON.parse(stub.asked('revokeToken')[0]!.body), { refreshToken });
    assert.equal(secrets, null);

    await window.signIn();
    await stub.stop();
    assert.match((await window.signOut()).failure!, /can’t be reached/);
    assert.equal(secrets, null);
    await stub.start();
  });
});
