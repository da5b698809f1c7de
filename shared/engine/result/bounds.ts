/** Costs as bounds of the protocol: text, class, legend, confidence, assumptions and derivation. */
import type { Bound, FunctionAnalysis, SourceSpan, Step } from '../../protocol/analysis.ts';
import { type Cost, classify, isUnknown, print, symbolsOf, unknownReasons } from '../cost/cost.ts';
import type { AnalyzedFunction } from '../analysis/program.ts';
import type { Outcome } from '../analysis/run.ts';
import { lazy } from '../analysis/lazy.ts';
import type { Program } from '../ir/ir.ts';
import type { Kind } from './calibration/evidence.ts';
import { confidenceOf } from './confidence.ts';
import { hotLines, siteFacts, timeSteps, type Shown } from './derivation.ts';
import { namingOf, showWith } from './naming.ts';
import type { Naming } from './symbols.ts';

/** The bounds and facts of one function; found when they are first read. `lines` is the source text by lines. */
export function functionResult(
  analyzed: AnalyzedFunction,
  program: Program,
  lines: readonly string[],
  whole: SourceSpan,
): FunctionAnalysis {
  const { name, func, role, standsAlone } = analyzed;
  const start: SourceSpan = { ...whole, end: whole.start, endLine: 0, endColumn: 0 };
  const facts = lazy(() => factsOf(analyzed, program, lines));
  return {
    name,
    span: func?.span ?? whole,
    nameSpan: func?.nameSpan ?? start,
    role,
    standsAlone,
    get time() {
      return facts().time;
    },
    get space() {
      return facts().space;
    },
    get output() {
      return facts().output;
    },
    get hotLines() {
      return facts().hotLines;
    },
    get sites() {
      return facts().sites;
    },
  };
}

type Facts = Pick<FunctionAnalysis, 'time' | 'space' | 'output' | 'hotLines' | 'sites'>;

function factsOf(analyzed: AnalyzedFunction, program: Program, lines: readonly string[]): Facts {
  const { outcome } = analyzed;
  const naming = namingOf(outcome);
  const shown: Shown = { lines, show: showWith(naming) };
  const sure = (kind: Kind): number => confidenceOf(analyzed, program, kind);
  return {
    time: bound(outcome.time, outcome, naming, timeSteps(outcome.sites, outcome.time, shown), () =>
      sure('time'),
    ),
    space: bound(outcome.space, outcome, naming, spaceSteps(outcome, shown), () => sure('space')),
    output: `O(${shown.show(outcome.output)})`,
    hotLines: hotLines(outcome.sites, outcome.time, shown),
    sites: siteFacts(outcome.sites, shown),
  };
}

function spaceSteps({ spaceParts }: Outcome, { show }: Shown): Step[] {
  return spaceParts.map((part) => ({
    span: null,
    text: part.text,
    turns: null,
    each: null,
    total: show(part.cost),
    reason: '',
    rule: 'allocation',
    hot: false,
    children: [],
  }));
}

function bound(
  cost: Cost,
  outcome: Outcome,
  naming: Naming,
  derivation: readonly Step[],
  sure: () => number,
): Bound {
  const symbols: Record<string, string> = {};
  for (const id of symbolsOf(cost)) {
    const name = naming.names.get(id) ?? id;
    symbols[name] = naming.legends.get(name) ?? id;
  }
  const unknown = isUnknown(cost);
  return {
    text: unknown ? 'O(?)' : `O(${print(cost, { names: naming.names })})`,
    class: classify(cost),
    symbols,
    confidence: unknown ? 0 : sure(),
    assumptions: outcome.assumptions.map((assumption) => assumption.text),
    derivation,
    ...(unknown ? { unknown: unknownReasons(cost)[0]?.reason ?? 'unknown' } : {}),
  };
}
