/** What the report's page shows, and what it and the extension tell each other. Plain data. */
import type {
  BoundClass,
  Finding,
  NotUnderstood,
  SourceSpan,
  Technique,
  Verdict,
} from '../../../shared/protocol/analysis.ts';

/** A bound as the report shows it. */
export interface BoundView {
  /** "O(n^2)": the page sets exponents as superscripts. */
  readonly text: string;
  readonly class: BoundClass;
  /** Why it is unknown; null when it is known. */
  readonly unknown: string | null;
  readonly legend: readonly Meaning[];
  readonly confidence: ConfidenceView;
}

/** What a symbol stands for: n, "len(nums)". */
export interface Meaning {
  readonly symbol: string;
  readonly meaning: string;
}

export interface ConfidenceView {
  readonly level: 'high' | 'fair' | 'low';
  /** "High confidence" */
  readonly words: string;
  /** "right 97 times in 100" */
  readonly figure: string;
  readonly reasons: readonly string[];
}

/** A row of a derivation. */
export interface StepView {
  /** Its place in the tree: "0.2". Folds are remembered by it. */
  readonly key: string;
  readonly span: SourceSpan | null;
  readonly text: string;
  /** "n turns, 1 a turn"; empty when there is nothing to say. */
  readonly count: string;
  /** In all: "n^2"; empty where the count says it. */
  readonly total: string;
  readonly reason: string;
  /** The row's cost has the order of the whole bound. */
  readonly hot: boolean;
  /** On the deepest hot rows: "all of the time", "one of 3 that make the time". */
  readonly share: string | null;
  readonly children: readonly StepView[];
}

export interface FunctionView {
  readonly name: string;
  readonly span: SourceSpan;
  /** "entry", "operation", "helper" */
  readonly role: string;
  readonly time: BoundView;
  readonly space: BoundView;
  /** "O(n)"; null when it is constant. */
  readonly output: string | null;
  readonly timeSteps: readonly StepView[];
  readonly spaceSteps: readonly StepView[];
}

export interface FixView {
  readonly title: string;
  /** What to know before applying it; null for a safe fix. */
  readonly note: string | null;
  readonly preferred: boolean;
}

export interface FindingView extends Omit<Finding, 'fixes'> {
  readonly fixes: readonly FixView[];
}

/** What the remote service has said about the file. */
export interface ServiceView {
  /** "lens.example.org" */
  readonly host: string;
  /** Why the analysis is this machine's own; null when it is the service's. */
  readonly failure: string | null;
  /** Newest first; null: not there, or not yet. */
  readonly history: readonly HistoryRow[] | null;
  /** Why there is no history; null where it may yet come. */
  readonly historyFailure: string | null;
}

/** An earlier analysis of the same problem. */
export interface HistoryRow {
  readonly id: string;
  /** ISO 8601 */
  readonly createdAt: string;
  readonly language: string;
  /** "O(n^2)" */
  readonly time: string;
  readonly space: string;
  readonly techniques: readonly string[];
  /** How many rules found something. */
  readonly findings: number;
}

/** All that the page shows of an analysed file. */
export interface ReportView {
  readonly kind: 'report';
  readonly uri: string;
  /** "two_sum.py" */
  readonly file: string;
  /** The document's version: fixes apply to this one only. */
  readonly version: number;
  /** The entry's whole name, as in `functions`; null when there is nothing that can be run. */
  readonly entry: string | null;
  /** The entry as a heading: "twoSum", "LRUCache", "Script". */
  readonly subject: string | null;
  /** The problem's name where the file tells it: "1. two-sum". */
  readonly problem: string | null;
  readonly verdict: Verdict;
  readonly constraints: readonly string[];
  readonly time: BoundView;
  readonly space: BoundView;
  readonly output: string | null;
  readonly timeSteps: readonly StepView[];
  readonly spaceSteps: readonly StepView[];
  readonly findings: readonly FindingView[];
  readonly techniques: readonly Technique[];
  readonly functions: readonly FunctionView[];
  readonly gaps: readonly NotUnderstood[];
  readonly engineVersion: string;
  /** The host of the service whose analysis it is; null: this machine's own. */
  readonly analysedBy: string | null;
  /** Null for who is not signed in. */
  readonly service: ServiceView | null;
}

/** What the page shows when there is no report. */
export interface NoticeView {
  readonly kind: 'notice';
  readonly uri: string;
  readonly file: string;
  readonly text: string;
  /** A button that starts the server again. */
  readonly restart: boolean;
}

export type PageView = ReportView | NoticeView;

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'view'; readonly view: PageView }
  /** Scroll to a function; the entry is at the top. */
  | { readonly type: 'show'; readonly name: string }
  /** Say it, for screen readers too: "Copied". */
  | { readonly type: 'announce'; readonly text: string };

/** From the page to the extension. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly span: SourceSpan }
  /** Mark a place in the editor without going there; null takes the mark away. */
  | { readonly type: 'point'; readonly span: SourceSpan | null }
  | { readonly type: 'fix'; readonly version: number; readonly finding: number; readonly fix: number }
  | { readonly type: 'docs'; readonly url: string }
  | { readonly type: 'copy' }
  | { readonly type: 'comment' }
  | { readonly type: 'restart' };

/** What the page keeps over a reload of the window. */
export interface PageState {
  readonly uri: string;
  readonly scroll: number;
  /** Rows and functions that differ from how they are at first: key -> open. */
  readonly folds: Readonly<Record<string, boolean>>;
}
