/**
 * Lowering, case by case. `UPDATE_CORPUS=1 npx mocha test/engine/lowering/cases.test.ts` writes what it gives now into
 * the files: the difference is then for the reviewer to judge.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { printProgram } from '../../../shared/engine/ir/print.ts';
import { validateProgram } from '../../../shared/engine/ir/validate.ts';
import { readCorpus, writeCorpus } from './corpus.ts';
import { lowerers } from './support.ts';

for (const [language, lower] of Object.entries(lowerers)) {
  const folder = join(import.meta.dirname, language);
  const print = (source: string): string => printProgram(lower(source));

  if (process.env.UPDATE_CORPUS !== undefined) {
    for (const file of readCorpus(folder)) writeCorpus(file, print);
  }

  describe(`${language} to IR`, () => {
    for (const { name, cases } of readCorpus(folder)) {
      describe(name, () => {
        for (const { title, source, expected } of cases) {
          it(title, () => {
            assert.equal(print(source), expected);
            assert.deepEqual(validateProgram(lower(source)), []);
          });
        }
      });
    }
  });
}
