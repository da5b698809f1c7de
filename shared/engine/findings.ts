/** The pitfalls of a program: what the rules find, with the language's fixes. */
import type { Finding, Fix } from '../protocol/analysis.ts';
import type { ProgramAnalysis, Region } from './analysis/program.ts';
import type { FixRequest } from './ir/fix.ts';
import type { Language } from './languages/language.ts';
import { withoutSuppressed } from './problem/suppressions.ts';
import { namingOf, showWith } from './result/naming.ts';
import { placesOf } from './rules/places.ts';
import { rules } from './rules/registry.ts';
import type { Rule, RuleHit, RuleInput } from './rules/rule.ts';

/** Where the pages of docs/rules can be read. */
export const RULE_PAGES = 'https://github.com/big-o-lens/big-o-lens/blob/main/docs/rules';

const LONGEST_QUOTE = 48;

/**
 * Findings in the order of their places. With a region only those inside it; `disabled` rules are not asked, and what
 * comments switch off is left out.
 */
export function findings(
  analysis: ProgramAnalysis,
  text: string,
  language: Language,
  region: Region | null,
  disabled: readonly string[],
): Finding[] {
  const input: RuleInput = {
    analysis,
    places: placesOf(analysis, (outcome) => showWith(namingOf(outcome))),
    quote: (span) => quoted(text.slice(span.start, span.end)),
  };
  const source = { text, program: analysis.program, region };
  const fix = (request: FixRequest): Fix | null => language.fix(request, source);
  const found = rules
    .filter(({ id }) => !disabled.includes(id))
    .flatMap((rule) => rule.check(input).map((hit) => findingOf(rule, hit, fix)))
    .filter(({ span }) => region === null || (span.start >= region.start && span.end <= region.end))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return withoutSuppressed(found, text, language.commentPrefix);
}

function quoted(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 3)}...` : line;
}

function findingOf({ id, severity }: Rule, hit: RuleHit, fix: (request: FixRequest) => Fix | null): Finding {
  const fixes = hit.fixes.map(fix).filter((made) => made !== null);
  return {
    rule: id,
    severity,
    span: hit.span,
    message: hit.message,
    docs: `${RULE_PAGES}/${id}.md`,
    related: hit.related ?? [],
    fixes: fixes.map((made, i) => ({ ...made, preferred: i === 0 })),
  };
}
