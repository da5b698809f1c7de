import assert from 'node:assert/strict';
import { functionHover, siteHover } from '../../../shared/engine/present/hover.ts';
import type { Step } from '../../../shared/protocol/analysis.ts';
import { TWO_LOOPS, TWO_SUM, bound, finding, func, line, site, solution, step, unknown } from './sample.ts';

describe('hovers of functions', () => {
  it('show bounds, legend, derivation with its hot line, and what the space is for', () => {
    assert.equal(
      functionHover(TWO_SUM, solution([TWO_SUM])),
      [
        '**twoSum** O(n²) time · O(1) space',
        '',
        'n = `len(nums)`',
        '',
        '```text',
        'line 2  for i in range(len(nums)):           n turns',
        'line 3    for j in range(i + 1, len(nums)):  n turns, n² in all  ← hot: all of the time',
        '```',
        '',
        'Worst case. Space: a fixed number of variables.',
      ].join('\n'),
    );
  });

  it('say what is assumed, allocated, returned, doubted, and whether it fits', () => {
    const fn = func('f', {
      time: bound('O(n)', { confidence: 0.8, assumptions: ['a', 'b'] }),
      space: bound('O(n)', {
        assumptions: ['b'],
        derivation: [
          step(1, 'set', { total: 'n' }),
          step(2, 'set', { total: 'n' }),
          step(3, 'list', { total: 'm' }),
        ],
      }),
      output: 'O(n)',
    });
    const text = functionHover(fn, solution([fn], { verdict: { fits: 'no', text: 'Too slow.' } }));
    assert.equal(
      text.split('\n\n')[1],
      [
        'Worst case. Assumes: a; b. Space: set O(n) and list O(m).',
        'The output, O(n), is not counted as space.',
        'Fair confidence: right about 80 times in 100.',
        'Too slow.',
      ].join('  \n'),
    );
  });

  it('keep the verdict to the entry', () => {
    const helper = func('help', { role: 'helper' });
    const analysis = solution([TWO_SUM, helper], { verdict: { fits: 'no', text: 'Too slow.' } });
    assert.ok(!functionHover(helper, analysis).includes('Too slow'));
  });

  it('say the reasons of hot lines once, with all their lines', () => {
    const hot = { hot: true, total: 'n', reason: 'it copies' };
    const fn = func('f', {
      time: bound('O(n)', {
        derivation: [step(2, 'a', hot), step(4, 'b', hot), step(5, 'c', { reason: 'cheap' })],
      }),
    });
    const text = functionHover(fn, solution([fn]));
    assert.match(text, /\n- lines 2 and 4: it copies\n/);
    assert.ok(!text.includes('cheap'));
    assert.match(text, /a {2}O\(n\) {2}← hot\n/);
  });

  it('fold a long derivation and keep the way to its hot lines', () => {
    const deep: Step = step(90, 'hot()', { hot: true, total: 'n²' });
    const many = Array.from({ length: 40 }, (_, i) => step(i + 2, `cold${i}()`, { total: 'n' }));
    const loop = step(80, 'for x in y:', { turns: 'n', total: 'n', children: [...many, deep] });
    const fn = func('f', { time: bound('O(n²)', { derivation: [...many, loop] }) });
    const text = functionHover(fn, solution([fn]));
    assert.match(
      text,
      /line 80 {2}for x in y: .*\nline 90 {4}hot\(\) .*← hot: all of the time\n\.\.\. 72 more in the report\n/,
    );
    assert.ok(text.split('\n').length <= 25, text);
  });

  it('say two calls that look the same once', () => {
    const call = step(2, 'x = max(a) + max(b)', { total: 'n' });
    const fn = func('f', { time: bound('O(n)', { derivation: [call, call] }) });
    assert.equal(functionHover(fn, solution([fn])).match(/max/g)!.length, 2);
  });

  it('show findings and what was not understood inside the function', () => {
    const fn = func('f', { time: unknown('the bound is lost') });
    const text = functionHover(
      fn,
      solution([fn], {
        findings: [finding(3, 'list.pop(0) shifts all n items.'), finding(30, 'elsewhere')],
        notUnderstood: [{ span: line(4), reason: 'a `match`' }],
      }),
    );
    assert.match(text, /^\*\*f\*\* time \? \(the bound is lost\) · O\(1\) space\n/);
    assert.match(text, /- line 3: list\.pop\(0\) shifts all n items\.$/);
    assert.match(text, /- line 4 not understood: a \\`match\\`/);
    assert.ok(!text.includes('elsewhere'));
  });

  it('say what each symbol means that a bound or a row has, and no other', () => {
    const fn = func('f', {
      time: bound('O(2ⁿ)', {
        symbols: { n: 'len(a)', m: 'len(b)', k: 'the value of k', p: 'len(c)' },
        derivation: [step(2, 'x', { total: 'm²' }), step(3, 'y', { turns: 'k', total: 'k·m' })],
      }),
    });
    assert.equal(
      functionHover(fn, solution([fn])).split('\n\n')[1],
      'n = `len(a)`, m = `len(b)`, k = the value of k',
    );
  });

  it('escape what the program says', () => {
    const fn = func('__a_b__', {
      time: bound('O(m + n)', {
        symbols: { n: 'len(a[`*`])', m: 'the value of <b>' },
        derivation: [step(2, 's = "```" + `x`', { total: 'n' })],
        assumptions: ['*a* [b](c)'],
      }),
    });
    const text = functionHover(fn, solution([fn]));
    assert.match(text, /^\*\*\\_\\_a\\_b\\_\\_\*\*/);
    assert.match(text, /n = ``len\(a\[`\*`\]\)``, m = the value of \\<b\\>/);
    assert.match(text, /````text\nline 2 {2}s = "```" \+ `x` {2}O\(n\)\n````/);
    assert.match(text, /Assumes: \\\*a\\\* \\\[b\\\]\(c\)\./);
  });
});

