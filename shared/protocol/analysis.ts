/**
 * The result of an analysis, the same everywhere: language server, command line, remote service.
 * Plain data: it survives JSON.
 */

/** A half-open range of the source text. Offsets and columns are UTF-16 code units; lines and columns start at 0. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * The class of a bound with every symbol taken as one n. `polynomial` has a degree above 3, `exponential` includes
 * factorial, `other` is all else (`n^2 log n`, `n sqrt n`, unknown).
 */
export const BOUND_CLASSES = [
  'constant',
  'logn',
  'sqrt',
  'linear',
  'nlogn',
  'quadratic',
  'cubic',
  'polynomial',
  'exponential',
  'other',
] as const;
export type BoundClass = (typeof BOUND_CLASSES)[number];

/** One step of a derivation: a line or loop, how often it runs, what one turn costs, and what that makes in all. */
export interface Step {
  /** Null for a step that belongs to no place (a convention, a recurrence's solution). */
  readonly span: SourceSpan | null;
  /** The source line in short, or a sentence. */
  readonly text: string;
  /** How many times it runs, for a loop or a recursion: "n", "n - i". */
  readonly turns: string | null;
  /** Cost of a turn: "1", "log n". */
  readonly each: string | null;
  /** In all: "n^2". */
  readonly total: string;
  /** Why: "left only grows and is not reset in the outer loop". Empty where the step speaks for itself. */
  readonly reason: string;
  /** Identifier of the rule of reasoning: "counted-loop", "amortised", "memo", "divide-and-conquer", "library", ... */
  readonly rule: string;
  /** The step dominates the bound. */
  readonly hot: boolean;
  readonly children: readonly Step[];
}

export interface Bound {
  /** "O(n log n)", or "O(?)" when unknown. */
  readonly text: string;
  readonly class: BoundClass;
  /** What each symbol of `text`, then of the derivation, and in `space` of the output, means: { n: "len(nums)" }. */
  readonly symbols: Readonly<Record<string, string>>;
  /** From 0 to 1: the calibrated chance that `class` is right. */
  readonly confidence: number;
  /** "dictionary operations are O(1) expected (worst O(n))". */
  readonly assumptions: readonly string[];
  readonly derivation: readonly Step[];
  /** Why the bound is unknown; absent when it is known. */
  readonly unknown?: string;
}

/** What is known of one loop header or call, for hovers and inlay hints. All costs as texts: "n log n". */
export interface SiteFact {
  readonly kind: 'loop' | 'call' | 'recursion';
  /** The loop's header or the call. */
  readonly span: SourceSpan;
  /** The callee or the loop's kind: "sorted", "while". */
  readonly label: string;
  /** How many times the loop turns each time it is reached; null for a call. */
  readonly turns: string | null;
  /** Cost of one turn or of one call. */
  readonly each: string;
  /** Over the whole run of the function. */
  readonly total: string;
  /** Why, in one sentence. */
  readonly reason: string;
  /** What it allocates, where it does: "n". */
  readonly allocates: string | null;
}

export interface HotLine {
  /** Starts at 0. */
  readonly line: number;
  readonly total: string;
  /** The line alone has the order of the whole bound. */
  readonly dominant: boolean;
}

export interface FunctionAnalysis {
  /** "Solution.twoSum", "solve.dfs", "<script>". */
  readonly name: string;
  /** The whole function. */
  readonly span: SourceSpan;
  /** The name in its signature; the first line for a script. */
  readonly nameSpan: SourceSpan;
  readonly role: 'entry' | 'operation' | 'helper';
  /** Public, and no other function of the program calls it: it can only be run from outside. */
  readonly standsAlone: boolean;
  readonly time: Bound;
  readonly space: Bound;
  /** Size of what is returned, "O(n)", which `space` leaves out. */
  readonly output: string;
  readonly hotLines: readonly HotLine[];
  readonly sites: readonly SiteFact[];
}

export interface TextChange {
  readonly span: SourceSpan;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextChange[];
  /** "safe" keeps the behaviour; "suggestion" needs a look. */
  readonly safety: 'safe' | 'suggestion';
  readonly preferred: boolean;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: SourceSpan;
  readonly message: string;
  readonly docs: string;
  readonly related: readonly { readonly span: SourceSpan; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

export interface Technique {
  readonly name: string;
  readonly spans: readonly SourceSpan[];
}

export interface ProblemInfo {
  readonly id: string | null;
  readonly slug: string | null;
  /** "1 <= nums.length <= 10^5", as found in the file. */
  readonly constraints: readonly string[];
}

export interface Verdict {
  readonly fits: 'yes' | 'no' | 'tight' | 'unknown';
  readonly text: string;
}

export interface NotUnderstood {
  readonly span: SourceSpan;
  readonly reason: string;
}

export interface SolutionAnalysis {
  readonly language: string;
  /** The name of the entry in `functions`; null when nothing can be run. A class of operations: the class name. */
  readonly entry: string | null;
  /** The bounds of the entry (for a class of operations the largest of its operations). */
  readonly time: Bound;
  readonly space: Bound;
  readonly functions: readonly FunctionAnalysis[];
  readonly findings: readonly Finding[];
  readonly techniques: readonly Technique[];
  readonly problem: ProblemInfo | null;
  readonly verdict: Verdict;
  readonly notUnderstood: readonly NotUnderstood[];
  readonly engineVersion: string;
}
