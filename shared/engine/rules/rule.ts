/** What a rule is: one pitfall, its documentation and its check. */
import type { Severity } from '../../protocol/analysis.ts';
import type { ProgramAnalysis } from '../analysis/program.ts';
import type { SiteRecord } from '../analysis/machine.ts';
import type { Cost } from '../cost/cost.ts';
import type { FixRequest } from '../ir/fix.ts';
import type { Span } from '../ir/ir.ts';

export interface Sample {
  /** A program that the rule reports, once. */
  readonly bad: string;
  /** The same program without the pitfall. */
  readonly good: string;
}

export interface RuleDoc {
  /** What it finds, in one sentence. */
  readonly what: string;
  /** Why that is bad, in a paragraph. */
  readonly why: string;
  /** In Python. */
  readonly sample: Sample;
  /** In Java, where the pitfall exists there. */
  readonly java?: Sample;
  /** What the quick fix does, and when it needs a look. */
  readonly fixSafety: string;
}

/** A place with its cost, and the names under which the reader knows the symbols. */
export interface Place {
  readonly site: SiteRecord;
  /** The sites around it, innermost first. */
  readonly around: readonly SiteRecord[];
  /** The cost as text. */
  readonly show: (cost: Cost) => string;
}

export interface RuleInput {
  readonly analysis: ProgramAnalysis;
  /** Every place once, at its dearest. */
  readonly places: readonly Place[];
  /** The source text of a span on one line, shortened where it is long. */
  readonly quote: (span: Span) => string;
}

export interface RuleHit {
  readonly span: Span;
  readonly message: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** The best first. */
  readonly fixes: readonly FixRequest[];
}

export interface Rule {
  /** Named after the bad pattern. */
  readonly id: string;
  readonly severity: Severity;
  readonly doc: RuleDoc;
  readonly check: (input: RuleInput) => RuleHit[];
}
