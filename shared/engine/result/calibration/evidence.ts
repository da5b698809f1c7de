/**
 * What speaks for a bound and against it, as named numbers: the rules of reasoning that it rests on, what they assumed,
 * and the shape of the program. No name, comment or text of the program is among them.
 */
import type { BoundClass } from '../../../protocol/analysis.ts';
import { BOUND_CLASSES } from '../../../protocol/analysis.ts';
import type { AnalyzedFunction, ProgramAnalysis } from '../../analysis/program.ts';
import type { ProgramIndex } from '../../analysis/program-index.ts';
import type { SiteRecord } from '../../analysis/machine.ts';
import type { Outcome } from '../../analysis/run.ts';
import { type Cost, classify, isUnknown, symbolsOf } from '../../cost/cost.ts';
import { splitTerms } from '../../cost/terms.ts';
import { remembered } from '../../ir/facts.ts';
import type { Program } from '../../ir/ir.ts';
import type { Code } from '../../ir/walk.ts';
import { isHot } from '../derivation.ts';

export type Kind = 'time' | 'space';

/** Numbers by what they count; what is not named is 0. */
export type Evidence = ReadonlyMap<string, number>;

/** The evidence for the time or space of a function in a program, in parts that name nothing twice. */
export function evidenceOf(
  analyzed: AnalyzedFunction,
  analysis: ProgramAnalysis,
  kind: Kind,
): readonly Evidence[] {
  const { outcome } = analyzed;
  const evidence = new Map<string, number>();
  const add = adding(evidence);
  describeCost(outcome[kind], 'bound', add);
  describeCost(outcome[kind === 'time' ? 'space' : 'time'], 'other bound', add);
  if (kind === 'space') describeParts(outcome, add);
  return [shapeOf(analysis.index), commonEvidence(analyzed, analysis.program), evidence];
}

/** What speaks for the time and for the space of a function, found once. */
const commonEvidence = remembered(({ outcome, func, role }: AnalyzedFunction, program: Program): Evidence => {
  const evidence = new Map<string, number>();
  const add = adding(evidence);
  add('language', program.language);
  add('role', func === null ? 'script' : role);
  describeCost(outcome.output, 'output', add);
  for (const { id } of outcome.assumptions) add('assumption', kindOf(id));
  for (const param of func?.params ?? []) add('parameter', param.type.kind);
  evidence.set('calls without a cost', outcome.unexplained.size);
  describeSites(outcome, evidence, add);
  return evidence;
});

/** "while" of the assumption "while:12". */
export function kindOf(assumption: string): string {
  const end = assumption.indexOf(':');
  return end < 0 ? assumption : assumption.slice(0, end);
}

/** Adds to the number that is named by what is counted and its kind: "rule", "range". */
type Add = (what: string, kind: string, by?: number) => void;

function adding(evidence: Map<string, number>): Add {
  return (what, kind, by = 1) => {
    const name = nameOf(what, kind);
    evidence.set(name, (evidence.get(name) ?? 0) + by);
  };
}

const known = new Map<string, Map<string, string>>();

/** "rule range"; there are few such names, and putting one together anew takes longer than finding it. */
function nameOf(what: string, kind: string): string {
  let names = known.get(what);
  if (names === undefined) known.set(what, (names = new Map<string, string>()));
  let name = names.get(kind);
  if (name === undefined) names.set(kind, (name = `${what} ${kind}`));
  return name;
}

/** Classes in the order of their growth. */
const rank = (name: BoundClass): number => BOUND_CLASSES.indexOf(name);

function describeCost(cost: Cost, what: string, add: Add): void {
  if (isUnknown(cost)) return add(what, 'unknown');
  const name = classify(cost);
  add(what, name);
  add(what, 'rank', rank(name));
  add(what, 'terms', splitTerms(cost).length);
  add(what, 'symbols', symbolsOf(cost).length);
  for (const symbol of symbolsOf(cost)) add(`${what} of`, sortOf(symbol));
}

/** What sort of thing a symbol measures: "len" of `len(nums)`, "len of element" of `len(words[i])`, "value" of `k`. */
function sortOf(symbol: string): string {
  const open = symbol.indexOf('(');
  if (open < 0) return 'value';
  return symbol.slice(0, open) + (symbol.includes('[') ? ' of element' : '');
}

/** Rules by the places that they explain; once more for the places that make up the bound. */
function describeSites({ sites, time }: Outcome, evidence: Map<string, number>, add: Add): void {
  const places = new Set<object>();
  let deepest = 0;
  for (const site of sites) {
    if (places.has(site.node)) continue;
    places.add(site.node);
    add('rule', site.rule);
    if (isHot(site.total, time)) add('hot', site.rule);
    deepest = Math.max(deepest, nesting(site, sites));
  }
  evidence.set('places', places.size);
  evidence.set('nested places', deepest);
}

const DEEPEST = 12;

function nesting(site: SiteRecord, sites: readonly SiteRecord[]): number {
  let depth = 0;
  for (let at = sites[site.parent]; at !== undefined && depth < DEEPEST; at = sites[at.parent]) depth += 1;
  return depth;
}

/** What holds the memory, by the kinds of things that do. */
function describeParts({ spaceParts, space }: Outcome, add: Add): void {
  for (const { cost, kind } of spaceParts) {
    add('part', kind);
    if (isHot(cost, space)) add('hot part', kind);
  }
}

const COUNTED: ReadonlySet<Code['kind']> = new Set([
  'assign',
  'if',
  'forEach',
  'while',
  'return',
  'break',
  'yield',
  'call',
  'index',
  'slice',
  'comprehension',
  'lambda',
  'map',
  'collection',
  'assignExpr',
  'unsupported',
] as const);

/** Counts of what the program is written with. */
const shapeOf = remembered(({ nodes, functions }: ProgramIndex): Evidence => {
  const counts = new Map<string, number>([['function', functions.length]]);
  const operators = new Map<string, number>();
  for (const node of nodes) {
    const { kind } = node;
    if (COUNTED.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const operator = kind === 'binary' || kind === 'assign' ? node.op : null;
    if (operator !== null) operators.set(operator, (operators.get(operator) ?? 0) + 1);
  }
  for (const [operator, times] of operators) counts.set(nameOf('operator', operator), times);
  return counts;
});
