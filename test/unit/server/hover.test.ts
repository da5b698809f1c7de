import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import { hover } from '../../../server/features/hover.ts';
import { toMarkup } from '../../../server/toProtocol.ts';
import { functionHover, siteHover } from '../../../shared/engine/present/hover.ts';
import { analysisOf, documentOf, functionIn, site, spanBetween } from './sample.ts';

const TEXT = `def solve(nums):
    for x in range(len(nums)):
        def inner(y):
            return sorted(y)
        inner(sorted(nums))
`;

describe('hovers', () => {
  const loop = site(TEXT, 'for x in range(len(nums)):', { kind: 'loop', label: 'for', turns: 'n' });
  const range = site(TEXT, 'range(len(nums))', { label: 'range' });
  const own = site(TEXT, 'sorted(y)');
  const inner = functionIn(TEXT, 'solve.inner', { role: 'helper', sites: [own] });
  const solve = functionIn(TEXT, 'solve', { sites: [loop, range, { ...own, total: 'n^2' }] });
  const analysis = analysisOf({ entry: 'solve', functions: [solve, inner] });
  const document = documentOf(TEXT);
  const at = (part: string, plus = 0) =>
    hover(document, analysis, document.positionAt(TEXT.indexOf(part) + plus), { markdown: true });
  const text = (part: string, plus = 0) => (at(part, plus)?.contents as MarkupContent | undefined)?.value;

  it('tell of a function on its name, up to its end', () => {
    assert.equal(text('solve'), functionHover(solve, analysis));
    assert.equal(text('solve', 5), functionHover(solve, analysis));
    assert.deepEqual(at('solve')?.range, {
      start: { line: 0, character: 4 },
      end: { line: 0, character: 9 },
    });
  });

  it('tell of the smallest loop or call', () => {
    assert.equal(text('for x'), siteHover(loop, solve));
    assert.equal(text('range(', 2), siteHover(range, solve));
  });

  it('tell what the inner of two functions says of its own lines', () => {
    assert.equal(text('sorted(y)'), siteHover(own, inner));
  });

  it('say nothing elsewhere', () => {
    assert.equal(at('def'), null);
    assert.equal(at('return'), null);
  });

  it('prefer the calls of a script to its first line, which is its name', () => {
    const script = {
      ...solve,
      name: '<script>',
      nameSpan: spanBetween(TEXT, 0, 16),
      sites: [site(TEXT, 'nums')],
    };
    const contents = (offset: number) =>
      hover(document, analysisOf({ functions: [script] }), document.positionAt(offset), { markdown: true })
        ?.contents as MarkupContent;
    assert.equal(contents(TEXT.indexOf('nums')).value, siteHover(script.sites[0]!, script));
    assert.equal(contents(0).value, functionHover(script, analysis));
  });

  it('are plain text for a client without Markdown', () => {
    const markdown =
      '**solve** O\\(n²\\) time\n\n```text\nline 4  x ** 2 \\ `y`\n```\n\n- `` a`b ** `` is \\*fast\\*  \nnext';
    assert.deepEqual(toMarkup(markdown, { markdown: false }), {
      kind: 'plaintext',
      value: 'solve O(n²) time\n\nline 4  x ** 2 \\ `y`\n\n- a`b ** is *fast*\nnext',
    });
  });
});
