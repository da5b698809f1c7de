/** What is known of the function, loop or call under the pointer. */
import type { Hover, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { functionHover, siteHover } from '../../shared/engine/present/hover.ts';
import type {
  FunctionAnalysis,
  SiteFact,
  SolutionAnalysis,
  SourceSpan,
} from '../../shared/protocol/analysis.ts';
import type { ClientTraits } from '../clientTraits.ts';
import { toMarkup, toRange } from '../toProtocol.ts';

/** The smallest thing under the position speaks; a function speaks on its name only. */
export function hover(
  document: TextDocument,
  analysis: SolutionAnalysis,
  position: Position,
  client: Pick<ClientTraits, 'markdown'>,
): Hover | null {
  const offset = document.offsetAt(position);
  const { functions } = analysis;

  const named = smallest(functions, (fn) => fn.nameSpan, offset);
  const site = smallest(sitesAround(functions, offset), ({ fact }) => fact.span, offset);
  // The whole first line is a script's name, so its loops and calls come first.
  if (site && (!named || size(site.fact.span) <= size(named.nameSpan))) {
    return { contents: toMarkup(siteHover(site.fact, site.fn), client), range: toRange(site.fact.span) };
  }
  if (!named) return null;
  return { contents: toMarkup(functionHover(named, analysis), client), range: toRange(named.nameSpan) };
}

interface Site {
  readonly fact: SiteFact;
  readonly fn: FunctionAnalysis;
}

/**
 * Functions from the inside out: of two facts about one place, the inner function's own comes first. Helpers elsewhere
 * say nothing about the place that those around it don't, and asking them would have them analysed.
 */
function sitesAround(functions: readonly FunctionAnalysis[], offset: number): Site[] {
  return functions
    .filter(({ role, span }) => role !== 'helper' || (offset >= span.start && offset <= span.end))
    .sort((a, b) => size(a.span) - size(b.span))
    .flatMap((fn) => fn.sites.map((fact) => ({ fact, fn })));
}

function smallest<T>(items: readonly T[], spanOf: (item: T) => SourceSpan, offset: number): T | null {
  let best: T | null = null;
  for (const item of items) {
    const span = spanOf(item);
    if (offset < span.start || offset > span.end) continue;
    if (best === null || size(span) < size(spanOf(best))) best = item;
  }
  return best;
}

function size({ start, end }: SourceSpan): number {
  return end - start;
}
