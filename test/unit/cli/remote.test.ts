/** `analyze --remote`: the service's analyses, or why this machine's own stand. */
import assert from 'node:assert/strict';
import type { SolutionAnalysis } from '../../../shared/protocol/analysis.ts';
import type { AnalysisRequest } from '../../../shared/protocol/service.ts';
import { openService } from '../../../shared/remote/service.ts';
import { analyzePython } from '../../support/engine.ts';
import { freePort } from '../../support/ports.ts';
import { type ServiceStub, created, problem, startServiceStub } from '../../support/service-stub.ts';
import { FRONT, PAIRS, command, withFiles } from './command.ts';

const KEY = 'bol_test_key';
const FILES = { 'one/1.two-sum.py': PAIRS, 'two.py': FRONT };

/** An answer that is not our own: it shows whose was printed. */
const THEIRS: SolutionAnalysis = { ...analyzePython(PAIRS), entry: 'theirs', engineVersion: '99.0.0' };

describe('analyze --remote', () => {
  let stub: ServiceStub;

  before(async () => {
    stub = await startServiceStub(() => created(THEIRS));
  });

  beforeEach(() => {
    stub.answer(() => created(THEIRS));
  });

  after(async () => stub.stop());

  const run = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = { BIG_O_LENS_KEY: KEY },
  ) =>
    withFiles(FILES, async (cwd) =>
      command(['analyze', '--format=json', '--fail-on=never', ...args], {
        cwd,
        env,
        io: { loadRemote: async () => Promise.resolve({ openService }) },
      }),
    );
  const versions = (out: string) =>
    (JSON.parse(out) as SolutionAnalysis[]).map(({ engineVersion }) => engineVersion);
  const own = analyzePython(PAIRS).engineVersion;

  it('prints what the service answers, and sends the file’s name without folders', async () => {
    const before = stub.received.length;
    const { code, out, err } = await run(['--remote', stub.url, '.']);
    assert.deepEqual([code, err, versions(out)], [0, '', ['99.0.0', '99.0.0']]);
    const [first, second] = stub.received.slice(before);
    assert.equal(first!.headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(JSON.parse(first!.body), {
      code: PAIRS,
      language: 'python',
      fileName: '1.two-sum.py',
      keep: 'nothing',
    } satisfies AnalysisRequest);
    assert.equal((JSON.parse(second!.body) as AnalysisRequest).fileName, 'two.py');
  });

  it('asks for what is to be kept', async () => {
    await run(['--remote', stub.url, '--keep', 'source', 'two.py']);
    assert.equal((JSON.parse(stub.received.at(-1)!.body) as AnalysisRequest).keep, 'source');
  });

  it('prints its own analyses where the service has none, and says why once', async () => {
    stub.answer(() => problem('program-too-large'));
    const { code, out, err } = await run(['--remote', stub.url, '.']);
    assert.deepEqual([code, versions(out)], [0, [own, own]]);
    assert.match(err, /^big-o-lens: 127\.0\.0\.1:\d+ says: .*\. This machine’s own analysis stands\.\n$/);
  });

  it('prints its own analysis when nobody is there', async () => {
    const { code, out, err } = await run([
      '--remote',
      `http://127.0.0.1:${await freePort()}`,
      'two.py',
      'one',
    ]);
    assert.deepEqual([code, versions(out)], [0, [own, own]]);
    assert.match(err, /^big-o-lens: 127\.0\.0\.1:\d+ can’t be reached \(ECONNREFUSED\)\. [^\n]*\n$/);
  });

  it('ends when the service refuses the key', async () => {
    for (const code of ['unauthenticated', 'forbidden'] as const) {
      stub.answer(() => problem(code));
      const outcome = await run(['--remote', stub.url, 'two.py']);
      assert.equal(outcome.code, 2);
      assert.match(outcome.err, /^big-o-lens: 127\.0\.0\.1:\d+ does not (know|allow) this key/);
      assert.ok(!outcome.err.includes(KEY));
    }
  });

  it('says what is wrong with its options, and sends nothing then', async () => {
    const before = stub.received.length;
    const wrong: readonly [readonly string[], RegExp, Record<string, string>?][] = [
      [['--remote', stub.url, 'two.py'], /set the environment variable BIG_O_LENS_KEY/, {}],
      [
        ['--remote', 'http://lens.example.org', 'two.py'],
        /--remote http:\/\/lens\.example\.org: .* has to begin with https/,
      ],
      [['--remote', stub.url, '--debug', 'ir', 'two.py'], /--debug shows steps of this machine’s own/],
      [['--keep', 'source', 'two.py'], /it needs --remote/],
    ];
    for (const [args, message, env] of wrong) {
      const { code, err } = await run(args, env);
      assert.equal(code, 2);
      assert.match(err, message);
    }
    assert.equal(stub.received.length, before);
  });
});
