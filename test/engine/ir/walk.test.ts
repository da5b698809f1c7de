import assert from 'node:assert/strict';
import {
  childExprs,
  childStmts,
  forEachExpr,
  forEachFunction,
  forEachStmt,
  walk,
} from '../../../shared/engine/ir/walk.ts';
import { printExpr } from '../../../shared/engine/ir/print.ts';
import { lower } from '../lowering/support.ts';

const PROGRAM = lower(`
a = [f(x) for x in xs if x]
try:
    b = d[k:]
except E:
    c = {1: 2}
finally:
    while n: n -= 1
    else: e()

def outer(p=q()):
    def inner():
        return 1
    return lambda: r

class A:
    field = s()
    def method(self): return t
`);

const namesIn = (nested: boolean): string[] => {
  const names: string[] = [];
  forEachExpr(PROGRAM.body, (expr) => expr.kind === 'name' && names.push(expr.name), nested);
  return names;
};

describe('walking the IR', () => {
  it('visits expressions in source order, and leaves functions and classes alone', () => {
    assert.deepEqual(namesIn(false), ['a', 'f', 'x', 'x', 'xs', 'x', 'b', 'd', 'k', 'c', 'n', 'n', 'e']);
  });

  it('enters functions, their defaults and classes when it is told to', () => {
    assert.deepEqual(namesIn(true).slice(-5), ['q', 'r', 'field', 's', 't']);
  });

  it('visits the statements of every block', () => {
    const kinds: string[] = [];
    forEachStmt(PROGRAM.body, (stmt) => kinds.push(stmt.kind));
    assert.deepEqual(kinds, [
      'assign',
      'try',
      'assign',
      'assign',
      'while',
      'assign',
      'expr',
      'function',
      'class',
    ]);
  });

  it('finds every function, outer ones first', () => {
    const names: string[] = [];
    forEachFunction(PROGRAM, (func) => names.push(func.name));
    assert.deepEqual(names, ['outer', 'inner', '<lambda>', 'method']);
  });

  it('keeps out of what a visitor declines', () => {
    const kinds: string[] = [];
    walk(PROGRAM.body, {
      stmt: (stmt) => stmt.kind !== 'try',
      expr: (expr) => {
        kinds.push(expr.kind);
        return expr.kind !== 'comprehension';
      },
    });
    assert.deepEqual(kinds, ['name', 'comprehension']);
  });

  it('gives the children of a node', () => {
    const [assignment, attempt, outer] = PROGRAM.body;
    assert.deepEqual(childExprs(assignment!).map(printExpr), ['a', 'list[f(x) for x in xs if x]']);
    assert.deepEqual(
      childStmts(attempt!).map(({ kind }) => kind),
      ['assign', 'assign', 'while'],
    );
    assert.deepEqual([...childExprs(outer!), ...childStmts(outer!)], []);
  });
});
