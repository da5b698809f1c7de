/**
 * Fixtures: real source files whose comments say what the engine has to answer.
 *
 *   # --- every pair, each once
 *   def pairs(nums):  # time: n^2 | space: 1 | n = len(nums)
 *       for i in range(len(nums)):
 *           for j in range(i):
 *   #       ^^^ turns n, total n^2, rule counted-loop
 *
 * A line `# --- title` starts a program (`// --- title` where comments begin so); the programs of a file differ little in their text and much in their bounds.
 * The comment with `time:` stands at a `def` or `class`, on a line of its own above it, or at the top of a script.
 * Costs are what `parse` of the cost algebra reads, or `?` for unknown. `n = len(nums)` gives a symbol its meaning;
 * symbols without one may stand for any of the engine's.
 *
 * A known gap gives today's wrong answer and the right one: `time: n^2, should be: n log n`. Today's part is kept up by
 * UPDATE_FIXTURES=1, and may be left empty when the gap is written down. Nothing else is ever rewritten.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One expected value. `right` is null unless it is a known gap, where `today` is what the engine still answers. */
export interface Field {
  readonly name: string;
  readonly today: string;
  readonly right: string | null;
  /** Line of the file, from 0. */
  readonly line: number;
  /** The field as it stands in the line. */
  readonly source: string;
}

/** What is expected of a function, a class of operations, or the whole program. */
export interface Expectation {
  /** Line of the function's head in the program, from 0; null for a class or a script. */
  readonly definition: number | null;
  readonly fields: readonly Field[];
  /** Symbol -> meaning: n -> len(nums). */
  readonly symbols: ReadonlyMap<string, string>;
}

/** What is expected of a place in the code. */
export interface Mark {
  /** Line in the program, from 0. */
  readonly line: number;
  /** Columns of the carets, half-open. */
  readonly columns: readonly [number, number];
  readonly fields: readonly Field[];
}

export interface FixtureProgram {
  /** From the folder of the language's fixtures: "loops/counted.py". */
  readonly file: string;
  readonly title: string;
  readonly language: string;
  /** Line of the file, from 0, at which `text` begins. */
  readonly offset: number;
  readonly text: string;
  readonly expectations: readonly Expectation[];
  readonly marks: readonly Mark[];
}

export class FixtureError extends Error {}

const ROOT = join(import.meta.dirname, '../fixtures');

/** How the lines of a language that matter are told from the others. */
interface Form {
  readonly title: RegExp;
  readonly expectation: RegExp;
  readonly mark: RegExp;
  readonly comment: RegExp;
  readonly definition: RegExp;
}

