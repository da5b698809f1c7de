/** The tables of an accuracy run. */
import { table, milliseconds, percent } from '../table.ts';
import {
  accuracy,
  classScores,
  confusion,
  frequencies,
  groupBy,
  isRight,
  macroF1,
  reliability,
  withClassRates,
} from './metrics.ts';
import { mean, quantile } from '../statistics.ts';
import { KINDS, type Kind, type Row } from './rows.ts';
import type { Result } from './run.ts';
import { type Scored, scored } from './score.ts';

const CONFIDENCE_BANDS = [0.9, 0.8, 0.7, 0.5, 0.3, 0];
const SLOW_MS = 100;
const TOO_SLOW_MS = 250;
const SHOWN = 25;

/** All sections, in reading order. */
export function figures(rows: readonly Row[], results: readonly Result[]): string {
  return [
    ...KINDS.flatMap((kind) => kindFigures(kind, scored(rows, results, kind))),
    latency(rows, results),
    crashes(results),
    unknowns(results),
    unexplained(results),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function kindFigures(kind: Kind, pairs: readonly Scored[]): string[] {
  if (pairs.length === 0) return [];
  return [
    `${kind.toUpperCase()}  accuracy ${percent(accuracy(pairs))}  macro-F1 ${percent(macroF1(pairs))}  (${pairs.length} rows)`,
    byGroup(pairs),
    byClass(pairs),
    confusionTable(pairs),
    reliabilityTable(pairs),
  ];
}

function byGroup(pairs: readonly Scored[]): string {
  const languages = groupBy(pairs, ({ row }) => row.lang);
  const sources = groupBy(pairs, ({ row }) => `${row.lang} ${row.source}`);
  const line = ([name, group]: [string, Scored[]]) => [
    name,
    group.length,
    percent(accuracy(group)),
    percent(macroF1(group)),
  ];
  const groups = sources.length > languages.length ? [...languages, ...sources] : sources;
  return table(['language, source', 'rows', 'accuracy', 'macro-F1'], groups.map(line));
}

function byClass(pairs: readonly Scored[]): string {
  return table(
    ['class', 'rows', 'precision', 'recall', 'F1'],
    classScores(pairs).map(({ name, support, precision, recall, f1 }) => [
      name,
      support,
      percent(precision),
      percent(recall),
      percent(f1),
    ]),
  );
}

function confusionTable(pairs: readonly Scored[]): string {
  const { labels, answers, counts } = confusion(pairs);
  return table(
    ['label \\ answer', ...answers.map((name) => name ?? 'none')],
    labels.map((label, i) => [label, ...counts[i]!.map((count) => (count === 0 ? '.' : count))]),
  );
}

/** What is claimed with the learned part, and beside it what the answered class alone would say. */
function reliabilityTable(pairs: readonly Scored[]): string {
  const without = reliability(withClassRates(pairs), CONFIDENCE_BANDS);
  return table(
    ['confidence', 'rows', 'share', 'right', 'claimed', 'by class alone', 'right'],
    reliability(pairs, CONFIDENCE_BANDS).map((band, i) => [
      `${band.from.toFixed(1)} to ${band.to.toFixed(1)}`,
      band.rows,
      percent(band.share),
      percent(band.accuracy),
      percent(band.claimed),
      percent(without[i]!.share),
      percent(without[i]!.accuracy),
    ]),
  );
}

function latency(rows: readonly Row[], results: readonly Result[]): string {
  const times = results.map(({ ms }) => ms);
  const slow = results
    .map(({ id, ms }, index) => ({ id, ms, length: rows[index]!.code.length }))
    .filter(({ ms }) => ms > SLOW_MS)
    .sort((a, b) => b.ms - a.ms);
  const tooSlow = slow.filter(({ ms }) => ms > TOO_SLOW_MS).length;
  const languages = [
    ...groupBy(
      results.map(({ ms }, i) => ({ ms, lang: rows[i]!.lang })),
      ({ lang }) => lang,
    ),
  ];
  const each = languages.map(([name, group]) => `${name} ${spread(group.map(({ ms }) => ms))}`);
  const head =
    `LATENCY  ${spread(times)}  over ${SLOW_MS} ms: ${slow.length}  over ${TOO_SLOW_MS} ms: ${tooSlow}` +
    (each.length > 1 ? `\n  ${each.join('\n  ')}` : '');
  if (slow.length === 0) return head;
  const lines = slow
    .slice(0, SHOWN)
    .map(({ id, ms, length }) => [id, milliseconds(ms), `${length} characters`]);
  return `${head}\n${table(['slow row', 'time', 'length'], lines)}`;
}

const spread = (times: readonly number[]): string =>
  `mean ${milliseconds(mean(times))}  median ${milliseconds(quantile(times, 0.5))}  ` +
  `p99 ${milliseconds(quantile(times, 0.99))}  max ${milliseconds(quantile(times, 1))}`;

function crashes(results: readonly Result[]): string {
  const crashed = results.filter(({ crash }) => crash !== null);
  const lines = crashed
    .slice(0, SHOWN)
    .map(({ id, crash }) => `${id}\n    ${crash!.replaceAll('\n', '\n    ')}`);
  return [`CRASHES  ${crashed.length}`, ...lines].join('\n');
}

function unknowns(results: readonly Result[]): string {
  const lines = KINDS.flatMap((kind) => {
    const reasons = results.flatMap((result) => result[kind]?.unknown ?? []);
    return frequencies(reasons).map(([reason, count]) => [reason, kind, count] as const);
  });
  const total = results.filter(({ time, space }) => time?.unknown ?? space?.unknown).length;
  const head = `UNKNOWN  ${total} of ${results.length} programs`;
  return lines.length === 0 ? head : `${head}\n${table(['reason', 'of', 'rows'], lines.slice(0, SHOWN))}`;
}

/** What the library tables and the front end lack, most frequent first. */
function unexplained(results: readonly Result[]): string {
  const programs = results.filter(({ gaps }) => gaps.length > 0).length;
  const reasons = frequencies(results.flatMap(({ gaps }) => [...new Set(gaps)]));
  const library = results.reduce((sum, { calls }) => sum + calls.library, 0);
  const missing = results.reduce((sum, { calls }) => sum + calls.unexplained, 0);
  const share = missing === 0 ? 'none' : `1 in ${Math.round(library / missing)}`;
  const head =
    `NOT UNDERSTOOD  something in ${programs} of ${results.length} programs; ` +
    `calls of the library without a cost: ${missing} of ${library} (${share})`;
  return reasons.length === 0 ? head : `${head}\n${table(['reason', 'programs'], reasons.slice(0, SHOWN))}`;
}

/** One line for each kind, for a quick look. */
export function summary(rows: readonly Row[], results: readonly Result[]): string {
  return KINDS.map((kind) => {
    const pairs = scored(rows, results, kind);
    return `${kind} ${percent(accuracy(pairs))} (${pairs.filter(isRight).length} of ${pairs.length})`;
  }).join(', ');
}
