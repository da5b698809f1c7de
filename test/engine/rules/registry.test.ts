/**
 * The list of rules, their pages in docs/rules, and their samples.
 *
 * UPDATE_RULE_PAGES=1 rewrites the pages.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_PAGES } from '../../../shared/engine/findings.ts';
import { rules } from '../../../shared/engine/rules/registry.ts';
import { analyze, applied, assertParses, findingsOf } from './checking.ts';
import { indexOf, pageOf, samplesOf } from './page.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = join(ROOT, 'docs/rules');
const SOURCES = join(ROOT, 'shared/engine/rules');
const UPDATE = process.env.UPDATE_RULE_PAGES === '1';

const pages = new Map([
  ['README.md', indexOf(rules)],
  ...rules.map((rule) => [`${rule.id}.md`, pageOf(rule)] as const),
]);

describe('the list of rules', () => {
  before(() => {
    if (!UPDATE) return;
    mkdirSync(PAGES, { recursive: true });
    for (const [file, text] of pages) writeFileSync(join(PAGES, file), text);
  });

  it('is sorted and names every file that exports a rule', () => {
    const ids = rules.map(({ id }) => id);
    const files = readdirSync(SOURCES).filter((file) => /^export const rule\b/m.test(read(SOURCES, file)));
    assert.deepEqual(ids, files.map((file) => file.replace(/\.ts$/, '')).sort());
  });

  it('has a page for every rule, and no other page', () => {
    assert.deepEqual(readdirSync(PAGES).sort(), [...pages.keys()].sort());
  });

  for (const [file, text] of pages) {
    it(`docs/rules/${file} says what the rule says`, () => {
      assert.equal(read(PAGES, file), text, 'UPDATE_RULE_PAGES=1 rewrites the pages');
    });
  }
});

describe('the samples of a rule', () => {
  const samples = rules.flatMap(({ id, severity, doc }) =>
    samplesOf(doc).map((sample) => ({ id, severity, ...sample })),
  );
  for (const { id, severity, language, bad, good } of samples) {
    it(`${id} in ${language}: the bad one is reported, once and by no other rule`, () => {
      assertParses(bad, language);
      const found = analyze(bad, language).findings;
      assert.deepEqual(
        found.map(({ rule }) => rule),
        [id],
      );
      assert.equal(found[0]?.severity, severity);
      assert.equal(found[0].docs, `${RULE_PAGES}/${id}.md`);
    });

    it(`${id} in ${language}: the good one is not, and has no other finding`, () => {
      assertParses(good, language);
      assert.deepEqual(analyze(good, language).findings, []);
    });

    it(`${id} in ${language}: the fix makes the good one of the bad one`, () => {
      const fix = findingsOf(bad, id, language)[0]?.fixes.find(({ preferred }) => preferred);
      assert.ok(fix);
      assert.equal(applied(bad, fix), good);
    });
  }
});

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
