/** The techniques that a solution uses, each with the places that show it. Names and comments play no part. */
import type { SourceSpan, Technique } from '../../protocol/analysis.ts';
import type { ProgramAnalysis } from '../analysis/program.ts';
import { pointers } from './techniques/pointers.ts';
import { recursions } from './techniques/recursions.ts';
import { searches } from './techniques/searches.ts';
import { tables } from './techniques/tables.ts';
import { viewOf } from './techniques/view.ts';

const DETECTORS = [...pointers, ...recursions, ...searches, ...tables];

/** In the order of their first place. */
export function techniquesOf(analysis: ProgramAnalysis): Technique[] {
  const view = viewOf(analysis);
  const found = new Map<string, SourceSpan[]>();
  for (const { name, find } of DETECTORS) {
    const spans = find(view);
    if (spans.length > 0) found.set(name, [...(found.get(name) ?? []), ...spans]);
  }
  return [...found]
    .map(([name, spans]) => ({ name, spans: distinct(spans) }))
    .sort((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0) || (a.name < b.name ? -1 : 1));
}

/** Each span once, in source order. */
function distinct(spans: readonly SourceSpan[]): SourceSpan[] {
  const byStart = new Map(spans.map((span) => [`${span.start}-${span.end}`, span]));
  return [...byStart.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
