import assert from 'node:assert/strict';
import { VERSION } from '../../../shared/protocol/version.ts';
import { command } from './command.ts';

describe('the command line', () => {
  it('prints its version', async () => {
    assert.deepEqual(await command(['--version']), { code: 0, out: `${VERSION}\n`, err: '' });
  });

  it('prints help for itself and for each command', async () => {
    const overview = (await command(['--help'])).out;
    assert.match(overview, /big-o-lens analyze/);
    for (const name of ['analyze', 'batch', 'lsp']) {
      const { code, out } = await command([name, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: big-o-lens ${name}`));
      assert.equal((await command(['help', name])).out, out);
    }
  });

  it('has lines of help that fit a terminal', async () => {
    for (const name of ['', 'analyze', 'batch', 'lsp']) {
      const { out } = await command(['help', ...(name === '' ? [] : [name])]);
      assert.deepEqual(
        out.split('\n').filter((line) => line.length > 120),
        [],
      );
    }
  });

  const wrong: readonly [args: readonly string[], message: RegExp][] = [
    [['analyse', 'x.py'], /Unknown command 'analyse'\. Did you mean 'analyze'\? See 'big-o-lens --help'/],
    [['constructor'], /Unknown command 'constructor'\. See/],
    [['--verbose'], /Unknown option '--verbose'/],
    [['analyze'], /needs a file, a folder, or -/],
    [['analyze', '--formt', 'json', 'x.py'], /Unknown option --formt of 'analyze'\. Did you mean --format\?/],
    [['analyze', '-x', 'x.py'], /Unknown option -x of 'analyze'\. See/],
    [['analyze', '--format'], /--format needs a value: text, json, sarif/],
    [['analyze', '--format', '--debug', 'ir', 'x.py'], /--format needs a value/],
    [['analyze', '--format=xml', 'x.py'], /--format can't be 'xml'\. It can be: text, json, sarif/],
    [['analyze', '--fail-on', 'always', 'x.py'], /--fail-on can't be 'always'/],
    [['analyze', '--debug', 'tree', 'x.py'], /--debug can't be 'tree'\. It can be: ir, cost, calls/],
    [['analyze', '--language', 'cobol', 'x.py'], /--language can't be 'cobol'\. Served: .*python/],
    [['analyze', '-'], /Standard input has no file name: say --language/],
    [['batch', 'x.jsonl'], /'batch' reads standard input and takes no 'x\.jsonl'/],
    [['batch', '--details=yes'], /--details takes no value, but got 'yes'/],
    [['lsp'], /add --stdio/],
  ];
  for (const [args, message] of wrong) {
    it(`says what is wrong with: ${args.join(' ')}`, async () => {
      const { code, out, err } = await command(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
      assert.match(err, /^big-o-lens: [^\n]*\n$/);
    });
  }

  it('shows the overview when nothing is asked', async () => {
    const { code, err } = await command([]);
    assert.equal(code, 2);
    assert.match(err, /Usage:/);
  });

  it('starts the language server', async () => {
    let started = 0;
    const startServer = async () => {
      started += 1;
      return Promise.resolve();
    };
    const { code } = await command(['lsp', '--stdio', '--clientProcessId=1'], { io: { startServer } });
    assert.deepEqual([code, started], [0, 1]);
  });
});
