/** Titles of code lenses, and the comment that carries the same bounds. */
import type { Bound, FunctionAnalysis } from '../../protocol/analysis.ts';
import { boundText, boundWithName } from './words.ts';

/** A lens has one line; the report has all operations. */
const MOST_OPERATIONS = 6;

/** "O(n²) time · O(1) space", "≈ O(n log n) time · O(n) space", "time ? (recursion without a known bound) · O(n) space". */
export function lensTitle({ time, space }: FunctionAnalysis): string {
  const same = time.unknown !== undefined && time.unknown === space.unknown;
  return `${same ? 'time ?' : boundWithName(time, 'time')} · ${boundWithName(space, 'space')}`;
}

/** "get O(1) · put O(1) amortised": the times of a class's operations. */
export function classLensTitle(operations: readonly FunctionAnalysis[]): string {
  const shown = operations.slice(0, MOST_OPERATIONS).map(operationText);
  const more = operations.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(' · ');
}

/** "Time: O(n log n), Space: O(n)": what a comment above the function says. */
export function complexityComment({ time, space }: FunctionAnalysis): string {
  return `Time: ${boundText(time)}, Space: ${boundText(space)}`;
}

function operationText({ name, time }: FunctionAnalysis): string {
  const own = name.slice(name.lastIndexOf('.') + 1);
  return `${own} ${boundText(time)}${isAmortised(time) ? ' amortised' : ''}`;
}

/**
 * Whether single calls may take longer than the bound says. Of a linear bound nobody needs to be told: what is
 * amortised then costs no more than the call does anyway.
 */
function isAmortised({ class: name, assumptions, derivation }: Bound): boolean {
  if (name !== 'constant' && name !== 'logn') return false;
  return (
    assumptions.some((text) => /\bamortised\b/.test(text)) ||
    derivation.some(({ rule }) => rule === 'amortised')
  );
}
