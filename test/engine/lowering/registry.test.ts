import assert from 'node:assert/strict';
import { GRAMMAR_FILES } from '../../../scripts/grammars.ts';
import { canonicalLanguage, languages } from '../../../shared/engine/languages/registry.ts';

describe('the registry of languages', () => {
  it('knows a language by each of its names, in any case', () => {
    for (const name of ['python', 'Python', 'py', 'python3', ' PY '])
      assert.equal(canonicalLanguage(name)?.id, 'python');
    for (const name of ['', 'cobol', '__proto__', 'constructor']) assert.equal(canonicalLanguage(name), null);
  });

  it('gives every name to one language only', () => {
    const names = languages.flatMap(({ id, names: others }) => [id, ...others]);
    assert.equal(new Set(names).size, names.length);
  });

  it('names grammars that ship', () => {
    for (const { grammar } of languages) assert.ok(GRAMMAR_FILES.includes(grammar), grammar);
  });
});
