/** What is measured of the remote service, next to its bars. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalysisRequest } from '../../../shared/protocol/service.ts';
import { fixturePrograms } from '../programs.ts';
import { BAR_HEAD, type Section, barred } from '../section.ts';
import { quantile } from '../statistics.ts';
import { type Cell, milliseconds, percent } from '../table.ts';
import { type Answer, isServed, pace, posts, saturate, statuses, times } from '../../support/load.ts';
import { type OwnService, post, startOwnService } from '../../support/service-process.ts';
import { startBare } from './bare-process.ts';

/** Many short ones: what else the machine does is then the same for both of a round. */
const ROUNDS = 9;
const ROUND_SECONDS = 1;
const CONNECTIONS = 20;
const HIT_BAR = 0.6;

const PACE = 50;
const PACE_SECONDS = 15;
const UNCACHED_BAR_MS = 50;

const OVERLOAD = 5;
const OVERLOAD_SECONDS = 15;
const RECOVERY_BAR_MS = 5000;
const MEMORY_BAR = 1.15;
/** Small, so that it is full before the memory is looked at. */
const OVERLOAD_CACHE_MB = '4';

const STARTS = 5;
const START_BAR_MS = 1000;

const LANGUAGE = 'python';

/** Solutions of the size that people write. */
const PROGRAMS = fixturePrograms()
  .filter(({ language, code: { length } }) => language === LANGUAGE && length > 200 && length < 2000)
  .map(({ code }) => code);

/** A request whose program the service has not seen: its number makes it another one. */
function fresh(series: string): (number: number) => string {
  return (number) => {
    const code = `${PROGRAMS[number % PROGRAMS.length]!}\n# ${series} ${number}\n`;
    return JSON.stringify({ code, language: LANGUAGE } satisfies AnalysisRequest);
  };
}

/** Throughput of cache hits against a bare route, in turns, so that both meet the same machine. */
export async function hits(redisUrl: string | null): Promise<Section> {
  const request: AnalysisRequest = { code: PROGRAMS[0]!, language: LANGUAGE, keep: 'nothing' };
  const variants: readonly [what: string, request: AnalysisRequest, environment: Record<string, string>][] = [
    ['nothing kept', request, {}],
    ['kept in the history', { ...request, keep: 'source' }, {}],
    ...(redisUrl === null
      ? []
      : [['limits in Redis', request, { REDIS_URL: redisUrl }] satisfies (typeof variants)[number]]),
  ];
  const rows: Cell[][] = [];
  let bare = NaN;
  for (const [what, body, environment] of variants) {
    const measured = await againstBare(body, environment);
    if (rows.length === 0) bare = measured.bare;
    const row = [what, perSecond(measured.service), milliseconds(measured.p99), percent(measured.ratio)];
    // The bar is that of the first row: the others do more than it asks for.
    rows.push([...row, ...(rows.length === 0 ? [atLeast(measured.ratio, HIT_BAR)] : [null])]);
  }
  return {
    title: 'Remote service: cache hits',
    notes: [
      `Answers a second with authentication, limits, metrics and log, over ${CONNECTIONS} connections; the share is that ` +
        `of a bare Fastify route that checks the same body and answers as many bytes (${perSecond(bare)} a second), ` +
        `the median of ${ROUNDS} rounds of both.`,
    ],
    head: ['', 'a second', 'p99', 'of bare', `bar: ${percent(HIT_BAR)}`],
    rows,
  };
}

async function againstBare(request: AnalysisRequest, environment: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-bare-'));
  const service = await startOwnService(environment);
  const answerFile = join(folder, 'answer.json');
  const bearer = service.headers.authorization!.replace('Bearer ', '');
  await writeFile(answerFile, JSON.stringify(await post(service.analyses, request, bearer)));
  const bare = await startBare(answerFile);
  const body = JSON.stringify(request);
  const run = async (url: string, seconds: number) =>
    saturate({ url, headers: service.headers, body: () => body, connections: CONNECTIONS, seconds });
  const bareUrl = service.analyses.replace(service.url, bare.url);
  try {
    await run(service.analyses, 2);
    await run(bareUrl, 1);
    const ratios: number[] = [];
    const [bareRates, serviceRates, late]: number[][] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const b = await run(bareUrl, ROUND_SECONDS);
      const s = await run(service.analyses, ROUND_SECONDS);
      if (!s.every(isServed)) throw new Error(`the service answered ${statuses(s)}`);
      ratios.push(s.length / b.length);
      bareRates!.push(b.length / ROUND_SECONDS);
      serviceRates!.push(s.length / ROUND_SECONDS);
      late!.push(quantile(times(s), 0.99));
    }
    const median = (numbers: readonly number[]) => quantile(numbers, 0.5);
    return {
      ratio: median(ratios),
      bare: median(bareRates!),
      service: median(serviceRates!),
      p99: median(late!),
    };
  } finally {
    await Promise.all([service.stop(), bare.stop()]);
    await rm(folder, { recursive: true });
  }
}

