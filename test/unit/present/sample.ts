/** Analyses written by hand, for tests of the texts. */
import type {
  Bound,
  Finding,
  FunctionAnalysis,
  SiteFact,
  SolutionAnalysis,
  SourceSpan,
  Step,
} from '../../../shared/protocol/analysis.ts';

/** The whole of a line; lines start at 1 here. */
export function line(number: number): SourceSpan {
  const start = (number - 1) * 100;
  return { start, end: start + 50, line: number - 1, column: 0, endLine: number - 1, endColumn: 50 };
}

export function lines(from: number, to: number): SourceSpan {
  return { ...line(from), end: line(to).end, endLine: to - 1 };
}

export function bound(text: string, rest: Partial<Bound> = {}): Bound {
  return {
    text,
    class: 'linear',
    symbols: {},
    confidence: 0.95,
    assumptions: [],
    derivation: [],
    ...rest,
  };
}

export const unknown = (reason: string): Bound =>
  bound('O(?)', { unknown: reason, confidence: 0, class: 'other' });

export function step(number: number, text: string, rest: Partial<Step> = {}): Step {
  return {
    span: line(number),
    text,
    turns: null,
    each: null,
    total: '1',
    reason: '',
    rule: 'library',
    hot: false,
    children: [],
    ...rest,
  };
}

export function func(name: string, rest: Partial<FunctionAnalysis> = {}): FunctionAnalysis {
  return {
    name,
    span: lines(1, 20),
    nameSpan: line(1),
    role: 'entry',
    standsAlone: true,
    time: bound('O(n)'),
    space: bound('O(1)', { class: 'constant' }),
    output: 'O(1)',
    hotLines: [],
    sites: [],
    ...rest,
  };
}

export function site(rest: Partial<SiteFact>): SiteFact {
  return {
    kind: 'call',
    span: line(3),
    label: 'sorted',
    turns: null,
    each: 'n log n',
    total: 'n log n',
    reason: '',
    allocates: null,
    ...rest,
  };
}

export function finding(number: number, message: string): Finding {
  return {
    rule: 'list-pop-front',
    severity: 'warning',
    span: line(number),
    message,
    docs: 'https://example.org/rule',
    related: [],
    fixes: [],
  };
}

export function solution(
  functions: readonly FunctionAnalysis[],
  rest: Partial<SolutionAnalysis> = {},
): SolutionAnalysis {
  const [entry] = functions;
  return {
    language: 'python',
    entry: entry?.name ?? null,
    time: entry?.time ?? unknown('there is nothing to run'),
    space: entry?.space ?? unknown('there is nothing to run'),
    functions,
    findings: [],
    techniques: [],
    problem: null,
    verdict: { fits: 'unknown', text: '' },
    notUnderstood: [],
    engineVersion: '0',
    ...rest,
  };
}

/** Two loops, one in the other. */
export const TWO_LOOPS: readonly Step[] = [
  step(2, 'for i in range(len(nums)):', {
    turns: 'n',
    each: 'n',
    total: 'n',
    children: [
      step(3, 'for j in range(i + 1, len(nums)):', { turns: 'n', each: '1', total: 'n²', hot: true }),
    ],
  }),
];

export const TWO_SUM = func('Solution.twoSum', {
  time: bound('O(n²)', { class: 'quadratic', symbols: { n: 'len(nums)' }, derivation: TWO_LOOPS }),
});
