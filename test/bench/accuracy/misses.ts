/** Wrong answers with their derivations. */
import { readGrammar } from '../../../scripts/grammars.ts';
import { type Engine, createEngine } from '../../../shared/engine/analyze.ts';
import type { Bound, Step } from '../../../shared/protocol/analysis.ts';
import { table } from '../table.ts';
import { frequencies, isRight } from './metrics.ts';
import type { Kind } from './rows.ts';
import type { Scored } from './score.ts';

export interface MissQuery {
  readonly kind: Kind;
  /** How many to show with their derivations. */
  readonly count: number;
  /** Only those with this label. */
  readonly label: string | null;
  /** Only those with this answer. */
  readonly answer: string | null;
  /** With the whole program. */
  readonly code: boolean;
}

/** Confusions by frequency, and the surest of the wrong answers: a wrong answer that is sure of itself costs most. */
export async function missReport(pairs: readonly Scored[], query: MissQuery): Promise<string> {
  const misses = pairs
    .filter((pair) => !isRight(pair))
    .filter(({ label }) => query.label === null || label === query.label)
    .filter(({ answer }) => query.answer === null || (answer ?? 'none') === query.answer)
    .sort((a, b) => b.confidence - a.confidence || (a.row.id < b.row.id ? -1 : 1));
  const groups = frequencies(misses.map(({ label, answer }) => `${label} taken for ${answer ?? 'none'}`));
  const engine = await createEngine(readGrammar);
  const shown = misses.slice(0, query.count).map((miss) => missText(engine, miss, query));
  const head = `MISSES in ${query.kind}: ${misses.length}`;
  return [`${head}\n${table(['confusion', 'rows'], groups.slice(0, 15))}`, ...shown].join('\n\n');
}

function missText(
  engine: Engine,
  { row, result, label, confidence }: Scored,
  { kind, code }: MissQuery,
): string {
  const head = `${row.id}\n  label ${label} ${row[kind] ?? ''}`;
  if (result.crash !== null) return `${head}\n  crash: ${result.crash}`;
  const bound = engine.analyze(row.code, row.lang, { details: false })[kind];
  return [
    head,
    `  answer ${bound.class} ${bound.text}, confidence ${confidence}`,
    ...Object.entries(bound.symbols).map(([symbol, meaning]) => `  ${symbol} = ${meaning}`),
    ...reasons(bound),
    ...bound.derivation.flatMap((step) => stepLines(step, 1)),
    ...(code ? [row.code.replace(/^/gm, '    | ')] : []),
  ].join('\n');
}

function reasons({ unknown, assumptions }: Bound): string[] {
  return [
    ...(unknown === undefined ? [] : [`  unknown: ${unknown}`]),
    ...assumptions.map((text) => `  assumes: ${text}`),
  ];
}

function stepLines(step: Step, depth: number): string[] {
  const { span, text, turns, each, total, rule, reason, hot, children } = step;
  const place = span === null ? '' : `${span.line + 1}: `;
  const count = turns === null ? (each ?? '') : `${turns} turns`;
  const why = reason === '' ? '' : ` ${reason}`;
  return [
    `${'  '.repeat(depth)}${hot ? '* ' : '- '}${place}${text} | ${count} | ${total} [${rule}]${why}`,
    ...children.flatMap((child) => stepLines(child, depth + 1)),
  ];
}
