/** The result for a text that is not analysed: it looks like any other, so that every feature says why. */
import type { Bound, FunctionAnalysis, SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { VERSION } from '../shared/protocol/version.ts';

const SCRIPT = '<script>';

/** `reason` is a part of a sentence: "the file is larger than 256 kB". */
export function emptyAnalysis(language: string, text: string, reason: string): SolutionAnalysis {
  const bound: Bound = {
    text: 'O(?)',
    class: 'other',
    symbols: {},
    confidence: 0,
    assumptions: [],
    derivation: [],
    unknown: reason,
  };
  const lineEnd = text.search(/[\r\n]/);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const span = { start: 0, end, line: 0, column: 0, endLine: 0, endColumn: end };
  const script: FunctionAnalysis = {
    name: SCRIPT,
    span,
    nameSpan: span,
    role: 'entry',
    standsAlone: true,
    time: bound,
    space: bound,
    output: 'O(?)',
    hotLines: [],
    sites: [],
  };
  return {
    language,
    entry: SCRIPT,
    time: bound,
    space: bound,
    functions: [script],
    findings: [],
    techniques: [],
    problem: null,
    verdict: { fits: 'unknown', text: '' },
    notUnderstood: [],
    engineVersion: VERSION,
  };
}