describe('hovers of loops and calls', () => {
  const fn = func('f', {
    time: bound('O(n²)', { symbols: { n: 'len(nums)', m: 'len(other)' }, derivation: TWO_LOOPS }),
    hotLines: [{ line: 2, total: 'n²', dominant: true }],
  });

  it('say how often a loop turns, each time and in all', () => {
    const loop = { kind: 'loop', label: 'for', each: '1' } as const;
    const span = line(9);
    assert.equal(
      siteHover(site({ ...loop, span, turns: 'n', total: 'n²', reason: 'left only grows' }), fn),
      '`for` runs n times: n² in all, O(1) a turn\n\nleft only grows\n\nn = `len(nums)`',
    );
    assert.match(
      siteHover(site({ ...loop, turns: 'n', total: 'n' }), fn),
      /^`for` runs n times, O\(1\) a turn\n/,
    );
    assert.match(
      siteHover(site({ ...loop, turns: '1', total: '1' }), fn),
      /^`for` runs a fixed number of times, O\(1\)/,
    );
  });

  it('say what a call costs and allocates', () => {
    assert.match(
      siteHover(site({ total: 'm·n log n', allocates: 'n', reason: 'Timsort' }), fn),
      /^`sorted` O\(n log n\), O\(m·n log n\) in all, allocates n\n\nTimsort\n\nHot: .* O\(n²\) time\.\n\nn = `len\(nums\)`, m = `len\(other\)`$/,
    );
    assert.match(
      siteHover(site({ kind: 'recursion', label: 'dfs', turns: 'n', each: '1', total: 'n' }), fn),
      /^`dfs` is called n times, O\(1\) a call/,
    );
  });

  it('explain only the symbols that they use', () => {
    assert.ok(!siteHover(site({ each: 'log k', total: 'log k' }), fn).includes('len('));
  });
});
