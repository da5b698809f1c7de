/** Costs as bounds of the protocol: text, class, legend, confidence, assumptions and derivation. */
import type { Bound, FunctionAnalysis, SourceSpan, Step } from '../../protocol/analysis.ts';
import { type Cost, classify, isUnknown, print, symbolsOf, unknownReasons } from '../cost/cost.ts';
import type { AnalyzedFunction, ProgramAnalysis } from '../analysis/program.ts';
import type { Outcome } from '../analysis/run.ts';
import { lazy } from '../analysis/lazy.ts';
import type { Kind } from './calibration/evidence.ts';
import { confidenceOf } from './confidence.ts';
import { hotLines, siteFacts, timeSteps, type Shown } from './derivation.ts';
import { costsOf, namingOf, showWith } from './naming.ts';
import type { Naming } from './symbols.ts';

/** The bounds and facts of one function; found when they are first read. `lines` gives the source text by lines, `whole` the span of all of it. */
export function functionResult(
  analyzed: AnalyzedFunction,
  analysis: ProgramAnalysis,
  lines: () => readonly string[],
  whole: () => SourceSpan,
): FunctionAnalysis {
  const { name, func, role, standsAlone } = analyzed;
  const facts = factsOf(analyzed, analysis, lines);
  return {
    name,
    span: func?.span ?? whole(),
    nameSpan: func?.nameSpan ?? { ...whole(), end: 0, endLine: 0, endColumn: 0 },
    role,
    standsAlone,
    get time() {
      return facts.time();
    },
    get space() {
      return facts.space();
    },
    get output() {
      return facts.output();
    },
    get hotLines() {
      return facts.hotLines();
    },
    get sites() {
      return facts.sites();
    },
  };
}

type Fact = 'time' | 'space' | 'output' | 'hotLines' | 'sites';
type Facts = { readonly [F in Fact]: () => FunctionAnalysis[F] };

/** Each by itself: batch work reads the bounds alone. */
function factsOf(
  analyzed: AnalyzedFunction,
  analysis: ProgramAnalysis,
  lines: () => readonly string[],
): Facts {
  const naming = lazy(() => namingOf(analyzed.outcome));
  const shown = lazy((): Shown => ({ lines: lines(), show: showWith(naming()) }));
  const sure = (kind: Kind) => (): number => confidenceOf(analyzed, analysis, kind);
  return {
    time: lazy(() => {
      const { outcome } = analyzed;
      return bound(outcome.time, outcome, naming(), {
        steps: () => timeSteps(outcome.sites, outcome.time, shown()),
        costs: () => outcome.sites.flatMap(costsOf),
        sure: sure('time'),
      });
    }),
    space: lazy(() => {
      const { outcome } = analyzed;
      return bound(outcome.space, outcome, naming(), {
        steps: () => spaceSteps(outcome, shown()),
        costs: () => [...outcome.spaceParts.map((part) => part.cost), outcome.output],
        sure: sure('space'),
      });
    }),
    output: lazy(() => `O(${shown().show(analyzed.outcome.output)})`),
    hotLines: lazy(() => hotLines(analyzed.outcome.sites, analyzed.outcome.time, shown())),
    sites: lazy(() => siteFacts(analyzed.outcome.sites, shown())),
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

interface Reasoning {
  readonly steps: () => readonly Step[];
  /** All costs that the steps show. */
  readonly costs: () => readonly Cost[];
  readonly sure: () => number;
}

function bound(cost: Cost, outcome: Outcome, naming: Naming, how: Reasoning): Bound {
  const derivation = lazy(how.steps);
  const symbols = lazy(() => meanings([cost, ...how.costs()], naming));
  const unknown = isUnknown(cost);
  return {
    text: unknown ? 'O(?)' : `O(${print(cost, { names: naming.names })})`,
    class: classify(cost),
    get symbols() {
      return symbols();
    },
    confidence: unknown ? 0 : how.sure(),
    assumptions: outcome.assumptions.map((assumption) => assumption.text),
    get derivation() {
      return derivation();
    },
    ...(unknown ? { unknown: unknownReasons(cost)[0]?.reason ?? 'unknown' } : {}),
  };
}

/** What the symbols of the costs mean, by the names that are shown. */
function meanings(costs: readonly Cost[], naming: Naming): Record<string, string> {
  const symbols: Record<string, string> = {};
  for (const id of costs.flatMap((cost) => [...symbolsOf(cost)])) {
    const name = naming.names.get(id) ?? id;
    symbols[name] ??= naming.legends.get(name) ?? id;
  }
  return symbols;
}
