/** The page of a rule in docs/rules, from its documentation. */
import type { Rule, RuleDoc, Sample } from '../../../shared/engine/rules/rule.ts';

/** Markdown as prettier leaves it. */
export function pageOf({ id, severity, doc }: Rule): string {
  return `# ${id}

${paragraph(doc.what)}

Severity: ${severity}.

## Why it is bad

${paragraph(doc.why)}

## Example

${samplesOf(doc)
  .map(({ language, bad, good }) => `${code(language, bad)}\n\nInstead:\n\n${code(language, good)}`)
  .join('\n\n')}

## The fix

${paragraph(doc.fixSafety)}
`;
}

/** The samples of a rule, one a language. */
export function samplesOf({ sample, java }: RuleDoc): (Sample & { readonly language: string })[] {
  return [{ language: 'python', ...sample }, ...(java === undefined ? [] : [{ language: 'java', ...java }])];
}

const code = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** The list of all rules. */
export function indexOf(rules: readonly Rule[]): string {
  const lines = rules.map(({ id, doc }) => `- [${id}](${id}.md): ${uncapitalised(doc.what)}`);
  return `# Rules

The pitfalls that Big-O Lens reports. \`big-o-lens: disable-line=<rule>\` in a comment switches one off for a line,
\`disable-next-line\` and \`disable-file\` for the next line and the file; the setting
\`bigOLens.diagnostics.disabledRules\` switches it off everywhere.

${lines.join('\n')}
`;
}

/** Lines of the source are lines of the page. */
function paragraph(text: string): string {
  return text.trim();
}

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
