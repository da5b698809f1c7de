/** A server in a process of its own, started and stopped by its process id. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it runs. Default: here. */
  readonly folder?: string;
  /** A file that standard output is appended to. Default: it is dropped. */
  readonly log?: string;
  /** Whether it takes requests by now; asked again and again, and may throw for no. */
  readonly ready: () => Promise<boolean>;
}

export interface ServerProcess {
  readonly pid: number;
  /** Milliseconds from the start of the process until it was ready. */
  readonly startedIn: number;
  /** What it wrote to standard error. */
  readonly notes: () => string;
  /** Mebibytes of memory; NaN where the system can't tell. */
  readonly memory: () => number;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves to its exit code when it has ended; null if a signal ended it. */
  readonly ended: () => Promise<number | null>;
  /** Sends a signal, SIGTERM by default, and waits; what does not end in time is killed, and that is an error. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** A slow machine under load is waited for; a server that hangs is not waited for long. */
const START_MS = 60_000;
const STOP_MS = 60_000;

/** Why there is no such program to test with; null if there is. */
export function missingProgram(program: string, debianPackage: string): string | null {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return error === undefined
    ? null
    : `${program} is not installed (Debian: apt-get install ${debianPackage})`;
}

/** Nothing that was started outlives the process that started it, however that one ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server and waits until it is ready. @throws Error with its notes if it ends before or takes too long */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { command, args, folder, log, ready } = options;
  const begin = performance.now();
  const stdout = log === undefined ? 'ignore' : openSync(log, 'a');
  const child = spawn(command, args, {
    env: { ...process.env, ...options.environment },
    ...(folder !== undefined && { cwd: folder }),
    stdio: ['ignore', stdout, 'pipe'],
  });
  if (typeof stdout === 'number') closeSync(stdout);
  running.add(child);
  child.once('exit', () => running.delete(child));
  let notes = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    notes += chunk.toString();
  });
  await once(child, 'spawn');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const ended = async () => {
    if (isRunning()) await once(child, 'exit');
    return child.exitCode;
  };
  while (!(await ready().catch(() => false))) {
    if (!isRunning() || performance.now() - begin > START_MS) {
      child.kill('SIGKILL');
      throw new Error(`${command} ${args.join(' ')} did not start:\n${notes}`);
    }
    await sleep(5);
  }
  return {
    pid: child.pid!,
    startedIn: performance.now() - begin,
    notes: () => notes,
    memory: () => memoryOf(child),
    isRunning,
    signal: (signal) => void child.kill(signal),
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const late = sleep(STOP_MS, 'late', { ref: false });
      if ((await Promise.race([ended(), late])) !== 'late') return;
      child.kill('SIGKILL');
      throw new Error(`${command} did not end on ${signal}:\n${notes}`);
    },
  };
}

/** Whether an address is answered with a status of success. */
export async function isServed(url: string): Promise<boolean> {
  const answer = await fetch(url);
  await answer.body?.cancel();
  return answer.ok;
}

function memoryOf({ pid }: ChildProcess): number {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? NaN) / 1024;
  } catch {
    return NaN;
  }
}
