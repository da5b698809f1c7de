/** An analysis as the engine gives it, for tests of what is made of it. */
import type {
  Bound,
  Finding,
  FunctionAnalysis,
  SolutionAnalysis,
  SourceSpan,
  Step,
} from '../../../shared/protocol/analysis.ts';

/** A span on one line. */
export function span(line: number, column = 0, length = 10): SourceSpan {
  const start = line * 100 + column;
  return { start, end: start + length, line, column, endLine: line, endColumn: column + length };
}

export function step(line: number | null, text: string, rest: Partial<Step> = {}): Step {
  return {
    span: line === null ? null : span(line),
    text,
    turns: null,
    each: null,
    total: '1',
    reason: '',
    rule: 'counted-loop',
    hot: false,
    children: [],
    ...rest,
  };
}

export function bound(text: string, rest: Partial<Bound> = {}): Bound {
  return {
    text,
    class: 'linear',
    symbols: { n: 'len(nums)' },
    confidence: 0.97,
    assumptions: [],
    derivation: [],
    ...rest,
  };
}

export function analysedFunction(name: string, rest: Partial<FunctionAnalysis> = {}): FunctionAnalysis {
  return {
    name,
    span: span(0),
    nameSpan: span(0, 4, name.length),
    role: 'entry',
    standsAlone: true,
    time: bound('O(n)'),
    space: bound('O(1)', { class: 'constant', symbols: {} }),
    output: 'O(1)',
    hotLines: [],
    sites: [],
    ...rest,
  };
}

export const FINDING: Finding = {
  rule: 'linear-search-in-loop',
  severity: 'warning',
  span: span(5, 11, 19),
  message: '`in` looks through a list of n items, n times: O(n^2). A set makes the loop O(n).',
  docs: 'https://example.invalid/rules/linear-search-in-loop',
  related: [{ span: span(3), message: 'the loop' }],
  fixes: [
    {
      title: 'Keep a set of seen',
      edits: [{ span: span(5, 11, 4), newText: 'seen' }],
      safety: 'suggestion',
      preferred: true,
    },
  ],
};

const TIME = bound('O(n^2)', {
  class: 'quadratic',
  assumptions: ['comparing two numbers is O(1)'],
  derivation: [
    step(3, 'for i in range(len(nums)):', {
      turns: 'n',
      each: 'n',
      total: 'n^2',
      hot: true,
      children: [
        step(4, 'for j in range(i + 1, len(nums)):', {
          turns: 'n - i',
          each: '1',
          total: 'n^2',
          reason: 'i comes from the loop above: n^2/2 in all',
          hot: true,
          children: [step(5, 'nums[i] + nums[j] == target', { total: 'n^2', hot: true })],
        }),
      ],
    }),
    step(7, 'return []', { total: '1' }),
  ],
});

const SPACE = bound('O(1)', { class: 'constant', symbols: {}, derivation: [step(null, 'two counters')] });

/** A pair search with everything that the report can show. */
export const SAMPLE: SolutionAnalysis = {
  language: 'python',
  entry: 'Solution.twoSum',
  time: TIME,
  space: SPACE,
  functions: [
    analysedFunction('Solution.twoSum', { time: TIME, space: SPACE, output: 'O(n)' }),
    analysedFunction('Solution.helper', {
      role: 'helper',
      standsAlone: false,
      time: bound('O(n)', { derivation: [step(9, 'sum(nums)')] }),
    }),
  ],
  findings: [FINDING],
  techniques: [{ name: 'pair search', spans: [span(3), span(4)] }],
  problem: { id: '1', slug: 'two-sum', constraints: ['2 <= nums.length <= 10^4'] },
  verdict: { fits: 'tight', text: 'n = 10^4 makes 5 * 10^7 steps, about a second.' },
  notUnderstood: [{ span: span(12), reason: 'exec runs text that is not known here' }],
  engineVersion: '0.1.0',
};
