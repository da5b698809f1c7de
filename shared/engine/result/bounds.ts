/** Costs as bounds of the protocol: text, class, legend, confidence, assumptions and derivation. */
import type { Bound, FunctionAnalysis, SourceSpan, Step } from '../../protocol/analysis.ts';
import { type Cost, classify, isUnknown, print, symbolsOf, unknownReasons } from '../cost/cost.ts';
import type { AnalyzedFunction } from '../analysis/program.ts';
import type { Outcome } from '../analysis/run.ts';
import { lazy } from '../analysis/lazy.ts';
import { confidenceOf } from './confidence.ts';
import { hotLines, siteFacts, timeSteps, type Shown } from './derivation.ts';
import { namingOf, showWith } from './naming.ts';
import type { Naming } from './symbols.ts';

/** The bounds and facts of one function; found when they are first read. `lines` is the source text by lines. */
export function functionResult(
  analyzed: AnalyzedFunction,
  lines: readonly string[],
  whole: SourceSpan,
): FunctionAnalysis {
  const { name, func, role } = analyzed;
  const start: SourceSpan = { ...whole, end: whole.start, endLine: 0, endColumn: 0 };
  const facts = lazy(() => factsOf(analyzed.outcome, lines));
  return {
    name,
    span: func?.span ?? whole,
    nameSpan: func?.nameSpan ?? start,
    role,
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

function factsOf(outcome: Outcome, lines: readonly string[]): Facts {
  const naming = namingOf(outcome);
  const shown: Shown = { lines, show: showWith(naming) };
  return {
    time: timeBound(outcome, naming, shown),
    space: spaceBound(outcome, naming, shown),
    output: `O(${shown.show(outcome.output)})`,
    hotLines: hotLines(outcome.sites, outcome.time, shown),
    sites: siteFacts(outcome.sites, shown),
  };
}

function timeBound(outcome: Outcome, naming: Naming, shown: Shown): Bound {
  return bound(outcome.time, outcome, naming, timeSteps(outcome.sites, outcome.time, shown), 'time');
}

function spaceBound(outcome: Outcome, naming: Naming, shown: Shown): Bound {
  const steps: Step[] = outcome.spaceParts.map((part) => ({
    span: null,
    text: part.text,
    turns: null,
    each: null,
    total: shown.show(part.cost),
    reason: '',
    rule: 'allocation',
    hot: false,
    children: [],
  }));
  return bound(outcome.space, outcome, naming, steps, 'space');
}

function bound(
  cost: Cost,
  outcome: Outcome,
  naming: Naming,
  derivation: readonly Step[],
  kind: 'time' | 'space',
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
    confidence: unknown ? 0 : confidenceOf(outcome, kind, classify(cost)),
    assumptions: outcome.assumptions.map((assumption) => assumption.text),
    derivation,
    ...(unknown ? { unknown: unknownReasons(cost)[0]?.reason ?? 'unknown' } : {}),
  };
}