const FORMS: Readonly<Record<string, Form>> = {
  java: formOf(
    '//',
    /^\s*(?!(?:else|new|return|throw)\b)(?:[\w<>[\],.?]+ )+\w+\([^()]*\)(?: throws [\w, ]+)? \{/,
    '@',
  ),
  python: formOf('#', /^\s*(?:async )?def /, '@'),
};

function formOf(comment: string, definition: RegExp, decorator: string): Form {
  return {
    title: new RegExp(`^${comment} --- (.+)$`),
    expectation: new RegExp(`${comment} ((?:time|space|role|confidence): .*)$`),
    mark: new RegExp(`^\\s*${comment}\\s*(\\^+) (.+)$`),
    comment: new RegExp(`^\\s*(?:${comment}|${decorator})`),
    definition,
  };
}

const BOUND_FIELDS = new Set(['time', 'space', 'output', 'role', 'confidence', 'says']);
const GAP = /^(?:(.*), )?should be: (.+)$/;

/** The path of a fixture file. */
export function fixturePath(language: string, file: string): string {
  return join(ROOT, language, file);
}

/** All programs of a language's fixtures, by file and place. */
export function readFixtures(language: string): FixtureProgram[] {
  const folder = join(ROOT, language);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((path) =>
      programsOf(language, relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')),
    );
}

/** The programs of a fixture file. */
export function programsOf(language: string, file: string, text: string): FixtureProgram[] {
  const form = FORMS[language];
  if (form === undefined) throw new FixtureError(`no form of fixtures for ${language}`);
  const lines = text.split('\n');
  const starts = lines.flatMap((line, i) => (form.title.test(line) ? [i] : []));
  if (starts[0] !== 0) throw new FixtureError(`${file}: the first line has to be a comment "--- title"`);
  return starts.map((start, i) => {
    const own = lines.slice(start + 1, starts[i + 1] ?? lines.length);
    const title = form.title.exec(lines[start] ?? '')?.[1] ?? '';
    return { language, title, ...programOf(form, file, own, start + 1) };
  });
}

function programOf(
  form: Form,
  file: string,
  own: readonly string[],
  offset: number,
): Omit<FixtureProgram, 'language' | 'title'> {
  const program = {
    file,
    offset,
    text: own.join('\n'),
    expectations: own.flatMap((_, i) => expectationOf(form, own, i, offset)),
    marks: own.flatMap((_, i) => markOf(form, own, i, offset)),
  };
  if (program.expectations.length === 0) throw new FixtureError(`${file}:${offset}: nothing is expected`);
  return program;
}

/** "loops/counted.py:12: title" */
export function place(program: Pick<FixtureProgram, 'file' | 'offset' | 'title'>): string {
  return `${program.file}:${program.offset}: ${program.title}`;
}

function expectationOf(form: Form, own: readonly string[], at: number, offset: number): Expectation[] {
  const comment = form.expectation.exec(own[at] ?? '')?.[1];
  if (comment === undefined) return [];
  const fields: Field[] = [];
  const symbols = new Map<string, string>();
  for (const part of comment.split(' | ')) {
    const field = /^(\w+):(?: (.*))?$/.exec(part);
    const symbol = /^([\p{L}_]\w*) = (.+)$/u.exec(part);
    if (symbol !== null) symbols.set(symbol[1]!, symbol[2]!.trim());
    else if (field !== null && BOUND_FIELDS.has(field[1]!))
      fields.push(fieldOf(field[1]!, field[2] ?? '', offset + at, part));
    else
      throw new FixtureError(`line ${offset + at + 1}: "${part}" is neither a field nor a symbol's meaning`);
  }
  return [{ definition: definitionAt(form, own, at), fields, symbols }];
}

/** The line of the function's head that a comment belongs to: its own or, below a comment of its own, the next. */
function definitionAt(form: Form, own: readonly string[], at: number): number | null {
  for (let i = at; i < own.length; i++) {
    const line = own[i] ?? '';
    if (form.definition.test(line)) return i;
    if (!form.comment.test(line)) return null;
  }
  return null;
}

function fieldOf(name: string, value: string, line: number, source: string): Field {
  const gap = GAP.exec(value);
  if (gap === null) return { name, today: value.trim(), right: null, line, source };
  return { name, today: (gap[1] ?? '').trim(), right: gap[2]!.trim(), line, source };
}

function markOf(form: Form, own: readonly string[], at: number, offset: number): Mark[] {
  const line = own[at] ?? '';
  const found = form.mark.exec(line);
  if (found === null) return [];
  let code = at - 1;
  while (form.mark.test(own[code] ?? '')) code--;
  const first = line.indexOf('^');
  const fields = found[2]!.split(/, (?=(?:turns|each|total|rule) )/).map((part) => {
    const space = part.indexOf(' ');
    return fieldOf(part.slice(0, space), part.slice(space + 1), offset + at, part);
  });
  return [{ line: code, columns: [first, first + found[1]!.length], fields }];
}

/** The field as it has to stand in its line when the engine answers `actual`; a gap that has closed is one no more. */
export function updatedSource(field: Field, actual: string, closed: boolean): string {
  const head = /^\w+:?/.exec(field.source)?.[0] ?? '';
  const right = field.right ?? '';
  return closed ? `${head} ${right}` : `${head} ${actual}, should be: ${right}`;
}
