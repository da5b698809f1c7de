/** What the report shows of an analysis: a pure function, so that tests need neither VS Code nor a page. */
import type {
  Bound,
  Finding,
  FunctionAnalysis,
  SolutionAnalysis,
  Step,
} from '../../shared/protocol/analysis.ts';
import type { ServiceReport } from '../../shared/protocol/remote.ts';
import type { AnalysisListItem } from '../../shared/protocol/service.ts';
import type {
  BoundView,
  ConfidenceView,
  FindingView,
  FunctionView,
  HistoryRow,
  ReportView,
  ServiceView,
  StepView,
} from './webview/messages.ts';

/** The document that was analysed. */
export interface Source {
  readonly uri: string;
  /** "two_sum.py" */
  readonly file: string;
  readonly version: number;
}

/** At or above: high, fair; below both: low. */
const HIGH_CONFIDENCE = 0.9;
const FAIR_CONFIDENCE = 0.7;

/** The service's analysis, if it is of this version of the document; else our own. */
export function shownAnalysis(
  version: number,
  own: SolutionAnalysis,
  report: ServiceReport | undefined,
): SolutionAnalysis {
  return (report?.version === version ? report.analysis : null) ?? own;
}

/** The report of an analysed document. */
export function reportView(source: Source, own: SolutionAnalysis, report?: ServiceReport): ReportView {
  const analysis = shownAnalysis(source.version, own, report);
  const entry = analysis.functions.find(({ name }) => name === analysis.entry);
  const id = analysis.problem?.id ?? null;
  const slug = analysis.problem?.slug ?? null;
  return {
    kind: 'report',
    uri: source.uri,
    file: source.file,
    version: source.version,
    entry: analysis.entry,
    subject: analysis.entry === null ? null : shortName(analysis.entry),
    problem: [id === null ? null : `${id}.`, slug].filter((part) => part !== null).join(' ') || null,
    verdict: analysis.verdict,
    constraints: analysis.problem?.constraints ?? [],
    time: boundView(analysis.time),
    space: boundView(analysis.space),
    output: entry === undefined ? null : outputOf(entry),
    timeSteps: stepViews(analysis.time.derivation, 'time'),
    spaceSteps: stepViews(analysis.space.derivation, 'space'),
    findings: analysis.findings.map(findingView),
    techniques: analysis.techniques,
    functions: analysis.functions.map((item) => functionView(item, analysis.entry)),
    gaps: analysis.notUnderstood,
    engineVersion: analysis.engineVersion,
    analysedBy: analysis === own ? null : (report?.host ?? null),
    service: report === undefined ? null : serviceView(report),
  };
}

function serviceView({ host, failure, history, historyFailure }: ServiceReport): ServiceView {
  return {
    host,
    failure,
    history: history === null ? null : history.map(historyRow),
    historyFailure,
  };
}

function historyRow({
  id,
  createdAt,
  language,
  time,
  space,
  techniques,
  findings,
}: AnalysisListItem): HistoryRow {
  return {
    id,
    createdAt,
    language,
    time: time.text,
    space: space.text,
    techniques,
    findings: findings.length,
  };
}

/** "Solution.twoSum" -> "twoSum", "<script>" -> "Script". */
export function shortName(name: string): string {
  return name === '<script>' ? 'Script' : name.replace(/^Solution\./u, '');
}

function boundView(bound: Bound): BoundView {
  return {
    text: bound.text,
    class: bound.class,
    unknown: bound.unknown ?? null,
    legend: Object.entries(bound.symbols).map(([symbol, meaning]) => ({ symbol, meaning })),
    confidence: confidenceView(bound),
  };
}

function confidenceView({ confidence, assumptions }: Bound): ConfidenceView {
  const level = confidence >= HIGH_CONFIDENCE ? 'high' : confidence >= FAIR_CONFIDENCE ? 'fair' : 'low';
  const words = { high: 'High confidence', fair: 'Fair confidence', low: 'Low confidence' }[level];
  // Never 100: no program's answer is certain.
  const figure = `right about ${Math.min(99, Math.round(confidence * 100))} times in 100`;
  return { level, words, figure, reasons: assumptions };
}

function outputOf({ output }: FunctionAnalysis): string | null {
  return output === '' || output === 'O(1)' ? null : output;
}

/** The entry's own derivation stands at the top of the report, so its row here has none. */
function functionView(item: FunctionAnalysis, entry: string | null): FunctionView {
  const own = item.name !== entry;
  return {
    name: item.name,
    span: item.nameSpan,
    role: item.role,
    time: boundView(item.time),
    space: boundView(item.space),
    output: outputOf(item),
    timeSteps: own ? stepViews(item.time.derivation, 'time') : [],
    spaceSteps: own ? stepViews(item.space.derivation, 'space') : [],
  };
}

function findingView({ rule, severity, span, message, docs, related, fixes }: Finding): FindingView {
  return {
    ...{ rule, severity, span, message, docs, related },
    fixes: fixes.map(({ title, safety, preferred }) => ({
      title,
      note: safety === 'safe' ? null : 'Changes what the code does in some cases: look at it.',
      preferred,
    })),
  };
}

function stepViews(steps: readonly Step[], what: 'time' | 'space'): readonly StepView[] {
  const deepest = countDeepestHot(steps);
  const share = deepest === 1 ? `all of the ${what}` : `one of ${deepest} that make the ${what}`;
  const view = (step: Step, key: string): StepView => ({
    key,
    span: step.span,
    text: step.text.trim(),
    count: countText(step),
    total: saysTotal(step) ? step.total : '',
    reason: step.reason,
    hot: step.hot,
    share: isDeepestHot(step) ? share : null,
    children: step.children.map((child, index) => view(child, `${key}.${index}`)),
  });
  return steps.map((step, index) => view(step, String(index)));
}

/** What a turn costs is said of innermost loops only: of the others, the rows inside tell it. */
function countText({ turns, each, total, children }: Step): string {
  if (turns === null) return each === null || each === total ? '' : `${each} each`;
  const times = turns === '1' ? '1 turn' : `${turns} turns`;
  return each === null || each === '1' || children.length > 0 ? times : `${times}, ${each} a turn`;
}

/** Of an outer loop that nothing repeats, the turns say it already. */
function saysTotal({ turns, total, children }: Step): boolean {
  return turns !== total || children.length === 0;
}

function isDeepestHot(step: Step): boolean {
  return step.hot && !step.children.some(hasHot);
}

function hasHot(step: Step): boolean {
  return step.hot || step.children.some(hasHot);
}

function countDeepestHot(steps: readonly Step[]): number {
  return steps.reduce(
    (count, step) => count + (isDeepestHot(step) ? 1 : 0) + countDeepestHot(step.children),
    0,
  );
}
