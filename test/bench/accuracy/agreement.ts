/** Whether the same approach to the same problem gets the same answer in every language. */
import { percent } from '../table.ts';
import { groupBy } from './metrics.ts';
import { KINDS, type Row } from './rows.ts';
import type { Result } from './run.ts';

const SHOWN = 20;

/** "neetcode/two-sum#2/java": rows that differ in the last part only are one approach in several languages. */
function approachOf({ id, lang }: Row): string | null {
  return id.endsWith(`/${lang}`) ? id.slice(0, -lang.length - 1) : null;
}

/** Pairs of rows whose answers differ; empty if no approach occurs in two languages. */
export function agreement(rows: readonly Row[], results: readonly Result[]): string {
  const entries = rows.flatMap((row, index) => {
    const approach = approachOf(row);
    return approach === null ? [] : [{ approach, row, result: results[index]! }];
  });
  const shared = groupBy(entries, ({ approach }) => approach).filter(
    ([, group]) => new Set(group.map(({ row }) => row.lang)).size > 1,
  );
  if (shared.length === 0) return '';
  return KINDS.map((kind) => {
    const apart = shared.filter(
      ([, group]) => new Set(group.map(({ result }) => result[kind]?.class)).size > 1,
    );
    const lines = apart.slice(0, SHOWN).map(([approach, group]) => {
      const answers = group.map(({ row, result }) => `${row.lang} ${result[kind]?.text ?? 'none'}`);
      return `    ${approach}: ${answers.join(', ')}`;
    });
    const share = percent(apart.length / shared.length);
    return [
      `LANGUAGES DISAGREE, ${kind}: ${apart.length} of ${shared.length} approaches (${share})`,
      ...lines,
    ].join('\n');
  }).join('\n\n');
}
