/**
 * The engine's answers for annotated programs (test/support/fixture.ts describes their form).
 *
 * UPDATE_FIXTURES=1 rewrites the lines of known gaps: a gap that has closed becomes an expectation like any other, one
 * that answers something else now gets today's answer. An expectation that does not hold is never touched.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { key, parse } from '../../shared/engine/cost/cost.ts';
import { languages } from '../../shared/engine/languages/registry.ts';
import { analyze } from '../support/engine.ts';
import { checkFixture, type Moved } from '../support/fixture-check.ts';
import { UNKNOWN } from '../support/fixture-costs.ts';
import { fixturePath, readFixtures, type FixtureProgram } from '../support/fixture.ts';

const AT_LEAST = 150;
const SHOW_GAPS = process.env.SHOW_GAPS === '1';
const UPDATE = process.env.UPDATE_FIXTURES === '1';

for (const { id } of languages) describe(`fixtures: ${id}`, () => fixturesOf(id));

function fixturesOf(language: string): void {
  const programs = readFixtures(language);
  const files = [...new Set(programs.map(({ file }) => file))];
  const gaps: string[] = [];

  it(`are at least ${AT_LEAST} programs`, () => {
    assert.ok(programs.length >= AT_LEAST, `${programs.length} programs`);
  });

  for (const file of files) {
    describe(file, () => {
      const own = programs.filter((program) => program.file === file);
      const moved: Moved[] = [];

      it('has a neighbour with another bound for every program', () => {
        assert.ok(new Set(own.map(signature)).size > 1, 'all programs of the file have the same bounds');
        const titles = own.map(({ title }) => title);
        assert.equal(new Set(titles).size, titles.length, 'two programs have the same title');
      });

      for (const program of own) {
        it(program.title, () => {
          const checked = checkFixture(program, analyze(program.text, language));
          gaps.push(...checked.gaps);
          moved.push(...checked.moved);
          const unsettled = UPDATE ? [] : checked.moved.map(({ message }) => message);
          assert.deepEqual([...checked.failures, ...unsettled], []);
        });
      }

      after(() => {
        if (UPDATE && moved.length > 0) rewrite(fixturePath(language, file), moved);
      });
    });
  }

  after(() => {
    const hint = SHOW_GAPS ? ':' : ' (SHOW_GAPS=1 lists them)';
    console.log(`    ${programs.length} programs, ${gaps.length} known gaps${hint}`);
    if (SHOW_GAPS) for (const gap of gaps) console.log(`    ${gap}`);
  });
}

/** The right bounds of a program, in a form that can be compared. */
function signature({ expectations }: FixtureProgram): string {
  const fields = expectations
    .flatMap((expectation) => expectation.fields)
    .filter(({ name }) => name !== 'says');
  return fields.map(({ name, today, right }) => `${name} ${canonical(right ?? today)}`).join('; ');
}

function canonical(text: string): string {
  return text === UNKNOWN || /^[a-z]+$/.test(text) ? text : key(parse(text));
}

function rewrite(path: string, moved: readonly Moved[]): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const { line, from, to } of moved) lines[line] = (lines[line] ?? '').replace(from, () => to);
  writeFileSync(path, lines.join('\n'));
  for (const { message } of moved) console.log(`      rewritten: ${message}`);
}
