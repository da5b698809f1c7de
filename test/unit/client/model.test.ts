import assert from 'node:assert/strict';
import { reportView, shortName } from '../../../client/report/model.ts';
import type { SolutionAnalysis, Step } from '../../../shared/protocol/analysis.ts';
import type { ServiceReport } from '../../../shared/protocol/remote.ts';
import type { AnalysisListItem } from '../../../shared/protocol/service.ts';
import { SAMPLE, analysedFunction, bound, step } from './sample.ts';

const SOURCE = { uri: 'file:///solutions/two_sum.py', file: 'two_sum.py', version: 7 };

function view(change: Partial<SolutionAnalysis> = {}) {
  return reportView(SOURCE, { ...SAMPLE, ...change });
}

function withTime(derivation: readonly Step[]) {
  return view({ time: bound('O(n)', { derivation }) }).timeSteps;
}

describe('the view of a report', () => {
  it('names the solution, its file, its version and the problem', () => {
    const { subject, entry, file, version, problem } = view();
    assert.deepEqual(
      { subject, entry, file, version, problem },
      { subject: 'twoSum', entry: 'Solution.twoSum', file: 'two_sum.py', version: 7, problem: '1. two-sum' },
    );
  });

  it('has no subject when nothing can be run, and no problem when the file tells none', () => {
    assert.equal(view({ entry: null }).subject, null);
    assert.equal(view({ problem: null }).problem, null);
    assert.equal(view({ problem: { id: null, slug: 'two-sum', constraints: [] } }).problem, 'two-sum');
    assert.deepEqual(view({ problem: null }).constraints, []);
  });

  it('shortens names', () => {
    assert.equal(shortName('Solution.twoSum'), 'twoSum');
    assert.equal(shortName('LRUCache'), 'LRUCache');
    assert.equal(shortName('LRUCache.get'), 'LRUCache.get');
    assert.equal(shortName('<script>'), 'Script');
  });

  it('says the confidence in words, never as certainty', () => {
    const level = (confidence: number) => view({ time: bound('O(n)', { confidence }) }).time.confidence;
    assert.equal(level(0.9).words, 'High confidence');
    assert.equal(level(0.89).words, 'Fair confidence');
    assert.equal(level(0.69).words, 'Low confidence');
    assert.equal(level(1).figure, 'right about 99 times in 100');
    assert.deepEqual(view().time.confidence.reasons, ['comparing two numbers is O(1)']);
  });

  it('turns symbols into a legend, and says why a bound is unknown', () => {
    assert.deepEqual(view().time.legend, [{ symbol: 'n', meaning: 'len(nums)' }]);
    assert.equal(view().time.unknown, null);
    assert.equal(view({ time: bound('O(?)', { unknown: 'no bound' }) }).time.unknown, 'no bound');
  });

  it('leaves a constant output out', () => {
    const output = (text: string) =>
      view({ functions: [analysedFunction('Solution.twoSum', { output: text })] }).output;
    assert.equal(output('O(1)'), null);
    assert.equal(output('O(n)'), 'O(n)');
    assert.equal(view({ functions: [] }).output, null);
  });

  it('marks the deepest hot row with all of the time', () => {
    const [outer] = view().timeSteps;
    const inner = outer?.children[0];
    assert.deepEqual([outer?.hot, outer?.share], [true, null]);
    assert.deepEqual([inner?.hot, inner?.share], [true, null]);
    assert.equal(inner?.children[0]?.share, 'all of the time');
    assert.equal(view().timeSteps[1]?.share, null);
  });

  it('shares the time between several hot rows', () => {
    const rows = withTime([
      step(1, 'sum(a)', { hot: true }),
      step(2, 'max(a)', { hot: true }),
      step(3, 'x = 0'),
    ]);
    assert.deepEqual(
      rows.map(({ share }) => share),
      ['one of 2 that make the time', 'one of 2 that make the time', null],
    );
  });

  it('says how often a row runs and what a turn costs', () => {
    const counts = withTime([
      step(1, 'for x in a:', { turns: 'n', each: 'log n' }),
      step(2, 'for _ in "x":', { turns: '1' }),
      step(3, 'sorted(a)', { each: 'n log n', total: 'n log n' }),
      step(4, 'bisect(a, x)', { each: 'log n', total: 'n log n' }),
      step(5, 'x = 1'),
    ]).map(({ count }) => count);
    assert.deepEqual(counts, ['n turns, log n a turn', '1 turn', '', 'log n each', '']);
  });

  it('leaves out a total that the turns say already', () => {
    const inner = step(2, 'for y in a:', { turns: 'n', total: 'n^2' });
    const [outer] = withTime([step(1, 'for x in a:', { turns: 'n', total: 'n', children: [inner] })]);
    assert.deepEqual([outer?.total, outer?.children[0]?.total], ['', 'n^2']);
    assert.equal(withTime([step(1, 'for x in a:', { turns: 'n', total: 'n' })])[0]?.total, 'n');
  });

  it('gives every row a key of its own', () => {
    const keys: string[] = [];
    const collect = (rows: ReturnType<typeof withTime>): void =>
      rows.forEach(({ key, children }) => {
        keys.push(key);
        collect(children);
      });
    collect(view().timeSteps);
    assert.deepEqual(keys, ['0', '0.0', '0.0.0', '1']);
  });

  it('gives the derivations of the functions that are not the entry', () => {
    const [entry, helper] = view().functions;
    assert.deepEqual([entry?.timeSteps.length, helper?.timeSteps.length], [0, 1]);
  });

  it('warns of fixes that need a look', () => {
    const [finding] = view().findings;
    assert.match(finding?.fixes[0]?.note ?? '', /look at it/);
    const safe = SAMPLE.findings.map((item) => ({
      ...item,
      fixes: item.fixes.map((fix) => ({ ...fix, safety: 'safe' as const })),
    }));
    assert.equal(view({ findings: safe }).findings[0]?.fixes[0]?.note, null);
  });

  it('survives JSON, which is how it gets to the page', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(view())), view());
  });

  describe('with what a service says', () => {
    const THEIRS: SolutionAnalysis = { ...SAMPLE, time: bound('O(1)'), engineVersion: '99.0.0' };
    const REPORT: ServiceReport = {
      uri: SOURCE.uri,
      version: SOURCE.version,
      host: 'lens.example.org',
      analysis: THEIRS,
      failure: null,
      history: null,
      historyFailure: null,
    };

    it('is the service’s analysis of this version, and says so', () => {
      const { time, analysedBy, engineVersion } = reportView(SOURCE, SAMPLE, REPORT);
      assert.deepEqual([time.text, analysedBy, engineVersion], ['O(1)', 'lens.example.org', '99.0.0']);
    });

    it('is our own where the service has none, or one of another version', () => {
      const older = { ...REPORT, version: SOURCE.version - 1 };
      const none = { ...REPORT, analysis: null, failure: 'lens.example.org is slow.' };
      for (const report of [older, none, undefined]) {
        const { time, analysedBy } = reportView(SOURCE, SAMPLE, report);
        assert.deepEqual([time.text, analysedBy], [SAMPLE.time.text, null]);
      }
      assert.equal(reportView(SOURCE, SAMPLE, none).service?.failure, 'lens.example.org is slow.');
      assert.equal(reportView(SOURCE, SAMPLE).service, null);
    });

    it('has the history in rows', () => {
      const item: AnalysisListItem = {
        id: 'a1',
        owner: 'ada',
        createdAt: '2026-01-31T12:00:00.000Z',
        kept: 'summary',
        language: 'python',
        problem: { id: '1', slug: 'two-sum' },
        time: { text: 'O(n)', class: 'linear' },
        space: { text: 'O(1)', class: 'constant' },
        verdict: 'yes',
        techniques: ['two pointers'],
        findings: ['list-pop-front', 'sort-for-extreme'],
        engineVersion: '1.0.0',
      };
      assert.deepEqual(reportView(SOURCE, SAMPLE, { ...REPORT, history: [item] }).service?.history, [
        {
          id: 'a1',
          createdAt: '2026-01-31T12:00:00.000Z',
          language: 'python',
          time: 'O(n)',
          space: 'O(1)',
          techniques: ['two pointers'],
          findings: 2,
        },
      ]);
    });
  });
});
