/** What one sees without doing anything: lenses and hovers. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, hoverOn, lenses, openExample, openText } from '../helpers.ts';

const PAIRS = `def pairs(nums):
    count = 0
    for a in nums:
        for b in nums:
            if a < b:
                count += 1
    return count
`;

describe('lenses', () => {
  afterEach(closeAll);

  for (const { file, expected } of [
    { file: '1.two-sum.py', expected: ['O(n²) time · O(1) space'] },
    { file: '3.longest-substring-without-repeating-characters.py', expected: ['O(n) time'] },
    { file: '912.sort-an-array.py', expected: ['O(n log n) time'] },
    { file: '3.longest-substring-without-repeating-characters.java', expected: ['O(n) time'] },
    { file: '207.course-schedule.java', expected: ['time'] },
    { file: 'ContestPairs.java', expected: ['O(n log n) time'] },
  ]) {
    it(`show the bounds in ${file}`, async () => {
      const { document } = await openExample(file);
      const titles = await eventually(
        'lenses',
        () => lenses(document),
        ({ length }) => length > 0,
      );
      expected.forEach((text, index) => assert.ok(titles[index]?.includes(text), titles.join(' | ')));
    });
  }

  it('show each operation of a class', async () => {
    const { document } = await openExample('146.lru-cache.py');
    const titles = await eventually(
      'lenses',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    assert.match(titles.join(' | '), /O\(1\)/);
  });

  it('follow the text as it changes, in a file that is saved nowhere', async () => {
    const editor = await openText(PAIRS);
    const { document } = editor;
    await eventually(
      'the first lens',
      () => lenses(document),
      (all) => all[0]?.includes('O(n²) time') === true,
    );
    const inner = document.lineAt(3).range;
    await editor.edit((edit) => edit.replace(inner, '        for b in (1, 2, 3):'));
    await eventually(
      'the new lens',
      () => lenses(document),
      (all) => all[0]?.includes('O(n) time') === true,
    );
  });

  it('stay away from other languages', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: PAIRS });
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await lenses(document), []);
  });

  it('come in a program with a syntax error for what is whole', async () => {
    const { document } = await openText(`${PAIRS}\n\ndef broken(:\n    return (\n`);
    const all = await eventually(
      'a lens',
      () => lenses(document),
      ({ length }) => length > 0,
    );
    assert.match(all.join(' | '), /O\(n²\) time/);
  });
});

describe('hovers', () => {
  afterEach(closeAll);

  it('explain a function: both bounds, the symbols, the loops', async () => {
    const { document } = await openExample('1.two-sum.py');
    const text = await eventually(
      'a hover',
      () => hoverOn(document, 'twoSum(self'),
      (hover) => hover.includes('O(n²)'),
    );
    assert.match(text, /len\(nums\)/);
    assert.match(text, /for j in range/);
  });

  it('explain a loop', async () => {
    const { document } = await openExample('1.two-sum.py');
    const text = await eventually(
      'a hover',
      () => hoverOn(document, 'for i in'),
      (hover) => hover.includes('n'),
    );
    assert.match(text, /turns|times/);
  });

  it('explain a loop in Java', async () => {
    const { document } = await openExample('ContestPairs.java');
    const text = await eventually(
      'a hover',
      () => hoverOn(document, 'while (left'),
      (hover) => hover.includes('n'),
    );
    assert.match(text, /left only grows and right only falls/);
  });

  it('explain a call', async () => {
    const { document } = await openText('def ordered(nums):\n    return sorted(nums)\n');
    const text = await eventually(
      'a hover',
      () => hoverOn(document, 'sorted'),
      (hover) => hover.includes('log'),
    );
    assert.match(text, /n log n/);
  });
});
