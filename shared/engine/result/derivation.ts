/** The derivation of a bound: what each place costs, as a tree that follows the nesting of the loops. */
import type { Step, SiteFact, HotLine } from '../../protocol/analysis.ts';
import { type Cost, ONE, compare, isOne, max, times } from '../cost/cost.ts';
import { splitTerms } from '../cost/terms.ts';
import type { SiteRecord } from '../analysis/machine.ts';

export interface Shown {
  readonly show: (cost: Cost) => string;
  readonly lines: readonly string[];
}

/** The steps of the time bound. Places visited in several call contexts appear once, at their dearest. */
export function timeSteps(sites: readonly SiteRecord[], total: Cost, shown: Shown): Step[] {
  const children = nesting(sites);
  const build = (site: SiteRecord): Step => {
    const below = (children.get(site) ?? []).map(build);
    return {
      span: site.span,
      text: textOf(site, shown),
      turns: site.turns === null ? null : shown.show(site.turns),
      each: shown.show(eachOf(site, children)),
      total: shown.show(site.total),
      reason: site.reason,
      rule: site.rule,
      hot: isHot(site.total, total),
      children: below,
    };
  };
  return (children.get(null) ?? []).map(build);
}

function dearest(sites: readonly SiteRecord[]): SiteRecord[] {
  const byNode = new Map<object, SiteRecord>();
  for (const site of sites) {
    const known = byNode.get(site.node);
    if (known === undefined || compare(site.total, known.total) === 'greater') byNode.set(site.node, site);
  }
  return sites.filter((site) => byNode.get(site.node) === site);
}

/** The places under each place; null: those under none. What would close a circle (mutual recursion) goes under none. */
function nesting(sites: readonly SiteRecord[]): Map<SiteRecord | null, SiteRecord[]> {
  const kept = dearest(sites);
  const parents = new Map<SiteRecord, SiteRecord | null>();
  for (const site of kept) {
    let parent = parentOf(site, sites, kept);
    for (let at = parent; at !== null; at = parents.get(at) ?? null) if (at === site) parent = null;
    parents.set(site, parent);
  }
  const children = new Map<SiteRecord | null, SiteRecord[]>();
  for (const [site, parent] of parents) {
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [site]);
    else list.push(site);
  }
  return children;
}

function parentOf(
  site: SiteRecord,
  sites: readonly SiteRecord[],
  kept: readonly SiteRecord[],
): SiteRecord | null {
  let at = site.parent;
  for (let hops = 0; at >= 0 && hops < 40; hops++) {
    const parent = sites[at];
    if (parent === undefined) return null;
    const shown = kept.find((candidate) => candidate.node === parent.node);
    if (shown !== undefined && shown.node !== site.node) return shown;
    at = parent.parent;
  }
  return null;
}

/** What one turn costs: the dearest thing inside, by the turn. */
function eachOf(site: SiteRecord, children: ReadonlyMap<SiteRecord | null, readonly SiteRecord[]>): Cost {
  if (site.turns === null) return site.each;
  let each: Cost = ONE;
  for (const child of children.get(site) ?? []) {
    if (child.rule === 'amortised' || child.rule === 'sum-of-parts') continue;
    each = max(each, child.turns === null ? child.each : times(child.turns, eachOf(child, children)));
  }
  return each;
}

/** Whether a cost makes up one of the terms of the total: of O(m * n + n^2) both loops are hot. */
export function isHot(cost: Cost, total: Cost): boolean {
  if (isOne(total)) return false;
  const parts = splitTerms(cost);
  return splitTerms(total).some((term) =>
    parts.some((part) => {
      const order = compare(part, term);
      return order === 'equal' || order === 'greater';
    }),
  );
}

const LONGEST_TEXT = 90;

/** The line of a loop or recursion; of a call its own text, since a line may have several. */
function textOf({ kind, span, label }: SiteRecord, shown: Shown): string {
  const line = shown.lines[span.line] ?? label;
  const end = span.endLine === span.line ? span.endColumn : line.length;
  const text = (kind === 'call' ? line.slice(span.column, end) : line).trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 3)}...` : text;
}

export function siteFacts(sites: readonly SiteRecord[], shown: Shown): SiteFact[] {
  const children = nesting(sites);
  return dearest(sites).map((site) => ({
    kind: site.kind,
    span: site.span,
    label: site.label,
    turns: site.turns === null ? null : shown.show(site.turns),
    each: shown.show(eachOf(site, children)),
    total: shown.show(site.total),
    reason: site.reason,
    allocates: site.allocates === null || isOne(site.allocates) ? null : shown.show(site.allocates),
  }));
}

/** The lines whose cost is more than constant, dearest first. */
export function hotLines(sites: readonly SiteRecord[], total: Cost, shown: Shown): HotLine[] {
  const byLine = new Map<number, Cost>();
  for (const site of sites) {
    if (isOne(site.total)) continue;
    const known = byLine.get(site.span.line);
    byLine.set(site.span.line, known === undefined ? site.total : max(known, site.total));
  }
  return [...byLine]
    .sort((a, b) => a[0] - b[0])
    .map(([line, cost]) => ({ line, total: shown.show(cost), dominant: isHot(cost, total) }));
}
