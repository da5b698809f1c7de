/**
 * What speaks for a bound and against it, as named numbers: the rules of reasoning that it rests on, what they assumed,
 * and the shape of the program. No name, comment or text of the program is among them.
 */
import type { BoundClass } from '../../../protocol/analysis.ts';
import { BOUND_CLASSES } from '../../../protocol/analysis.ts';
import type { AnalyzedFunction } from '../../analysis/program.ts';
import type { SiteRecord } from '../../analysis/machine.ts';
import type { Outcome } from '../../analysis/run.ts';
import { type Cost, classify, isUnknown, symbolsOf } from '../../cost/cost.ts';
import { splitTerms } from '../../cost/terms.ts';
import { factsBy } from '../../ir/facts.ts';
import type { Program, Stmt, Expr } from '../../ir/ir.ts';
import { walk } from '../../ir/walk.ts';
import { isHot } from '../derivation.ts';

export type Kind = 'time' | 'space';

/** Numbers by what they count; what is not named is 0. */
export type Evidence = ReadonlyMap<string, number>;

/** The evidence for the time or space of a function in a program. */
export function evidenceOf(analyzed: AnalyzedFunction, program: Program, kind: Kind): Evidence {
  const { outcome } = analyzed;
  const evidence = new Map<string, number>(commonEvidence(analyzed, program));
  const add = adding(evidence);
  describeCost(outcome[kind], 'bound', add);
  describeCost(outcome[kind === 'time' ? 'space' : 'time'], 'other bound', add);
  if (kind === 'space') describeParts(outcome, add);
  return evidence;
}

const common = factsBy<Outcome, Evidence>();

/** What speaks for the time and for the space of a function, found once. */
function commonEvidence({ outcome, func, role }: AnalyzedFunction, program: Program): Evidence {
  const known = common.get(outcome);
  if (known !== undefined) return known;
  const evidence = new Map<string, number>(shapeOf(program));
  const add = adding(evidence);
  add(`language ${program.language}`);
  add(`role ${func === null ? 'script' : role}`);
  describeCost(outcome.output, 'output', add);
  for (const { id } of outcome.assumptions) add(`assumption ${kindOf(id)}`);
  for (const param of func?.params ?? []) add(`parameter ${param.type.kind}`);
  add('calls without a cost', outcome.unexplained.size);
  describeSites(outcome, add);
  common.set(outcome, evidence);
  return evidence;
}

/** "while" of the assumption "while:12". */
export function kindOf(assumption: string): string {
  return assumption.split(':', 1)[0]!;
}

function adding(evidence: Map<string, number>): Add {
  return (name, by = 1) => {
    evidence.set(name, (evidence.get(name) ?? 0) + by);
  };
}

type Add = (name: string, by?: number) => void;

/** Classes in the order of their growth. */
const rank = (name: BoundClass): number => BOUND_CLASSES.indexOf(name);

function describeCost(cost: Cost, what: string, add: Add): void {
  if (isUnknown(cost)) return add(`${what} unknown`);
  const name = classify(cost);
  add(`${what} ${name}`);
  add(`${what} rank`, rank(name));
  add(`${what} terms`, splitTerms(cost).length);
  add(`${what} symbols`, symbolsOf(cost).length);
  for (const symbol of symbolsOf(cost)) add(`${what} of ${sortOf(symbol)}`);
}

/** What sort of thing a symbol measures: "len" of `len(nums)`, "len of element" of `len(words[i])`, "value" of `k`. */
function sortOf(symbol: string): string {
  const open = symbol.indexOf('(');
  if (open < 0) return 'value';
  return symbol.slice(0, open) + (symbol.includes('[') ? ' of element' : '');
}

/** Rules by the places that they explain; once more for the places that make up the bound. */
function describeSites({ sites, time }: Outcome, add: Add): void {
  const places = new Set<object>();
  let deepest = 0;
  for (const site of sites) {
    if (places.has(site.node)) continue;
    places.add(site.node);
    add(`rule ${site.rule}`);
    if (isHot(site.total, time)) add(`hot ${site.rule}`);
    deepest = Math.max(deepest, nesting(site, sites));
  }
  add('places', places.size);
  add('nested places', deepest);
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
    add(`part ${kind}`);
    if (isHot(cost, space)) add(`hot part ${kind}`);
  }
}

const shapes = factsBy<Program, Evidence>();

/** Counts of what the program is written with. */
function shapeOf(program: Program): Evidence {
  let shape = shapes.get(program);
  if (shape === undefined) {
    shape = countNodes(program);
    shapes.set(program, shape);
  }
  return shape;
}

const COUNTED: ReadonlySet<(Stmt | Expr)['kind']> = new Set([
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

function countNodes(program: Program): Evidence {
  const counts = new Map<string, number>();
  const operators = new Map<string | null, number>();
  const visit = (node: Stmt | Expr): void => {
    const { kind } = node;
    if (COUNTED.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === 'binary' || (kind === 'assign' && node.op !== null))
      operators.set(node.op, (operators.get(node.op) ?? 0) + 1);
  };
  const count = (): unknown => counts.set('function', (counts.get('function') ?? 0) + 1);
  walk(program.body, { stmt: visit, expr: visit, func: count });
  for (const [operator, times] of operators) counts.set(`operator ${operator}`, times);
  return counts;
}
