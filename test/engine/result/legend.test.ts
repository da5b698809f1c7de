/** What is shown of a program uses no symbol that nothing says the meaning of. */
import assert from 'node:assert/strict';
import type { FunctionAnalysis, Step } from '../../../shared/protocol/analysis.ts';
import { analyze } from '../../support/engine.ts';
import { namesIn } from '../../support/fixture-costs.ts';
import { readFixtures } from '../../support/fixture.ts';

for (const language of ['java', 'python']) {
  it(`every symbol in a derivation of a ${language} fixture has a meaning`, () => {
    const unexplained = readFixtures(language).flatMap(({ file, title, text }) =>
      analyze(text, language).functions.flatMap((fn) =>
        withoutMeaning(fn).map((name) => `${file}: ${title}: ${name} in ${fn.name}`),
      ),
    );
    assert.deepEqual(unexplained, []);
  });
}

function withoutMeaning({ time, space }: FunctionAnalysis): string[] {
  const known = new Set(Object.keys({ ...time.symbols, ...space.symbols }));
  const costs = [...time.derivation, ...space.derivation].flatMap(costsOf);
  return [...new Set(costs.flatMap((cost) => [...namesIn([cost])]))].filter((name) => !known.has(name));
}

function costsOf({ turns, each, total, children }: Step): string[] {
  return [turns, each, total].filter((cost) => cost !== null).concat(children.flatMap(costsOf));
}
