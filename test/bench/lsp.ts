/**
 * How fast and how large the built server is, measured as an editor sees it, over standard input and output:
 *
 *   npm run build && node test/bench/lsp.ts
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CodeLens } from 'vscode-languageserver';
import { FULL } from '../lsp/client.ts';
import { type ServerProcess, startServerProcess } from '../lsp/process.ts';
import { hash } from './random.ts';
import { table } from './table.ts';

export interface Figure {
  readonly what: string;
  /** NaN where the system can't tell. */
  readonly measured: number;
  readonly unit: 'ms' | 'MiB';
  /** What it may be at most. */
  readonly bar: number;
}

const FIXTURES = resolve(import.meta.dirname, '../fixtures/python');
const LINES = 200;
const STARTS = 9;
/** The first keystrokes warm the server up, as they do for people. */
const WARMING = 100;
const KEYSTROKES = 200;
const PROGRAMS = 1000;
const SETTLE_MS = 4000;
const IDLE_MS = 3000;
/** As the extension starts it when a Python file is open, but without the pause after a keystroke. */
const CLIENT = {
  capabilities: FULL,
  settings: { analysis: { debounce: 0 }, inlayHints: { enable: true } },
  initializationOptions: { showReport: true, languages: ['python'] },
};

/** The figures for which docs/benchmarks.md sets bars. */
export async function measureServer(): Promise<readonly Figure[]> {
  const programs = readPrograms();
  const text = longProgram(programs);
  const starts: Start[] = [];
  // The first start fills Node's compile cache; later ones are what people have.
  for (let start = 0; start <= STARTS; start++) starts.push(await measureStart(text));
  const warm = starts.slice(1);
  const keystroke = await measureTyping(text);
  const { memory, idle } = await measureUse(programs);
  return [
    {
      what: 'start to initialized',
      measured: median(warm.map((one) => one.initialized)),
      unit: 'ms',
      bar: 200,
    },
    { what: 'open to first lens', measured: median(warm.map((one) => one.firstLens)), unit: 'ms', bar: 150 },
    { what: 'keystroke to new answer, median', measured: keystroke, unit: 'ms', bar: 10 },
    { what: `memory after ${PROGRAMS} programs`, measured: memory, unit: 'MiB', bar: 100 },
    { what: `processor time in ${IDLE_MS / 1000} s of idling`, measured: idle, unit: 'ms', bar: 0 },
  ];
}

interface Start {
  readonly initialized: number;
  readonly firstLens: number;
}

async function measureStart(text: string): Promise<Start> {
  const begin = performance.now();
  const server = await startServerProcess(CLIENT);
  const initialized = performance.now();
  const file = await server.open('file:///bench/start.py', text);
  const [lens] = await file.lenses();
  await server.connection.sendRequest<CodeLens>('codeLens/resolve', lens);
  const end = performance.now();
  await server.stop();
  return { initialized: initialized - begin, firstLens: end - initialized };
}

async function measureTyping(text: string): Promise<number> {
  const server = await startServerProcess(CLIENT);
  const keystroke = await measureKeystrokes(server, text);
  await server.stop();
  return keystroke;
}

async function measureUse(programs: readonly string[]): Promise<{ memory: number; idle: number }> {
  const server = await startServerProcess(CLIENT);
  for (let index = 0; index < PROGRAMS; index++) {
    const file = await server.open(`file:///bench/${index}.py`, variedProgram(programs, index));
    await Promise.all([file.lensTitles(), file.pull()]);
    await file.close();
  }
  // What is still to be collected is not idling; an idle server gives memory back.
  await sleep(SETTLE_MS);
  const memory = residentMiB(server);
  const before = processorMs(server);
  await sleep(IDLE_MS);
  const idle = processorMs(server) - before;
  await server.stop();
  return { memory, idle };
}

/**
 * Each key makes a text that was never analysed, in the middle of the file: a digit more of a number, in a line of its
 * own before a `return`, where a statement may stand.
 */
async function measureKeystrokes(server: ServerProcess, text: string): Promise<number> {
  const middle = text.lastIndexOf('\n', text.indexOf('  return ', text.length / 2)) + 1;
  const line = `${/^[ ]*/.exec(text.slice(middle))![0]}total = `;
  const file = await server.open('file:///bench/typing.py', text);
  await file.pull();
  await file.edit(middle, middle, `${line}0\n`);
  const times: number[] = [];
  for (let key = 0; key < WARMING + KEYSTROKES; key++) {
    const begin = performance.now();
    await file.edit(middle + line.length, middle + line.length, String(1 + (key % 9)));
    await file.pull();
    times.push(performance.now() - begin);
  }
  return median(times.slice(WARMING));
}

function readPrograms(): string[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => readFileSync(join(FIXTURES, file), 'utf8'));
}

/** Fixtures one after the other, up to the length: in an order that more of them hardly change. */
function longProgram(programs: readonly string[]): string {
  const lines = [...programs]
    .sort((a, b) => hash(titleOf(a)) - hash(titleOf(b)))
    .flatMap((program) => [...program.trimEnd().split('\n'), '']);
  return `${lines.slice(0, LINES).join('\n')}\n`;
}

/** The first line, which says what the first program of the file is. */
const titleOf = (program: string): string => program.slice(0, program.indexOf('\n'));

/** A fixture and a line of its own, so that no two are alike. */
function variedProgram(programs: readonly string[], index: number): string {
  return `${programs[index % programs.length] ?? ''}\nvariant_${index} = ${index}\n`;
}

function residentMiB({ process: { pid } }: ServerProcess): number {
  const status = procFile(pid, 'status');
  return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

/** User and system time, in the ticks of 10 ms that Linux counts. */
function processorMs({ process: { pid } }: ServerProcess): number {
  const fields = procFile(pid, 'stat')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function procFile(pid: number | undefined, name: string): string {
  const path = `/proc/${pid ?? 0}/${name}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

if (import.meta.main) {
  const rows = (await measureServer()).map(({ what, measured, unit, bar }) => [
    what,
    `${measured.toFixed(1)} ${unit}`,
    `${bar} ${unit}`,
  ]);
  console.log(table(['Server', 'measured', 'at most'], rows));
}
