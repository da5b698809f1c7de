/** The built server in a process of its own, as any editor starts it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { SERVER_PROCESS } from '../../shared/protocol/serverProcess.ts';
import { type ClientOptions, type TestClient, connectClient } from './client.ts';

export const SERVER = resolve(import.meta.dirname, '../../dist/server.js');

export interface ServerProcess extends TestClient {
  readonly process: ChildProcessWithoutNullStreams;
  /** Says shutdown and exit; gives the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** With the options with which the extension starts it. */
export function spawnServer(args: readonly string[] = []): ChildProcessWithoutNullStreams {
  const { execArgv, env } = SERVER_PROCESS;
  return spawn(process.execPath, [...execArgv, ...args, SERVER, '--stdio'], {
    env: { ...process.env, ...env },
  });
}

export async function startServerProcess(options: ClientOptions): Promise<ServerProcess> {
  const child = spawnServer();
  child.stderr.pipe(process.stderr);
  const client = await connectClient(child.stdout, child.stdin, options);
  return {
    ...client,
    process: child,
    stop: async () => {
      const exited = once(child, 'exit');
      await client.connection.sendRequest('shutdown');
      await client.connection.sendNotification('exit');
      const [code] = (await exited) as [number | null];
      client.connection.dispose();
      return code;
    },
  };
}

/** Waits until something holds, for what the server does of its own accord. */
export async function until(holds: () => boolean, what: string, limitMs = 5000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
