/** The report of a file as text for a terminal. */
import type { Finding, FunctionAnalysis, Severity, SolutionAnalysis } from '../../protocol/analysis.ts';
import { classLensTitle, lensTitle } from './lens.ts';
import { rowLines } from './rows.ts';
import { type Style, harmless, styleOf } from './style.ts';
import { type Limits, summaryOf } from './summary.ts';
import { boundWithName, shownName, verdictText } from './words.ts';

export interface ReportOptions {
  readonly color: boolean;
  /** The file's name as the head of the report; null leaves it out. */
  readonly file: string | null;
}

const EVERYTHING: Limits = { rows: null, reasons: null, findings: 0 };

/** All that is known of a file, without a line break at its end. */
export function reportText(analysis: SolutionAnalysis, { color, file }: ReportOptions): string {
  const style = styleOf(color);
  const run = analysis.functions.filter(({ role }) => role !== 'helper');
  const helpers = analysis.functions.filter(({ role }) => role === 'helper');
  const sections = [
    head(analysis, file, style),
    classLine(analysis, run, style),
    ...run.map((fn) => functionText(fn, analysis, style)),
    section(
      'Helpers',
      helpers.map((fn) => `${shownName(fn.name)}  ${lensTitle(fn)}`),
      style,
    ),
    section(
      'Findings',
      analysis.findings.map((finding) => findingText(finding, file, style)),
      style,
    ),
    section('Techniques', analysis.techniques.map(techniqueText), style),
    section(
      'Not understood',
      analysis.notUnderstood.map(({ span, reason }) => `line ${span.line + 1}: ${reason}`),
      style,
    ),
    run.length === 0 ? boundWithName(analysis.time, 'time') : '',
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

function head({ problem }: SolutionAnalysis, file: string | null, { bold, dim }: Style): string {
  if (file === null) return '';
  const name = [problem?.id, problem?.slug].filter((part) => part != null).join('. ');
  return `${bold(harmless(file))}${name === '' ? '' : dim(`  problem ${harmless(name)}`)}`;
}

/** A class of operations has a line of its own. */
function classLine(analysis: SolutionAnalysis, run: readonly FunctionAnalysis[], { bold }: Style): string {
  if (analysis.entry === null || run[0]?.role !== 'operation') return '';
  const verdict = verdictText(analysis);
  return `${bold(harmless(analysis.entry))}  ${classLensTitle(run)}${verdict === '' ? '' : `\n  ${verdict}`}`;
}

function functionText(fn: FunctionAnalysis, analysis: SolutionAnalysis, style: Style): string {
  const { legend, rows, reasons, sentences } = summaryOf(fn, analysis, EVERYTHING);
  const lines = rowLines(rows).map(harmless);
  const body = [
    ...legend.map(([symbol, meaning]) => style.dim(harmless(`${symbol} = ${meaning}`))),
    ...lines.map((line, i) => (rows[i]!.hottest ? style.yellow(line) : line)),
    ...reasons.map((reason) => style.dim(harmless(reason))),
    ...sentences.map(harmless),
  ];
  const title = `${style.bold(harmless(shownName(fn.name)))}  ${lensTitle(fn)}`;
  return [title, ...body.map((line) => `  ${line}`)].join('\n');
}

function section(title: string, lines: readonly string[], { bold }: Style): string {
  if (lines.length === 0) return '';
  return [bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
}

function findingText({ span, severity, message, rule }: Finding, file: string | null, style: Style): string {
  const place = `${file === null ? '' : `${harmless(file)}:`}${span.line + 1}:${span.column + 1}`;
  return `${place}  ${severityColor(severity, style)(severity)}  ${harmless(message)}  ${style.dim(rule)}`;
}

function severityColor(severity: Severity, { red, yellow, blue, dim }: Style): (text: string) => string {
  return { error: red, warning: yellow, information: blue, hint: dim }[severity];
}

function techniqueText({ name, spans }: SolutionAnalysis['techniques'][number]): string {
  const lines = [...new Set(spans.map(({ line }) => line + 1))];
  return lines.length === 0 ? name : `${name} (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`;
}
