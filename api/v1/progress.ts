/** `/progress`: how many solutions had which class, technique and finding, over time. */
import type { Interval, Progress, Tallies } from '../../shared/protocol/service.ts';
import { ownerFor, principalOf } from '../http/access.ts';
import type { Parts } from '../parts.ts';
import type { Tally } from '../store/store.ts';
import { type App, SECURED, at, isoOf, timeOf } from './routes.ts';
import { ProgressQuerySchema, ProgressSchema } from '../../shared/schemas/v1/analyses.ts';
import { KEY_PROBLEMS, problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export function addProgress(app: App, parts: Parts): void {
  app.route({
    ...at('readProgress'),
    config: { access: { needs: 'analyses:read', limit: 'read' } },
    schema: {
      summary: 'Statistics of an owner over time',
      tags: ['progress'],
      security: SECURED,
      querystring: ProgressQuerySchema,
      response: { 200: ref(ProgressSchema), ...problems(...KEY_PROBLEMS) },
    },
    handler: async (request): Promise<Progress> => {
      const { query } = request;
      const owner = ownerFor(principalOf(request), 'analyses:read', query.owner);
      const to = timeOf(query.to) ?? parts.now();
      const from = timeOf(query.from) ?? to - YEAR_MS;
      const interval = query.interval ?? 'week';
      // Without an end it is up to now, this millisecond included.
      const tallies = await parts.store.analyses.tallies(owner, from, query.to === undefined ? to + 1 : to);
      return {
        owner,
        from: isoOf(from),
        to: isoOf(to),
        interval,
        total: sumOf(tallies),
        intervals: intervalsOf(tallies, interval),
      };
    },
  });
}

/** Intervals in which there was anything, oldest first. */
export function intervalsOf(tallies: readonly Tally[], interval: Interval): Progress['intervals'] {
  const byStart = new Map<number, Tally[]>();
  for (const tally of tallies) {
    const start = startOf(tally.day, interval);
    const found = byStart.get(start);
    if (found === undefined) byStart.set(start, [tally]);
    else found.push(tally);
  }
  return [...byStart]
    .sort(([one], [other]) => one - other)
    .map(([start, found]) => ({ start: isoOf(start * DAY_MS), ...sumOf(found) }));
}

/** The first day of the interval that a day lies in. */
function startOf(day: number, interval: Interval): number {
  switch (interval) {
    case 'day':
      return day;
    case 'week':
      // Day 0 was a Thursday; weeks start on Monday.
      return day - ((((day + 3) % 7) + 7) % 7);
    case 'month': {
      const date = new Date(day * DAY_MS);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / DAY_MS;
    }
  }
}

function sumOf(tallies: readonly Tally[]): Tallies {
  const sums = {
    analyses: new Map<string, number>(),
    time: new Map<string, number>(),
    space: new Map<string, number>(),
    technique: new Map<string, number>(),
    finding: new Map<string, number>(),
  };
  for (const { kind, value, count } of tallies) {
    sums[kind].set(value, (sums[kind].get(value) ?? 0) + count);
  }
  return {
    analyses: sums.analyses.get('') ?? 0,
    time: Object.fromEntries(sums.time),
    space: Object.fromEntries(sums.space),
    techniques: Object.fromEntries(sums.technique),
    findings: Object.fromEntries(sums.finding),
  };
}
