/** Words for bounds that every text uses. */
import type { Bound, SolutionAnalysis } from '../../protocol/analysis.ts';

/** Below it, an answer is marked as a doubtful one. */
export const DOUBT = 0.7;
/** At or above it, an answer is called sure. */
export const SURE = 0.9;

const LONGEST_REASON = 60;

/** "O(n²)", with a doubt "≈ O(n²)", unknown "?". */
export function boundText({ text, unknown, confidence }: Bound): string {
  if (unknown !== undefined) return '?';
  return confidence < DOUBT ? `≈ ${text}` : text;
}

/** "O(n²) time", "time ? (recursion without a known bound)". */
export function boundWithName(bound: Bound, name: 'time' | 'space'): string {
  if (bound.unknown === undefined) return `${boundText(bound)} ${name}`;
  return `${name} ? (${shortened(bound.unknown, LONGEST_REASON)})`;
}

/** Cuts at a word, with dots where something is left out. */
export function shortened(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest - 3);
  const space = cut.lastIndexOf(' ');
  return `${space > longest / 2 ? cut.slice(0, space) : cut}...`;
}

/** "High confidence", with the figure: "right about 95 times in 100". Never 100: no answer is certain. */
export function confidenceText({ confidence, unknown }: Bound): string {
  if (unknown !== undefined) return 'Not known';
  const level = confidence >= SURE ? 'High' : confidence >= DOUBT ? 'Fair' : 'Low';
  return `${level} confidence: right about ${Math.min(99, Math.round(confidence * 100))} times in 100`;
}

/** Whether the program passes, or how far it can go in a second; nothing where its time is not known. */
export function verdictText({ time, verdict }: SolutionAnalysis): string {
  return time.unknown === undefined ? verdict.text : '';
}

/** "Solution.twoSum" -> "twoSum", "<script>" -> "Script". */
export function shownName(name: string): string {
  return name === '<script>' ? 'Script' : name.replace(/^Solution\./, '');
}

/** "1 turn", "n turns". */
export function turnsText(turns: string): string {
  return turns === '1' ? '1 turn' : `${turns} turns`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}
