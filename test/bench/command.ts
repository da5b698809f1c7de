/** The built command in processes of its own: start, throughput, memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchProgram } from './programs.ts';
import { BAR_HEAD, type Section, barred } from './section.ts';
import { quantile } from './statistics.ts';
import { milliseconds } from './table.ts';

const STARTS = 15;
const PROGRAMS = 3000;
/** Answers that do not count: the first ones pay for compiling the engine. */
const WARM_UP = 500;

const COLD_START_BAR_MS = 250;
const BATCH_BAR_MS = 2;

/** `dist` is the folder with the built command. */
export async function commandFigures(dist: string, programs: readonly BenchProgram[]): Promise<Section> {
  const cli = join(dist, 'cli.js');
  const example = programs[0]!;
  await firstAnswer(cli, example);
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) starts.push(await firstAnswer(cli, example));
  const { ms, memory } = await throughput(cli, programs);
  const memoryRow =
    memory === null ? [] : [[`memory after ${PROGRAMS} programs`, `${memory} MiB`, null, null]];
  return {
    title: 'Command line',
    notes: [
      `Cold start: the median of ${STARTS} starts with Node's compile cache filled, up to the first answer.`,
    ],
    head: BAR_HEAD,
    rows: [
      barred('cold start to the first answer', quantile(starts, 0.5), COLD_START_BAR_MS, milliseconds),
      barred('batch, warm, per program', ms, BATCH_BAR_MS, milliseconds),
      ...memoryRow,
    ],
  };
}

async function firstAnswer(cli: string, program: BenchProgram): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, 'batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(line(program));
  await once(child.stdout, 'data');
  const ms = performance.now() - start;
  await once(child, 'close');
  return ms;
}

/** Wall time per program of one process that is kept busy, and its memory in MiB where the system tells. */
async function throughput(
  cli: string,
  programs: readonly BenchProgram[],
): Promise<{ ms: number; memory: number | null }> {
  const child = spawn(process.execPath, [cli, 'batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const input = Array.from({ length: PROGRAMS }, (_, i) => line(programs[i % programs.length]!));
  child.stdin.write(input.join(''));
  let answers = 0;
  let start = 0;
  for await (const _answer of createInterface({ input: child.stdout })) {
    answers += 1;
    if (answers === WARM_UP) start = performance.now();
    if (answers === PROGRAMS) break;
  }
  const ms = (performance.now() - start) / (PROGRAMS - WARM_UP);
  const memory = residentMemory(child.pid);
  const closed = once(child, 'close');
  child.stdin.end();
  await closed;
  return { ms, memory };
}

/** In MiB; null on systems without /proc. */
export function residentMemory(pid: number | undefined): number | null {
  if (pid === undefined || process.platform !== 'linux') return null;
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
}

function line({ id, language, code }: BenchProgram): string {
  return `${JSON.stringify({ id, language, code })}\n`;
}
