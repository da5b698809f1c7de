import assert from 'node:assert/strict';
import { codeLenses, resolveCodeLens } from '../../../server/features/codeLens.ts';
import { classLensTitle, lensTitle } from '../../../shared/engine/present/lens.ts';
import { URI, analysisOf, bound, documentOf, functionIn } from './sample.ts';

const SOLUTION = `class Solution:
    def helper(self, x):
        return x

    def twoSum(self, nums):
        return self.helper(nums)
`;

const CACHE = `import math

@final
class LRUCache:
    def get(self, key):
        pass

    def put(self, key, value):
        pass
`;

describe('code lenses', () => {
  const entry = functionIn(SOLUTION, 'Solution.twoSum', { time: bound('O(n log n)') });
  const helper = functionIn(SOLUTION, 'Solution.helper', { role: 'helper', standsAlone: false });
  const analysis = analysisOf({ entry: entry.name, functions: [helper, entry] });
  const document = documentOf(SOLUTION);

  it('are on the names of what is run; helpers by setting', () => {
    const lines = (helpers: boolean) =>
      codeLenses(document, analysis, helpers).map(({ range }) => range.start.line);
    assert.deepEqual(lines(false), [4]);
    assert.deepEqual(lines(true), [1, 4]);
  });

  it('are on functions that nothing calls, since they are solutions too', () => {
    const another = { ...helper, standsAlone: true };
    const both = analysisOf({ entry: entry.name, functions: [another, entry] });
    assert.equal(codeLenses(document, both, false).length, 2);
  });

  it('get their texts when they are resolved', () => {
    const [lens] = codeLenses(document, analysis, false);
    assert.equal(lens?.command, undefined);
    assert.deepEqual(resolveCodeLens(lens!, analysis, true).command, {
      title: lensTitle(entry),
      command: 'big-o-lens.showReport',
      arguments: [URI, 'Solution.twoSum'],
    });
    assert.deepEqual(resolveCodeLens(lens!, analysis, false).command, {
      title: lensTitle(entry),
      command: '',
    });
  });

  it('are resolved by name when a newer analysis counts functions otherwise', () => {
    const [lens] = codeLenses(document, analysis, false);
    const newer = { ...entry, time: bound('O(1)') };
    const title = (functions: (typeof entry)[]) =>
      resolveCodeLens(lens!, analysisOf({ functions }), true).command?.title;
    assert.equal(title([newer]), lensTitle(newer));
    assert.equal(title([]), '');
  });

  it('tell two functions of one name apart', () => {
    const second = { ...entry, time: bound('O(1)') };
    const twice = analysisOf({ entry: entry.name, functions: [entry, second] });
    const titles = codeLenses(document, twice, false).map(
      (lens) => resolveCodeLens(lens, twice, true).command?.title,
    );
    assert.deepEqual(titles, [lensTitle(entry), lensTitle(second)]);
  });

  it('move with the text', () => {
    const moved = codeLenses(document, analysis, true, ({ line, character }) => ({
      line: line + 3,
      character,
    }));
    assert.deepEqual(
      moved.map(({ range }) => range.start.line),
      [4, 7],
    );
  });

  it('of a class of operations: one for the class, one for each', () => {
    const functions = ['LRUCache.get', 'LRUCache.put'].map((name) =>
      functionIn(CACHE, name, { role: 'operation' }),
    );
    const cache = analysisOf({ entry: 'LRUCache', functions });
    const lenses = codeLenses(documentOf(CACHE), cache, false);
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line),
      [3, 4, 7],
    );
    const { command } = resolveCodeLens(lenses[0]!, cache, true);
    assert.equal(command?.title, classLensTitle(functions));
    assert.deepEqual(command.arguments, [URI, null]);
  });

  it('of a class whose line is nowhere: only one for each operation', () => {
    const functions = [functionIn(CACHE, 'LRUCache.get', { role: 'operation' })];
    const lenses = codeLenses(documentOf(CACHE), analysisOf({ entry: 'Other', functions }), false);
    assert.equal(lenses.length, 1);
  });
});
