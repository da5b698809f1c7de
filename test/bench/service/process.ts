/** A server in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Server {
  readonly url: string;
  /** Milliseconds from the start of the process until it answered that it is ready. */
  readonly startedIn: number;
  /** What it wrote to standard error. */
  readonly notes: () => string;
  /** Mebibytes of memory; NaN where the system can't tell. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

/** Starts a script with this Node and waits until `ready`, a path, is answered with 200. */
export async function start(
  script: readonly string[],
  environment: Readonly<Record<string, string>>,
  { port, ready }: { readonly port: number; readonly ready: string },
): Promise<Server> {
  const url = `http://127.0.0.1:${port}`;
  const begin = performance.now();
  const child = spawn(process.execPath, script, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let notes = '';
  child.stderr.on('data', (chunk: Buffer) => {
    notes += chunk.toString();
  });
  while (!(await isReady(url + ready))) {
    if (child.exitCode !== null || performance.now() - begin > PATIENCE_MS) {
      child.kill();
      throw new Error(`${script.join(' ')} did not start:\n${notes}`);
    }
    await sleep(5);
  }
  const startedIn = performance.now() - begin;
  return {
    url,
    startedIn,
    notes: () => notes,
    memory: () => memoryOf(child),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(url);
    return status === 200;
  } catch {
    return false;
  }
}

function memoryOf({ pid }: ChildProcess): number {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? NaN) / 1024;
  } catch {
    return NaN;
  }
}
