/** Lists of a history that is a million analyses long, as the service answers them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../api/store/sqlite/store.ts';
import type { StoredAnalysis } from '../../../api/store/store.ts';
import { API_V1, type AnalysisListItem, type Page, ROUTES_V1 } from '../../../shared/protocol/service.ts';
import { isServed, pace, statuses, times } from '../../support/load.ts';
import { createKey, startService } from '../../support/service-process.ts';
import { BAR_HEAD, type Section, barred } from '../section.ts';
import { quantile } from '../statistics.ts';
import { milliseconds } from '../table.ts';

const ANALYSES = 1_000_000;
/** One user has a tenth of all; the others share the rest evenly. */
const BUSY_SHARE = 10;
const USERS = 2000;
const PROBLEMS = 3000;
/** Written at once. */
const PORTION = 50_000;

const RATE = 50;
const SECONDS = 8;
const LIST_BAR_MS = 20;

const BUSY = 'user-0';
const START = Date.UTC(2024, 0);
const MINUTE = 60_000;

/** Numbers that are spread, the same ones in each run (multiplication by a large prime). */
function spread(number: number, below: number): number {
  return (number * 2_654_435_761) % below;
}

function userOf(number: number): string {
  return number % BUSY_SHARE === 0 ? BUSY : `user-${1 + spread(number, USERS - 1)}`;
}

/** Some problems are tried more often than others. */
function problemOf(number: number): number {
  return Math.floor(spread(number, PROBLEMS) ** 2 / PROBLEMS);
}

function analysis(number: number): StoredAnalysis {
  const problem = problemOf(number);
  return {
    id: number.toString(16).padStart(32, '0'),
    owner: userOf(number),
    createdAt: START + number * MINUTE,
    expiresAt: null,
    kept: 'summary',
    summary: {
      language: 'python',
      problem: { id: String(problem), slug: `problem-${problem}` },
      time: { text: 'O(n log n)', class: 'nlogn' },
      space: { text: 'O(n)', class: 'linear' },
      techniques: ['sorting', 'two-pointers'],
      findings: ['list-pop-front'],
      verdict: 'unknown',
      engineVersion: '0.0.0',
    },
    fingerprint: null,
    body: null,
  };
}

async function fill(folder: string): Promise<void> {
  const store = openSqliteStore(join(folder, 'store.sqlite'));
  for (let from = 0; from < ANALYSES; from += PORTION) {
    await store.analyses.save(Array.from({ length: PORTION }, (_, i) => analysis(from + i)));
  }
  await store.close();
}

/** The median and the 95th percentile of lists of analyses in a store of a million. */
export async function lists(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-history-'));
  await fill(folder);
  const service = await startService({ folder });
  try {
    const key = await createKey(service.url, service.firstKey!, 'service');
    const headers = { authorization: `Bearer ${key}` };
    const address = (query: Record<string, string>) =>
      `${service.url}${API_V1}${ROUTES_V1.listAnalyses.path}?${new URLSearchParams(query).toString()}`;
    const measure = async (query: (number: number) => Record<string, string>) => {
      const next = (number: number) => ({ method: 'GET', url: address(query(number)), headers }) as const;
      const answers = await pace({ next, rate: RATE, seconds: SECONDS });
      if (!answers.every(isServed)) throw new Error(`the service answered ${statuses(answers)}`);
      return times(answers);
    };
    /** One that there is: some analysis's user and problem. */
    const byProblem = (number: number, of: (number: number) => number) => {
      const one = of(spread(number, ANALYSES / BUSY_SHARE));
      const problem = problemOf(one);
      return { owner: userOf(one), problem: number % 2 === 0 ? `problem-${problem}` : String(problem) };
    };
    await measure(() => ({ owner: BUSY }));
    const anybody = await measure((number) => byProblem(number, (i) => i * BUSY_SHARE + 1));
    const busiest = await measure((number) => byProblem(number, (i) => i * BUSY_SHARE));
    const all = await measure(() => ({ owner: BUSY, limit: '200' }));
    const { next: deep } = (await (
      await fetch(address({ owner: BUSY, to: new Date(START + (ANALYSES / 2) * MINUTE).toISOString() }), {
        headers,
      })
    ).json()) as Page<AnalysisListItem>;
    const middle = await measure(() => ({ owner: BUSY, limit: '200', cursor: deep! }));
    const row = (what: string, taken: readonly number[], bar: boolean) =>
      bar
        ? barred(what, quantile(taken, 0.95), LIST_BAR_MS, milliseconds)
        : [what, milliseconds(quantile(taken, 0.95)), null, null];
    return {
      title: 'Remote service: lists of a million analyses',
      notes: [
        `${ANALYSES.toLocaleString('en')} analyses of ${USERS.toLocaleString('en')} users and ${PROBLEMS.toLocaleString('en')} problems in SQLite, ` +
          `a tenth of them one user's; ${RATE} requests a second over HTTP, the 95th percentile of ${RATE * SECONDS} answers.`,
      ],
      head: BAR_HEAD,
      rows: [
        row('by user and problem', anybody, true),
        row('the same of the user with a tenth', busiest, true),
        row('of that user, 200 on a page', all, false),
        row('the same from the middle on', middle, false),
      ],
    };
  } finally {
    await service.stop();
    await rm(folder, { recursive: true });
  }
}
