/** The report as Markdown, for a study log. */
import type { BoundView, FunctionView, Meaning, ReportView, StepView } from './webview/messages.ts';
import { superscript } from './webview/notation.ts';

/** Deeper steps are left out of the copy: a log wants the reason, not every line. */
const STEP_DEPTH = 5;

/** The whole report. */
export function markdownReport(view: ReportView): string {
  const { time, space, output } = view;
  return blocks([
    `## ${view.subject ?? view.file}`,
    view.problem === null ? `\`${view.file}\`` : `\`${view.file}\`, problem ${view.problem}`,
    lines([
      `- Time: ${bound(time)}`,
      `- Space: ${bound(space)}`,
      output !== null && `- Output: ${superscript(output)}, not counted in the space`,
      ...legend([...time.legend, ...space.legend]),
    ]),
    view.verdict.text,
    list('### Assumptions', unique([...time.confidence.reasons, ...space.confidence.reasons])),
    steps('### Where the time goes', view.timeSteps),
    steps('### Where the space goes', view.spaceSteps),
    list(
      '### Findings',
      view.findings.map(({ message, rule, span }) => `line ${span.line + 1}: ${message} (\`${rule}\`)`),
    ),
    list(
      '### Techniques',
      view.techniques.map(({ name, spans }) =>
        spans.length === 0 ? name : `${name} (${spans.map(({ line }) => `line ${line + 1}`).join(', ')})`,
      ),
    ),
    list('### Constraints', view.constraints),
    functions(view.functions),
    list(
      '### Not understood',
      view.gaps.map(({ span, reason }) => `line ${span.line + 1}: ${reason}`),
    ),
  ]);
}

function bound({ text, unknown, confidence }: BoundView): string {
  if (unknown !== null) return `not known (${unknown})`;
  return `**${superscript(text)}**, ${confidence.words.toLowerCase()}`;
}

function legend(meanings: readonly Meaning[]): readonly string[] {
  return unique(meanings.map(({ symbol, meaning }) => `- ${symbol} = ${code(meaning)}`));
}

function steps(title: string, rows: readonly StepView[]): string {
  const nested = (row: StepView, depth: number): readonly string[] => [
    `${'  '.repeat(depth)}- ${step(row)}`,
    ...(depth + 1 < STEP_DEPTH ? row.children.flatMap((child) => nested(child, depth + 1)) : []),
  ];
  const found = rows.flatMap((row) => nested(row, 0));
  return found.length === 0 ? '' : `${title}\n\n${lines(found)}`;
}

function step({ span, text, count, total, reason, share }: StepView): string {
  const what = span === null ? text : `line ${span.line + 1}: ${code(text)}`;
  const inAll = total === '' ? '' : count === '' ? superscript(total) : `${superscript(total)} in all`;
  const cost = [superscript(count), inAll].filter((part) => part !== '').join(', ');
  const notes = [share, reason === '' ? null : reason].filter((note) => note !== null);
  return notes.length === 0 ? `${what}: ${cost}` : `${what}: ${cost} (${notes.join('; ')})`;
}

function functions(rows: readonly FunctionView[]): string {
  if (rows.length < 2) return '';
  return lines([
    '### Functions',
    '',
    '| Function | Time | Space |',
    '| --- | --- | --- |',
    ...rows.map(
      ({ name, time, space }) => `| \`${name}\` | ${superscript(time.text)} | ${superscript(space.text)} |`,
    ),
  ]);
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}\n\n${lines(items.map((item) => `- ${item}`))}`;
}

/** Code in backticks, more of them where it contains some. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${ticks} ${text} ${ticks}`;
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

function lines(items: readonly (string | false)[]): string {
  return items.filter((item) => item !== false).join('\n');
}

function blocks(items: readonly string[]): string {
  return `${items.filter((item) => item !== '').join('\n\n')}\n`;
}
