import assert from 'node:assert/strict';
import type { Expr, FunctionNode, Program, Span, Stmt } from '../../../shared/engine/ir/ir.ts';
import { validateProgram } from '../../../shared/engine/ir/validate.ts';
import { lower } from '../lowering/support.ts';

const span = (start: number, end: number): Span => ({
  start,
  end,
  line: 0,
  column: start,
  endLine: 0,
  endColumn: end,
});
const name = (text: string, at: Span): Expr => ({ kind: 'name', name: text, span: at });

function program(...body: Stmt[]): Program {
  return { kind: 'program', language: 'test', imports: [], body, notes: [], span: span(0, 100) };
}

function assign(target: Expr, value: Expr = name('v', span(5, 6))): Stmt {
  return { kind: 'assign', targets: [target], op: null, value, declared: null, span: span(0, 10) };
}

function changed(text: string, change: (func: FunctionNode) => Partial<FunctionNode>): Program {
  const lowered = lower(text);
  const [stmt] = lowered.body;
  assert.ok(stmt?.kind === 'function');
  return { ...lowered, body: [{ ...stmt, func: { ...stmt.func, ...change(stmt.func) } }] };
}

const WRONG: Readonly<Record<string, { readonly program: Program; readonly problem: RegExp }>> = {
  'a node outside its parent': {
    program: program(assign(name('x', span(0, 20)))),
    problem: /^name: outside its parent/,
  },
  'a span that ends before it begins': {
    program: program(assign(name('x', { ...span(3, 2) }))),
    problem: /^name: span that contradicts itself/,
  },
  'a column that is not the offset’s': {
    program: program(assign(name('x', { ...span(3, 4), endColumn: 9 }))),
    problem: /^name: span that contradicts itself/,
  },
  'a span without numbers': {
    program: program(assign(name('x', { ...span(3, 4), line: NaN }))),
    problem: /^name: span without a place/,
  },
  'a name without letters': {
    program: program(assign(name('', span(0, 1)))),
    problem: /^name without letters/,
  },
  'an assignment to a number': {
    program: program(assign({ kind: 'number', value: 1, float: false, span: span(0, 1) })),
    problem: /^assignment to number/,
  },
  'an assignment to nothing': {
    program: program({ ...assign(name('x', span(0, 1))), targets: [] } as Stmt),
    problem: /^assignment without a target/,
  },
  'a parameter that is no local': {
    program: changed('def f(a, b): pass', () => ({ locals: ['a'] })),
    problem: /^parameter b of f is no local/,
  },
  'a local listed twice': {
    program: changed('def f(a): pass', () => ({ locals: ['a', 'a'] })),
    problem: /^local of f listed twice/,
  },
  'a header outside its function': {
    program: changed('def f(a): pass', ({ headerSpan }) => ({
      headerSpan: { ...headerSpan, end: 90, endColumn: 90 },
    })),
    problem: /header of f/,
  },
};

describe('the validator of the IR', () => {
  for (const [title, { program: wrong, problem }] of Object.entries(WRONG)) {
    it(`finds ${title}`, () => {
      assert.ok(
        validateProgram(wrong).some((text) => problem.test(text)),
        validateProgram(wrong).join('\n'),
      );
    });
  }

  it('has nothing to say about a program as it should be', () => {
    assert.deepEqual(validateProgram(program(assign(name('x', span(0, 1))))), []);
  });
});
