import assert from 'node:assert/strict';
import { definitionsFor } from '../../../shared/engine/analysis/definitions.ts';
import { lower } from '../lowering/support.ts';

/** The statements of the top level that are run before the last function of a program, each as its first line. */
function runBefore(lines: readonly string[]): string[] {
  const text = `${lines.join('\n')}\n`;
  const program = lower(text);
  const functions = program.body.flatMap((stmt) => (stmt.kind === 'function' ? [stmt.func] : []));
  return definitionsFor(program, functions.at(-1)!, null).map(
    ({ span }) => text.slice(span.start, span.end).split('\n', 1)[0]!,
  );
}

const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['nothing that it does not mention', ['n = 1', 'k = 2', 'def f(): return k'], ['k = 2']],
  ['what goes into that', ['n = 1', 'k = n', 'def f(): return k'], ['n = 1', 'k = n']],
  ['of two values the last', ['n = 1', 'n = 2', 'def f(): return n'], ['n = 2']],
  ['the value that another is made of', ['n = 1', 'k = n', 'n = 2', 'def f(): return k'], ['n = 1', 'k = n']],
  ['both values where both are read', ['n = 1', 'n = n + 1', 'def f(): return n'], ['n = 1', 'n = n + 1']],
  ['what is added in place', ['n = 1', 'n += 1', 'def f(): return n'], ['n = 1', 'n += 1']],
  ['several targets', ['n, *k = 1, 2', 'n = 3', 'def f(): return k'], ['n, *k = 1, 2']],
  ['an exchange', ['n = 1', 'k = 2', 'n, k = k, n', 'def f(): return n'], ['n = 1', 'k = 2', 'n, k = k, n']],
  [
    'what is put into a table',
    ['t = [0] * 3', 'i = 1', 't[i] = 5', 'def f(): return t'],
    ['t = [0] * 3', 'i = 1', 't[i] = 5'],
  ],
  [
    'a field of a class',
    ['class A: pass', 'A.limit = 2', 'A.other = 3', 'def f(a): return a.limit'],
    ['class A: pass', 'A.limit = 2'],
  ],
  ['no variable by the name of a field', ['low = 1', 'def f(a): return a.low'], []],
  ['no variable by the name of a local one', ['low = 1', 'def f(a): low = a; return low'], []],
  [
    'what a function reads that it calls',
    ['n = 1', 'def g(): return n', 'def f(): return g()'],
    ['n = 1', 'def g(): return n'],
  ],
  [
    'what a function read when it was called before',
    ['n = 1', 'def g(): return n', 'k = g()', 'n = 2', 'def f(): return k + n'],
    ['n = 1', 'def g(): return n', 'k = g()', 'n = 2'],
  ],
  [
    'what a function read, though it is called again later',
    ['n = 1', 'def g(): return n', 'k = g()', 'n = 2', 'def f(): return k + g()'],
    ['n = 1', 'def g(): return n', 'k = g()', 'n = 2'],
  ],
  [
    'what a class reads whose method may be meant',
    ['n = 1', 'class A:', '    def go(self): return n', 'def f(a): return a.go()'],
    ['n = 1', 'class A:'],
  ],
];

describe('definitions that a function may come to use', () => {
  for (const [name, lines, expected] of CASES)
    it(`are ${name}`, () => {
      assert.deepEqual(
        runBefore(lines).filter((line) => !line.startsWith('def f')),
        expected,
      );
    });
});
