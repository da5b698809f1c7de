/** The places that the IR gives are places of the text, in the units of the editor. */
import assert from 'node:assert/strict';
import type { ForEach, FunctionNode, Program, Span } from '../../../shared/engine/ir/ir.ts';
import { forEachExpr, forEachFunction, forEachStmt } from '../../../shared/engine/ir/walk.ts';
import { lower } from './support.ts';

function functionsOf(program: Program): FunctionNode[] {
  const found: FunctionNode[] = [];
  forEachFunction(program, (func) => found.push(func));
  return found;
}

function loopsOf(program: Program): ForEach[] {
  const found: ForEach[] = [];
  forEachStmt(program.body, (stmt) => stmt.kind === 'forEach' && found.push(stmt), true);
  return found;
}

const cut = (text: string, span: Span): string => text.slice(span.start, span.end);

describe('spans of the IR', () => {
  it('a function: whole, header and name', () => {
    const text = '@cache\nasync def f(a, b: int = 1) -> List[int]:\n    return [a]\n';
    const [func] = functionsOf(lower(text));
    assert.equal(cut(text, func!.span), text.slice('@cache\n'.length).trimEnd());
    assert.equal(cut(text, func!.headerSpan), 'async def f(a, b: int = 1) -> List[int]');
    assert.equal(cut(text, func!.nameSpan!), 'f');
    assert.deepEqual(
      func!.params.map((param) => cut(text, param.span)),
      ['a', 'b: int = 1'],
    );
  });

  it('a loop: the header reaches to the colon', () => {
    const text = 'for i in range(3):  # three times\n    f(i)\nwhile x: y()\n';
    const program = lower(text);
    assert.equal(cut(text, loopsOf(program)[0]!.headerSpan), 'for i in range(3):');
    const [, loop] = program.body;
    assert.ok(loop?.kind === 'while');
    assert.equal(cut(text, loop.headerSpan), 'while x:');
  });

  it('a test that stands in the turn of its loop', () => {
    const text =
      'while True:\n    if not i < n:\n        break\n    if i == k:\n        continue\n    i += 1\n';
    const [loop] = lower(text).body;
    assert.ok(loop?.kind === 'while');
    assert.equal(cut(text, loop.headerSpan), 'while True:');
    assert.equal(cut(text, loop.test.span), 'not i < n');
    const [guarded] = loop.body;
    assert.ok(guarded?.kind === 'if');
    assert.equal(cut(text, guarded.test.span), 'i == k');
    assert.equal(cut(text, guarded.span), text.slice(text.indexOf('if i == k')).trimEnd());
  });

  it('each comparison of a chain, and each name of a field', () => {
    const text = 'ok = 0 <= a.b < n\n';
    const found: string[] = [];
    forEachExpr(lower(text).body, (expr) => {
      if (expr.kind === 'compare') found.push(cut(text, expr.span));
      if (expr.kind === 'field') found.push(cut(text, expr.nameSpan));
    });
    assert.deepEqual([...new Set(found)], ['0 <= a.b', 'b', 'a.b < n']);
  });

  it('counts UTF-16 units', () => {
    const text = 'π = "😀"; s = 1\n';
    const [, second] = lower(text).body;
    assert.equal(cut(text, second!.span), 's = 1');
    assert.equal(second!.span.column, text.indexOf('s = 1'));
  });

  for (const [name, end] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    it(`counts lines that end with ${name}`, () => {
      const text = ['def f(x):', '    for y in x:', '        g(y)', '    return 1', ''].join(end);
      const [loop] = loopsOf(lower(text));
      const { line, column, endLine, endColumn } = loop!.span;
      assert.deepEqual(
        { line, column, endLine, endColumn },
        { line: 1, column: 4, endLine: 2, endColumn: 12 },
      );
    });
  }

  it('stay in the original where the text was completed', () => {
    const text = 'def f(a:\n    for x in a\n        g(x.)\n    return sorted(a\n\ndef h(): return 1\n';
    const program = lower(text);
    const [f, h] = functionsOf(program);
    assert.equal(cut(text, h!.span), 'def h(): return 1');
    assert.equal(cut(text, loopsOf(program)[0]!.headerSpan), 'for x in a');
    const last = f!.body.at(-1);
    assert.equal(cut(text, last!.span), 'return sorted(a');
    assert.deepEqual(
      program.notes.map(({ span, message }) => `${span.line + 1}:${span.column + 1} ${message}`),
      ['1:8 missing ")"', '2:15 missing ":"', '3:13 missing expression', '4:20 missing ")"'],
    );
  });
});
