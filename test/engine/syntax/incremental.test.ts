import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readGrammar } from '../../../scripts/grammars.ts';
import { editBetween } from '../../../shared/engine/syntax/edit.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';
import { readFixtures } from '../../support/fixture.ts';
import { check } from '../cost/arbitrary.ts';

const GRAMMAR = 'tree-sitter-python.wasm';
/** What people type: whole words, line breaks with and without indentation, brackets, what no parser likes. */
const TYPED = [
  'x',
  '1',
  ' ',
  '\n',
  '\n    ',
  '(',
  ')',
  ':',
  'if x:\n    pass\n',
  'else',
  '"',
  'é😀',
  '#',
  '\t',
  '',
];

describe('parsing what was changed a little', () => {
  it('gives the tree that parsing afresh gives', async () => {
    const typing = await createParserPool(readGrammar).load(GRAMMAR);
    const texts = readFixtures('python').map(({ text }) => text);
    const change = fc.record({
      at: fc.integer({ min: 0, max: 5000 }),
      cut: fc.integer({ min: 0, max: 12 }),
      put: fc.constantFrom(...TYPED),
    });
    const session = fc.tuple(fc.constantFrom(...texts), fc.array(change, { maxLength: 12 }));
    check(
      fc.property(session, ([original, changes]) => {
        let text = original;
        typing.parse(text);
        for (const { at, cut, put } of changes) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + cut);
          const tree = typing.parse(text);
          // `reparse` never uses an earlier tree.
          const wanted = tree.reparse(text);
          assert.deepEqual(
            [tree.root, tree.comments, tree.errors],
            [wanted.root, wanted.comments, wanted.errors],
          );
        }
      }),
      300,
    );
  });

  it('takes two texts for states of one where they share a half', () => {
    const edit = editBetween('a = 1\nb = 2\nc = 3\n', 'a = 1\nb = 25\nc = 3\n');
    assert.deepEqual(
      [edit?.startIndex, edit?.oldEndIndex, edit?.newEndIndex, edit?.startPosition, edit?.newEndPosition],
      [11, 11, 12, { row: 1, column: 5 }, { row: 1, column: 6 }],
    );
    assert.equal(editBetween('print(1)', 'while True: pass'), null);
    // What is doubled may belong to the beginning or to the end, but not to both.
    const doubled = editBetween('aa', 'aaa');
    assert.deepEqual([doubled?.startIndex, doubled?.oldEndIndex, doubled?.newEndIndex], [2, 2, 3]);
  });
});
