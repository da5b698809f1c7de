import assert from 'node:assert/strict';
import type { Stmt } from '../../../shared/engine/ir/ir.ts';
import { printStmts } from '../../../shared/engine/ir/print.ts';
import { indexRoles } from '../../../shared/engine/ir/roles.ts';
import { contains, givenName, startWithMoved } from '../../../shared/engine/ir/standing.ts';
import { withoutTemporaries } from '../../../shared/engine/ir/temporaries.ts';
import { python } from '../../../shared/engine/languages/python/language.ts';
import { lower } from '../lowering/support.ts';

const roles = indexRoles(python.library.roles);

/** The body of `def f(a, b, c)` with these lines, without its temporaries. */
function bodyOf(lines: readonly string[]): readonly Stmt[] {
  const text = ['def f(a, b, c):', ...lines.map((line) => `    ${line}`), ''].join('\n');
  const [only] = withoutTemporaries(lower(text), roles).body;
  assert.ok(only?.kind === 'function');
  return only.func.body;
}

const shown = (lines: readonly string[]): string[] => printStmts(bodyOf(lines)).trim().split('\n');

const MOVED: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a test', ['t = a < b', 'if t: return c'], ['if (a < b)', '  return c']],
  ['one of several tests', ['t = a in b', 'if c and t: return c'], ['if (c and (a in b))', '  return c']],
  ['arguments, in their order', ['x = a.pop()', 'y = a.pop()', 'b(x, y)'], ['b(a.pop(), a.pop())']],
  ['one by the other', ['x = a[0]', 'y = x + 1', 'b(y)'], ['b((a[0] + 1))']],
  ['what is looped over', ['x = a[b]', 'for y in x: c(y)'], ['for y in a[b]', '  c(y)']],
  ['over a statement', ['x = a + 1', 'c()', 'return x'], ['c()', 'return (a + 1)']],
  [
    'the same name twice',
    ['t = a < b', 'if t: c()', 't = b < c', 'if t: c()'],
    ['if (a < b)', '  c()', 'if (b < c)', '  c()'],
  ],
];

const KEPT: readonly (readonly [string, readonly string[]])[] = [
  ['a name that is read twice', ['x = a[0]', 'return x + x']],
  ['what changes in between', ['x = a + b', 'b = 1', 'return x * b']],
  ['what a call in between may change', ['x = a[0]', 'b()', 'return x']],
  ['what is done in another order', ['x = a.pop()', 'y = a.pop()', 'b(y, x)']],
  ['what is done only sometimes', ['x = a.pop()', 'return b and x']],
  ['what is asked in every turn', ['x = a < b', 'while x: c()']],
  ['what is made in every turn', ['x = set(a)', 'return [y for y in b if y in x]']],
  ['what a function inside knows', ['x = set(a)', 'return lambda: x']],
  ['one of two ways', ['x = a + b', 'if c: x = b * 2', 'return x']],
  ['one of two values, of which the second is read twice', ['x = a + b', 'x = a * b', 'c(x)', 'return x']],
  ['a number', ['x = 1', 'return x']],
  ['what is read from the input', ['x = int(input())', 'c(x)']],
];

describe('temporaries', () => {
  for (const [name, lines, expected] of MOVED)
    it(`moves ${name}`, () => {
      assert.deepEqual(shown(lines), expected);
    });

  for (const [name, lines] of KEPT)
    it(`keeps ${name}`, () => {
      const text = ['def f(a, b, c):', ...lines.map((line) => `    ${line}`), ''].join('\n');
      const program = lower(text);
      const [first] = bodyOf(lines);
      assert.ok(first?.kind === 'assign');
      const [func] = program.body;
      assert.ok(func?.kind === 'function' && func.func.body[0]?.kind === 'assign');
      assert.deepEqual(first.targets, func.func.body[0].targets);
    });

  it('knows where what is moved stands, and where it is written', () => {
    const [stmt] = bodyOf(['x = a[0]', 'y = x + 1', 'b(y)']);
    assert.ok(stmt?.kind === 'expr' && stmt.expr.kind === 'call');
    const value = stmt.expr.args[0]!.value;
    assert.ok(value.kind === 'binary');
    assert.equal(givenName(value), 'y');
    assert.equal(givenName(value.left), 'x');
    assert.ok(contains(stmt, value.left));
    assert.equal(startWithMoved(stmt), 'def f(a, b, c):\n    '.length);
    assert.ok(value.span.end < stmt.span.start);
  });
});
