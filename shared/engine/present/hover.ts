/** Hovers: what is known of a function, a loop or a call, as Markdown of at most a screen. */
import type { FunctionAnalysis, SiteFact, SolutionAnalysis } from '../../protocol/analysis.ts';
import { type Legend, legendOf } from '../../protocol/legend.ts';
import { lensTitle } from './lens.ts';
import { code, codeBlock, escaped } from './markdown.ts';
import { rowLines } from './rows.ts';
import { summaryOf } from './summary.ts';
import { shownName } from './words.ts';

/** A hover is read without scrolling. */
const LIMITS = { rows: 10, reasons: 3, findings: 2 };
const MOST_GAPS = 2;

/** Bounds, legend, the derivation with its hot lines, assumptions, what the space is for, findings. */
export function functionHover(fn: FunctionAnalysis, analysis: SolutionAnalysis): string {
  const { legend, rows, folded, reasons, sentences, findings, gaps } = summaryOf(fn, analysis, LIMITS);
  const lines = [...rowLines(rows), ...(folded > 0 ? [`... ${folded} more in the report`] : [])];
  return blocks([
    `**${escaped(shownName(fn.name))}** ${escaped(lensTitle(fn))}`,
    legendText(legend),
    lines.length === 0 ? '' : codeBlock(lines),
    bullets([...reasons, ...gaps.slice(0, MOST_GAPS)]),
    sentences.map(escaped).join('  \n'),
    bullets(findings),
  ]);
}

/** How often a loop turns and what that costs, or what a call costs. `fn` is the function around it. */
export function siteHover(site: SiteFact, fn: FunctionAnalysis): string {
  const symbols = { ...fn.time.symbols, ...fn.space.symbols };
  const said = [site.turns, site.each, site.total, site.allocates].filter((cost) => cost !== null);
  const hot = fn.hotLines.some(({ line, dominant }) => dominant && line === site.span.line);
  return blocks([
    `${code(site.label)} ${escaped(countText(site))}`,
    escaped(site.reason),
    hot ? escaped(`Hot: the line has the order of the whole, ${fn.time.text} time.`) : '',
    legendText(legendOf(symbols, said)),
  ]);
}

/** "runs n times: n² turns in all, O(1) a turn"; "O(n log n), allocates n". */
function countText({ kind, turns, each, total, allocates }: SiteFact): string {
  const memory = allocates === null ? '' : `, allocates ${allocates}`;
  if (turns === null) {
    const all = total === each ? '' : `, ${cost(total)} in all`;
    return `${cost(each)}${all}${memory}`;
  }
  const all = total === turns ? '' : `: ${total} in all`;
  const [verb, turn] = kind === 'recursion' ? ['is called', 'call'] : ['runs', 'turn'];
  return `${verb} ${turns === '1' ? 'a fixed number of' : turns} times${all}, ${cost(each)} a ${turn}${memory}`;
}

function cost(text: string): string {
  return `O(${text})`;
}

function legendText(legend: Legend): string {
  return legend.map(([symbol, meaning]) => `${escaped(symbol)} = ${meaningText(meaning)}`).join(', ');
}

/** An expression of the program as code, words as words. */
function meaningText(meaning: string): string {
  return /\s/.test(meaning.replaceAll(/\(.*\)/g, '')) ? escaped(meaning) : code(meaning);
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${escaped(item)}`).join('\n');
}

function blocks(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