/** Programs that no cache has: evenly at a moderate rate, then far more than there is time for. */
export async function uncached(): Promise<Section> {
  const service = await startOwnService({ CACHE_MEMORY_MB: OVERLOAD_CACHE_MB });
  try {
    const send = { url: service.analyses, headers: service.headers };
    const asks = (series: string) => posts({ ...send, body: fresh(series) });
    await pace({ next: asks('warm'), rate: PACE, seconds: 4 });
    const steady = await pace({ next: asks('steady'), rate: PACE, seconds: PACE_SECONDS });

    const busy = { ...send, body: fresh('busy'), connections: 8, seconds: 5 };
    const capacity = (await saturate(busy)).filter(isServed).length / busy.seconds;
    const rate = Math.round(capacity * OVERLOAD);
    const watch = watchMemory(service);
    const flood = await pace({ next: asks('flood'), rate, seconds: OVERLOAD_SECONDS });
    const growth = watch.stop();
    const after = await pace({ next: asks('after'), rate: PACE, seconds: 6 });

    const wrong = flood.filter((answer) => !isServed(answer) && ![429, 503].includes(answer.status));
    return {
      title: 'Remote service: programs that no cache has',
      notes: [
        `With the history on. ${PACE} a second: ${statuses(steady)}. Most that it can do: ${perSecond(capacity)} a second. ` +
          `${OVERLOAD} times as many (${rate} a second for ${OVERLOAD_SECONDS} s): ${statuses(flood)}. Then ${PACE} a second again: ${statuses(after)}.`,
      ],
      head: BAR_HEAD,
      rows: [
        ['answer, median', milliseconds(quantile(times(steady), 0.5)), null, null],
        barred('answer, p95', quantile(times(steady), 0.95), UNCACHED_BAR_MS, milliseconds),
        barred('overload: answers other than 2xx, 429, 503', wrong.length, 0, String),
        [
          'overload: answer, p95',
          milliseconds(
            quantile(
              flood.map(({ ms }) => ms),
              0.95,
            ),
          ),
          null,
          null,
        ],
        barred('overload: until all is served again', recovery(after), RECOVERY_BAR_MS, milliseconds),
        barred('overload: memory at its end to its middle', growth, MEMORY_BAR, (ratio) => ratio.toFixed(2)),
        ['overload: memory at its end', `${service.memory().toFixed(0)} MiB`, null, null],
      ],
      failures: wrong.length === 0 ? [] : [`overload: ${statuses(wrong)}`],
    };
  } finally {
    await service.stop();
  }
}

/** Milliseconds until the last answer that was refused or late. */
function recovery(answers: readonly Answer[]): number {
  return Math.max(
    0,
    ...answers.filter((a) => !isServed(a) || a.ms > 4 * UNCACHED_BAR_MS).map(({ at }) => at),
  );
}

function watchMemory(service: OwnService): { readonly stop: () => number } {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(service.memory()), 100);
  return {
    stop: () => {
      clearInterval(timer);
      const part = (from: number, to: number) =>
        quantile(samples.slice(from * samples.length, to * samples.length), 0.5);
      return part(0.9, 1) / part(0.45, 0.55);
    },
  };
}

export async function starts(): Promise<Section> {
  const taken: number[] = [];
  for (let i = 0; i <= STARTS; i += 1) {
    const service = await startOwnService();
    // The first start fills Node's compile cache.
    if (i > 0) taken.push(service.startedIn);
    await service.stop();
  }
  return {
    title: 'Remote service: start',
    notes: [
      `The median of ${STARTS} starts with an empty data folder, from the start of the process to ready.`,
    ],
    head: BAR_HEAD,
    rows: [barred('start to ready', quantile(taken, 0.5), START_BAR_MS, milliseconds)],
  };
}

function atLeast(value: number, bar: number): string {
  return value >= bar ? 'met' : 'missed';
}

function perSecond(rate: number): string {
  return rate.toFixed(0);
}
