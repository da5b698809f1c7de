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
import { indexOf, pageOf } from './page.ts';

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
  for (const { id, severity, doc } of rules) {
    it(`${id}: the bad one is reported, once and by no other rule`, () => {
      assertParses(doc.bad);
      const found = analyze(doc.bad).findings;
      assert.deepEqual(
        found.map(({ rule }) => rule),
        [id],
      );
      assert.equal(found[0]?.severity, severity);
      assert.equal(found[0].docs, `${RULE_PAGES}/${id}.md`);
    });

    it(`${id}: the good one is not, and has no other finding`, () => {
      assertParses(doc.good);
      assert.deepEqual(analyze(doc.good).findings, []);
    });

    it(`${id}: the fix makes the good one of the bad one`, () => {
      const fix = findingsOf(doc.bad, id)[0]?.fixes.find(({ preferred }) => preferred);
      assert.ok(fix);
      assert.equal(applied(doc.bad, fix), doc.good);
    });
  }
});

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
