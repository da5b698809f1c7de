import assert from 'node:assert/strict';
import { readGrammar } from '../../../scripts/grammars.ts';
import { spansOf } from '../../../shared/engine/syntax/lines.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';
import { patch } from '../../../shared/engine/syntax/patch.ts';
import { childOf, childOfType, childrenOf, type SyntaxNode } from '../../../shared/engine/syntax/tree.ts';

const GRAMMAR = 'tree-sitter-python.wasm';

describe('syntax trees', () => {
  it('are copies: types, fields, offsets, without comments', async () => {
    const { parse } = await createParserPool(readGrammar).load(GRAMMAR);
    const { root, comments, errors } = parse('x = "é😀" # note\nf(x)');
    const assignment = root.children[0]!.children[0]!;
    assert.equal(assignment.type, 'assignment');
    assert.deepEqual(
      assignment.children.map(({ type, named, field, start, end }) => [type, named, field, start, end]),
      [
        ['identifier', true, 'left', 0, 1],
        ['=', false, null, 2, 3],
        ['string', true, 'right', 4, 9],
      ],
    );
    assert.deepEqual(
      comments.map(({ start, end }) => [start, end]),
      [[10, 16]],
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(
      root.children.map(({ type }) => type),
      ['expression_statement', 'expression_statement'],
    );
  });

  it('know where they are wrong', async () => {
    const { parse } = await createParserPool(readGrammar).load(GRAMMAR);
    const { errors } = parse('f(x\ny = = 2\n');
    assert.ok(errors.length > 0);
    assert.ok(errors.every((error) => error.missing || error.type === 'ERROR'));
  });

  it('find children by field and by type', async () => {
    const { parse } = await createParserPool(readGrammar).load(GRAMMAR);
    const statement: SyntaxNode = parse('import a, b').root.children[0]!;
    assert.equal(childrenOf(statement, 'name').length, 2);
    assert.equal(childOf(statement, 'name')?.start, 7);
    assert.equal(childOf(statement, 'body'), null);
    assert.equal(childOfType(statement, 'import')?.start, 0);
    assert.equal(childOfType(statement, 'call'), null);
  });

  it('a grammar is read once, and again after a failure', async () => {
    const read: string[] = [];
    let fails = true;
    const pool = createParserPool(async (file) => {
      read.push(file);
      if (file === GRAMMAR && fails) throw new Error('not there');
      return readGrammar(file);
    });
    await assert.rejects(pool.load(GRAMMAR), /not there/);
    fails = false;
    const [one, two] = await Promise.all([pool.load(GRAMMAR), pool.load(GRAMMAR)]);
    assert.equal(one, two);
    assert.equal(read.filter((file) => file === GRAMMAR).length, 2);
  });
});

describe('spans', () => {
  it('count lines by LF, CRLF and CR, in any order of asking', () => {
    const spanOf = spansOf('ab\ncd\r\nef\rgh');
    assert.deepEqual(spanOf(10, 12), { start: 10, end: 12, line: 3, column: 0, endLine: 3, endColumn: 2 });
    assert.deepEqual(spanOf(1, 4), { start: 1, end: 4, line: 0, column: 1, endLine: 1, endColumn: 1 });
    assert.deepEqual(spanOf(7, 9), { start: 7, end: 9, line: 2, column: 0, endLine: 2, endColumn: 2 });
  });
});

describe('patched texts', () => {
  it('lead back to the original', () => {
    const { text, original } = patch('abcd', [
      { at: 1, text: '<>' },
      { at: 3, text: '!' },
    ]);
    assert.equal(text, 'a<>bc!d');
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7].map(original), [0, 1, 1, 1, 2, 3, 3, 4]);
  });
});
