/**
 * Load on one process of the service, and on three behind nginx:
 *
 *   npm run load -- [--profile baseline,stress,soak,spike,rolling] [--seconds 10] [--write]
 *
 * Objectives are checked by the service's own metrics: p95 under 200 ms and less than 1 % errors where the load is what
 * the service is made for, and at least 99.9 % of answers through a rolling restart. Rates are told as shares of those of
 * a bare route on the same machine in the same run, and compared with the shares in baseline.json; --write records them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBare } from '../../bench/service/bare-process.ts';
import { type Cell, milliseconds, percent, table } from '../../bench/table.ts';
import { isServed, saturate, startTraffic } from '../../support/load.ts';
import { type Fleet, PROGRAM, answeredBy, mixed, startFleet } from '../fleet.ts';
import { type NginxServer, missingNginx, startNginx } from '../nginx-server.ts';
import { observe, quantileOf, since } from './observed.ts';
import { PROFILES, type Profile, type Target } from './profiles.ts';

const BASELINE = join(import.meta.dirname, 'baseline.json');
const P95_MS = 200;
const ERRORS = 0.01;
const AVAILABILITY = 0.999;
/** Rounds differ by up to two on a busy machine. */
const WORSE = 0.5;

const { values: flags } = parseArgs({
  options: {
    profile: { type: 'string', default: [...Object.keys(PROFILES), 'rolling'].join(',') },
    seconds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const seconds = Number(flags.seconds);
const wanted = flags.profile.split(',');
const stored = JSON.parse(readFileSync(BASELINE, 'utf8')) as Record<string, number>;
const measured: Record<string, number> = {};
const rows: Cell[][] = [];
const missed: string[] = [];

/** Answers a second of a route that does nothing but check the body. */
async function bareRate(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-bare-'));
  const file = join(folder, 'answer.json');
  writeFileSync(file, '{}');
  const bare = await startBare(file);
  const body = JSON.stringify(PROGRAM);
  const load = { url: `${bare.url}/v1/analyses`, headers: {}, body: () => body, connections: 32 };
  await saturate({ ...load, seconds: 1 });
  const answers = await saturate({ ...load, seconds: 3 });
  await bare.stop();
  rmSync(folder, { recursive: true });
  return answers.filter(isServed).length / 3;
}

async function measure(name: string, profile: Profile, target: Target, fleet: Fleet): Promise<void> {
  const urls = fleet.replicas.map(({ url }) => url);
  const before = await observe(urls);
  const begin = performance.now();
  const answers = await profile.run(target, seconds);
  const rate = answers.filter(isServed).length / ((performance.now() - begin) / 1000);
  const seen = since(before, await observe(urls));
  const p95 = quantileOf(seen, 0.95);
  const errors = seen.errors / seen.requests;
  // Refusals of an overload are no failures; no answer, or another error, always is.
  const failed = answers.filter((answer) => !isServed(answer) && ![429, 503].includes(answer.status)).length;
  if (failed > 0) missed.push(`${name}: ${failed} failed`);
  if (!profile.overloads && p95 >= P95_MS) missed.push(`${name}: p95 is ${milliseconds(p95)}`);
  if (!profile.overloads && errors >= ERRORS) missed.push(`${name}: ${percent(errors)} errors`);
  const share = rate / bare;
  measured[name] = Number(share.toFixed(4));
  const ratio = share / (stored[name] ?? NaN);
  // A steady load is as much as was sent: only where all is taken that there is does the rate tell something.
  if (profile.overloads && ratio < WORSE) missed.push(`${name}: ${ratio.toFixed(2)} of the stored rate`);
  rows.push([
    name,
    seen.requests,
    rate.toFixed(0),
    milliseconds(p95),
    percent(errors),
    percent(share),
    Number.isNaN(ratio) ? '-' : ratio.toFixed(2),
  ]);
}

/** All three are restarted, one after the other, each once the one before has requests again. */
async function rolling(nginx: NginxServer, fleet: Fleet): Promise<void> {
  const next = mixed(nginx.url, fleet.headers, `rolling-${process.pid}`);
  const traffic = startTraffic({ next, callers: 8, ca: nginx.ca });
  for (const number of fleet.replicas.keys()) {
    await fleet.restart(number);
    while ((await answeredBy(fleet.replicas[number]!)) === 0) await traffic.more(20);
  }
  const answers = await traffic.stop();
  const available = answers.filter(isServed).length / answers.length;
  if (available < AVAILABILITY) missed.push(`rolling restart: ${percent(available)} available`);
  console.log(`Rolling restart: ${answers.length} requests, ${(available * 100).toFixed(3)} % answered.`);
}

const bare = await bareRate();
console.log(`A bare route: ${bare.toFixed(0)} a second.`);
for (const count of [1, 3]) {
  const missing = count === 1 ? null : missingNginx();
  if (missing !== null) {
    console.log(`Without nginx: ${missing}.`);
    continue;
  }
  const fleet = await startFleet({ count });
  const nginx = count === 1 ? null : await startNginx({ blue: fleet.ports });
  const target = {
    headers: fleet.headers,
    ...(nginx === null ? { url: fleet.replicas[0]!.url } : { url: nginx.url, ca: nginx.ca }),
  };
  try {
    for (const [name, profile] of Object.entries(PROFILES)) {
      if (!wanted.includes(name)) continue;
      await measure(`${name}, ${count === 1 ? 'one process' : 'nginx with three'}`, profile, target, fleet);
    }
    if (nginx !== null && wanted.includes('rolling')) await rolling(nginx, fleet);
  } finally {
    await nginx?.stop();
    await fleet.stop();
  }
}
console.log(table(['', 'requests', 'a second', 'p95', 'errors', 'of bare', 'to stored'], rows));
for (const objective of missed) console.log(`MISSED: ${objective}`);
if (missed.length > 0) process.exitCode = 1;
if (flags.write) writeFileSync(BASELINE, `${JSON.stringify({ ...stored, ...measured }, null, 2)}\n`);
