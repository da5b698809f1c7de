/** Any text has a program: whole, cut, scrambled, or nested without end. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { printProgram } from '../../../shared/engine/ir/print.ts';
import { validateProgram } from '../../../shared/engine/ir/validate.ts';
import { readCorpus } from './corpus.ts';
import { lowerers } from './support.ts';

const MUTATIONS = 300;
const FIXTURES = join(import.meta.dirname, '../../fixtures');

function fixturesOf(language: string): string[] {
  const folder = join(FIXTURES, language);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
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

const MANY = 3000;

/** Texts that nest without end, by language. */
const DEEP: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  java: {
    brackets: `class A { int x = ${'('.repeat(MANY)}1${')'.repeat(MANY)}; }`,
    'open brackets': 'class A { int x = ' + '('.repeat(MANY),
    operators: `class A { int x = 1${' + x'.repeat(MANY)}; }`,
    negations: `class A { boolean x = ${'!'.repeat(MANY)}y; }`,
    fields: `class A { int x = a${'.b'.repeat(MANY)}; }`,
    calls: `class A { int x = ${'f('.repeat(MANY)}${')'.repeat(MANY)}; }`,
    chains: `class A { int x = a${'.f()'.repeat(MANY)}; }`,
    lambdas: `class A { Object x = ${'y -> '.repeat(MANY)}0; }`,
    conditionals: `class A { int x = ${'a ? b : '.repeat(MANY)}c; }`,
    branches: `class A { void f() { ${'if (x) y(); else '.repeat(MANY)}z(); } }`,
    blocks: `class A { void f() { ${'{'.repeat(MANY)}${'}'.repeat(MANY)} } }`,
    loops: `class A { void f() { ${'for (;;) '.repeat(MANY)}g(); } }`,
    types: `class A { ${'List<'.repeat(MANY)}int${'>'.repeat(MANY)} x; }`,
    classes: 'class A { '.repeat(MANY) + '}'.repeat(MANY),
    arrays: `class A { int x = a${'[0]'.repeat(MANY)}; }`,
    initialisers: `class A { int[] x = ${'{'.repeat(MANY)}${'}'.repeat(MANY)}; }`,
    cases: `class A { void f() { switch (x) { ${'case 1: y(); break;'.repeat(MANY)} } } }`,
    guards: `class A { void f() { for (;;) { ${'if (x) continue;'.repeat(MANY)} y(); } } }`,
    exits: `class A { void f() { for (;;) { ${'if (x) break;'.repeat(MANY)} y(); } } }`,
    'cases that fall through': `class A { void f() { switch (x) { ${'case 1: y();'.repeat(MANY / 10)} } } }`,
  },
  python: {
    brackets: '('.repeat(MANY) + 'x' + ')'.repeat(MANY),
    'open brackets': '['.repeat(MANY),
    operators: 'x' + ' + x'.repeat(MANY),
    comparisons: 'x' + ' < x'.repeat(MANY),
    negations: 'not '.repeat(MANY) + 'x',
    fields: 'x' + '.y'.repeat(MANY),
    calls: 'f('.repeat(MANY) + ')'.repeat(MANY),
    lambdas: 'lambda: '.repeat(MANY) + '0',
    conditionals: 'x if y else '.repeat(MANY) + 'z',
    branches: 'if x: y\n' + 'elif x: y\n'.repeat(MANY),
    blocks: Array.from({ length: 400 }, (_, i) => ' '.repeat(i) + 'if x:\n').join('') + ' '.repeat(400) + 'y',
    targets: '('.repeat(MANY) + 'a' + ',)'.repeat(MANY) + ' = 1',
    subscripts: `a[${':,'.repeat(MANY)}]`,
    annotations: `x: ${'List['.repeat(MANY)}int${']'.repeat(MANY)}`,
    cases: `match x:\n${'    case 1: y\n'.repeat(MANY)}`,
    patterns: `match x:\n    case ${'['.repeat(MANY)}a${']'.repeat(MANY)}: y\n`,
    guards: `while x:\n${'    if y: continue\n'.repeat(MANY)}`,
    exits: `while x:\n${'    if y: break\n'.repeat(MANY)}`,
    'long patterns': `match x:\n    case [${'1, '.repeat(MANY)}]: y\n`,
  },
};

for (const [language, lower] of Object.entries(lowerers)) {
  const fixtures = fixturesOf(language);
  const cases = readCorpus(join(import.meta.dirname, language)).flatMap((file) =>
    file.cases.map((c) => c.source),
  );
  const texts = [...fixtures, ...cases];

  /** Lowers and prints a text; what the validator says about it. */
  const problemsOf = (text: string): string[] => {
    const program = lower(text);
    printProgram(program);
    return validateProgram(program);
  };

  describe(`lowering of any ${language}`, () => {
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

    for (const [name, text] of Object.entries(DEEP[language] ?? {})) {
      it(`takes ${name} by the thousand`, () => {
        assert.deepEqual(problemsOf(text), []);
      });
    }
  });
}
