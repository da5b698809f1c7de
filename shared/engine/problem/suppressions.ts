/**
 * Comments that switch findings off:
 *
 *   queue.pop(0)  # big-o-lens: disable-line=list-pop-front
 *   # big-o-lens: disable-next-line
 *   # big-o-lens: disable-file=list-pop-front, string-concat-in-loop
 *
 * Without `=` a comment is about every rule.
 */
import type { Finding } from '../../protocol/analysis.ts';

export const DIRECTIVE = 'big-o-lens:';

export type SuppressionKind = 'disable-line' | 'disable-next-line' | 'disable-file';

export interface Suppression {
  readonly kind: SuppressionKind;
  /** Empty: every rule. */
  readonly rules: readonly string[];
  /** Where the comment is; starts at 0. */
  readonly line: number;
}

/** The findings that no comment of the text switches off. `commentPrefix` begins a comment of the language: "#". */
export function withoutSuppressed(findings: Finding[], text: string, commentPrefix: string): Finding[] {
  if (findings.length === 0 || !text.includes(DIRECTIVE)) return findings;
  const suppressions = text
    .split(/\r\n|\r|\n/)
    .map((content, line) => suppressionIn(content, line, commentPrefix))
    .filter((found) => found !== null);
  return findings.filter((finding) => !suppressions.some((suppression) => isAbout(suppression, finding)));
}

/** The suppression that a line's comment states. */
export function suppressionIn(content: string, line: number, commentPrefix: string): Suppression | null {
  const at = content.indexOf(DIRECTIVE);
  if (at < 0 || !content.slice(0, at).trimEnd().endsWith(commentPrefix)) return null;
  const match =
    /^\s*(disable(?:-next)?-line|disable-file)(?![\w-])(?:\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*))?/.exec(
      content.slice(at + DIRECTIVE.length),
    );
  if (!match) return null;
  const [, kind, rules] = match;
  return { kind: kind as SuppressionKind, rules: rules?.split(/\s*,\s*/) ?? [], line };
}

function isAbout({ kind, rules, line }: Suppression, { rule, span }: Finding): boolean {
  if (rules.length > 0 && !rules.includes(rule)) return false;
  switch (kind) {
    case 'disable-file':
      return true;
    case 'disable-line':
      return span.line === line;
    case 'disable-next-line':
      return span.line === line + 1;
  }
}
