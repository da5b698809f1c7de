/** What the status item says about a place in the text. */
import type { Bound, SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { legendOf } from '../shared/protocol/legend.ts';
import { shortName } from './report/model.ts';
import { superscript } from './report/webview/notation.ts';

export interface Status {
  /** "O(n²) time · O(1) space" */
  readonly text: string;
  /** "twoSum, n = len(nums)" */
  readonly detail: string;
  /** The function's whole name, for the report. */
  readonly name: string;
}

/** Below it, an answer is marked as a doubtful one. */
export const DOUBT = 0.7;

/** The bounds of the innermost function around an offset; outside of all functions those of the solution. */
export function statusAt(analysis: SolutionAnalysis, offset: number): Status | undefined {
  const around = analysis.functions
    .filter(({ span }) => span.start <= offset && offset <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  const inner = around[0];
  const name = inner?.name ?? analysis.entry;
  if (name === null) return undefined;
  const { time, space } = inner ?? analysis;
  const legend = legendOf({ ...time.symbols, ...space.symbols }, [time.text, space.text]).map(
    ([symbol, meaning]) => `${symbol} = ${meaning}`,
  );
  return {
    text: `${costText(time)} time · ${costText(space)} space`,
    detail: [shortName(name), ...legend].join(', '),
    name,
  };
}

function costText({ text, unknown, confidence }: Bound): string {
  if (unknown !== undefined) return '?';
  return confidence < DOUBT ? `≈ ${superscript(text)}` : superscript(text);
}
