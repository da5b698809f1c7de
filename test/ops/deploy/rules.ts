/** Prometheus's rules, and what PromQL names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { ROOT } from '../../tidy/project.ts';

export interface Rule {
  readonly expr: string;
  readonly record?: string;
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: { readonly summary: string; readonly runbook_url: string };
}
export interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

export const RULES = parse(readFileSync(join(ROOT, 'deploy/monitoring/rules.yml'), 'utf8')) as RuleGroups;
export const ALL_RULES: readonly Rule[] = RULES.groups.flatMap(({ rules }) => rules);

/** The metrics that an expression reads. @throws Error if it is no PromQL. */
export function metricsOf(expr: string): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`This is no PromQL: ${expr}`);
      if (type.name === 'Identifier') names.push(expr.slice(from, to));
    },
  });
  return names;
}

/** Label and text of every matcher: `route` and `/v1/.*`. */
export function matchersOf(expr: string): [label: string, value: string][] {
  return [...expr.matchAll(/(\w+)=~?"([^"]*)"/g)].map(([, label, value]) => [label!, value!]);
}
