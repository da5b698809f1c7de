/** The protocol's result, from the analysis of a program. */
import type {
  Bound,
  FunctionAnalysis,
  NotUnderstood,
  SolutionAnalysis,
  SourceSpan,
} from '../../protocol/analysis.ts';
import { VERSION } from '../../protocol/version.ts';
import { lazy } from '../analysis/lazy.ts';
import { type AnalyzedFunction, type ProgramAnalysis, dearest } from '../analysis/program.ts';
import { functionResult } from './bounds.ts';

type Core = Pick<
  SolutionAnalysis,
  'language' | 'entry' | 'time' | 'space' | 'functions' | 'notUnderstood' | 'engineVersion'
>;

const NOTHING: Bound = {
  text: 'O(?)',
  class: 'other',
  symbols: {},
  confidence: 0,
  assumptions: [],
  derivation: [],
  unknown: 'there is nothing to run',
};

/** Everything of the result that comes from costs. `text` is the source. */
export function solutionResult(analysis: ProgramAnalysis, text: string): Core {
  const lines = lazy(() => text.split('\n'));
  const whole = lazy(() => wholeSpan(text, lines()));
  const functions = analysis.functions.map((analyzed) => functionResult(analyzed, analysis, lines, whole));
  return {
    language: analysis.program.language,
    entry: analysis.entryName,
    time: boundOf(analysis.functions, functions, 'time'),
    space: boundOf(analysis.functions, functions, 'space'),
    functions,
    notUnderstood: notUnderstood(analysis),
    engineVersion: VERSION,
  };
}

function wholeSpan(text: string, lines: readonly string[]): SourceSpan {
  return {
    start: 0,
    end: text.length,
    line: 0,
    column: 0,
    endLine: lines.length - 1,
    endColumn: lines[lines.length - 1]?.length ?? 0,
  };
}

/** The bound of the entry: of a class of operations that of its dearest operation. */
function boundOf(
  analyzed: readonly AnalyzedFunction[],
  results: readonly FunctionAnalysis[],
  kind: 'time' | 'space',
): Bound {
  const best = dearest(analyzed, kind);
  return best === null ? NOTHING : results[analyzed.indexOf(best)]![kind];
}

function notUnderstood(analysis: ProgramAnalysis): NotUnderstood[] {
  const out: NotUnderstood[] = analysis.program.notes.map((note) => ({
    span: note.span,
    reason: note.message,
  }));
  for (const analyzed of analysis.functions) {
    if (analyzed.role === 'helper') continue;
    for (const [name, span] of analyzed.outcome.unexplained)
      out.push({ span, reason: `no cost is known for the call of ${name}` });
  }
  return out;
}
