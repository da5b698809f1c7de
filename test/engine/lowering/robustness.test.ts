/** Any text has a program: whole, cut, scrambled, or nested without end. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { printProgram } from '../../../shared/engine/ir/print.ts';
import { validateProgram } from '../../../shared/engine/ir/validate.ts';
import { readCorpus } from './corpus.ts';
import { lower } from './support.ts';

const MUTATIONS = 300;
const FIXTURES = join(import.meta.dirname, '../../fixtures/python');

const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(join(FIXTURES, name), 'utf8'));
const cases = readCorpus(join(import.meta.dirname, 'python')).flatMap((file) =>
  file.cases.map((c) => c.source),
);
const texts = [...fixtures, ...cases];

/** Lowers and prints a text; what the validator says about it. */
function problemsOf(text: string): string[] {
  const program = lower(text);
  printProgram(program);
  return validateProgram(program);
}

/** A generator of whole numbers below a bound, the same in every run. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const STRANGE = [
  '\n',
  '\r',
  '\t',
  '(',
  ')',
  '[',
  '{',
  '"',
  "'",
  '"""',
  '`',
  '@',
  ':',
  '=',
  '*',
  '\\',
  '#',
  'é',
  '😀',
  '\0',
];

/** Deletes, doubles, swaps, cuts or inserts a few tokens, or single characters of them. */
function mutate(text: string, below: (bound: number) => number): string {
  let tokens: string[] = text.match(below(4) === 0 ? /[^]/g : /\s+|\w+|[^]/g) ?? [''];
  for (let left = 1 + below(4); left > 0; left--) {
    const at = below(tokens.length);
    const other = below(tokens.length);
    const token = tokens[at] ?? '';
    switch (below(5)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, token);
        break;
      case 2:
        tokens[at] = tokens[other] ?? '';
        tokens[other] = token;
        break;
      case 3:
        tokens = tokens.slice(0, at + 1);
        break;
      default:
        tokens.splice(at, 0, STRANGE[below(STRANGE.length)]!);
    }
  }
  return tokens.join('');
}

describe('lowering of any text', () => {
  it('takes every fixture as it is', () => {
    for (const text of fixtures) assert.deepEqual(problemsOf(text), [], text);
  });

  it(`takes ${MUTATIONS} mutations of fixtures and cases`, () => {
    const below = numbers(7);
    for (let i = 0; i < MUTATIONS; i++) {
      const text = mutate(texts[below(texts.length)]!, below);
      assert.deepEqual(problemsOf(text), [], text);
    }
  });

  it('takes the lines of a program as they are typed', () => {
    const text = fixtures.reduce((a, b) => (a.length >= b.length ? a : b), cases[0]!).slice(0, 3000);
    for (let end = 0; end < text.length; end += 7) assert.deepEqual(problemsOf(text.slice(0, end)), []);
  });

  const many = 3000;
  const deep: Readonly<Record<string, string>> = {
    brackets: '('.repeat(many) + 'x' + ')'.repeat(many),
    'open brackets': '['.repeat(many),
    operators: 'x' + ' + x'.repeat(many),
    comparisons: 'x' + ' < x'.repeat(many),
    negations: 'not '.repeat(many) + 'x',
    fields: 'x' + '.y'.repeat(many),
    calls: 'f('.repeat(many) + ')'.repeat(many),
    lambdas: 'lambda: '.repeat(many) + '0',
    conditionals: 'x if y else '.repeat(many) + 'z',
    branches: 'if x: y\n' + 'elif x: y\n'.repeat(many),
    blocks: Array.from({ length: 400 }, (_, i) => ' '.repeat(i) + 'if x:\n').join('') + ' '.repeat(400) + 'y',
    targets: '('.repeat(many) + 'a' + ',)'.repeat(many) + ' = 1',
    subscripts: `a[${':,'.repeat(many)}]`,
    annotations: `x: ${'List['.repeat(many)}int${']'.repeat(many)}`,
    cases: `match x:\n${'    case 1: y\n'.repeat(many)}`,
    patterns: `match x:\n    case ${'['.repeat(many)}a${']'.repeat(many)}: y\n`,
    'long patterns': `match x:\n    case [${'1, '.repeat(many)}]: y\n`,
  };
  for (const [name, text] of Object.entries(deep)) {
    it(`takes ${name} by the thousand`, () => {
      assert.deepEqual(problemsOf(text), []);
    });
  }
});
