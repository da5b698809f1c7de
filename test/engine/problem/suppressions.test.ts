import assert from 'node:assert/strict';
import { suppressionIn, withoutSuppressed } from '../../../shared/engine/problem/suppressions.ts';
import type { Finding } from '../../../shared/protocol/analysis.ts';
import { findingIn } from '../../unit/server/sample.ts';

const CODE = 'queue.pop(0)\nrows = [[0] * n] * n\n';

function left(text: string, prefix = '#'): string[] {
  const findings: Finding[] = [
    findingIn(text, 'queue.pop(0)'),
    findingIn(text, '[[0] * n] * n', { rule: 'aliased-rows' }),
  ];
  return withoutSuppressed(findings, text, prefix).map(({ rule }) => rule);
}

describe('comments that switch findings off', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly left: readonly string[] }[] =
    [
      { name: 'none', text: CODE, left: ['list-pop-front', 'aliased-rows'] },
      {
        name: 'one rule on its line',
        text: CODE.replace('pop(0)', 'pop(0)  # big-o-lens: disable-line=list-pop-front'),
        left: ['aliased-rows'],
      },
      {
        name: 'another rule on the line',
        text: CODE.replace('pop(0)', 'pop(0)  # big-o-lens: disable-line=aliased-rows'),
        left: ['list-pop-front', 'aliased-rows'],
      },
      {
        name: 'every rule on the line',
        text: CODE.replace('pop(0)', 'pop(0)  #big-o-lens:disable-line'),
        left: ['aliased-rows'],
      },
      {
        name: 'the next line',
        text: CODE.replace('rows', '# big-o-lens: disable-next-line = aliased-rows\nrows'),
        left: ['list-pop-front'],
      },
      {
        name: 'the file, two rules',
        text: `# big-o-lens: disable-file=aliased-rows, list-pop-front\r\n${CODE}`,
        left: [],
      },
      { name: 'the file, every rule', text: `${CODE}# big-o-lens: disable-file`, left: [] },
      {
        name: 'not a comment',
        text: `note = "big-o-lens: disable-file"\n${CODE}`,
        left: ['list-pop-front', 'aliased-rows'],
      },
      {
        name: 'an unknown instruction',
        text: `# big-o-lens: disable-files\n${CODE}`,
        left: ['list-pop-front', 'aliased-rows'],
      },
    ];
  for (const { name, text, left: expected } of cases) {
    it(`understands: ${name}`, () => assert.deepEqual(left(text), expected));
  }

  it('begins with the comment of the language', () => {
    assert.deepEqual(suppressionIn('f(); // big-o-lens: disable-line', 3, '//'), {
      kind: 'disable-line',
      rules: [],
      line: 3,
    });
    assert.equal(suppressionIn('f(); // big-o-lens: disable-line', 3, '#'), null);
  });
});
