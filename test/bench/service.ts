/**
 * The remote service in processes of its own, under load, next to its bars:
 *
 *   npm run bench:service -- [--write] [--only start,uncached,hits,lists]
 *
 * --write records the figures in docs/benchmarks.md. Rounds differ by much on a busy machine: compare shares, not rates.
 */
import { parseArgs } from 'node:util';
import { missingRedis, startRedis } from '../support/redis-server.ts';
import { recordSections } from './report.ts';
import { type Section, sectionText } from './section.ts';
import { hits, starts, uncached } from './service/figures.ts';
import { lists } from './service/history.ts';

const PARTS = ['start', 'uncached', 'hits', 'lists'];

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
  },
});

async function* sections(): AsyncGenerator<Section> {
  const wanted = new Set(flags.only.split(','));
  if (wanted.has('start')) yield await starts();
  if (wanted.has('uncached')) yield await uncached();
  if (wanted.has('hits')) yield await hitsWithRedis();
  if (wanted.has('lists')) yield await lists();
}

async function hitsWithRedis(): Promise<Section> {
  const missing = missingRedis();
  if (missing !== null) {
    console.log(`Without Redis: ${missing}.`);
    return hits(null);
  }
  const redis = await startRedis();
  try {
    return await hits(redis.url);
  } finally {
    await redis.stop();
  }
}

const done: Section[] = [];
for await (const section of sections()) {
  console.log(`\n${sectionText(section)}`);
  done.push(section);
}
if (flags.write) await recordSections(done);
if (done.some(({ failures = [] }) => failures.length > 0)) process.exitCode = 1;
