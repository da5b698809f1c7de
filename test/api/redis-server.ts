/** A Redis of our own for tests: on loopback, with a folder of its own, started and stopped by its process. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RedisServer {
  readonly url: string;
  /** SIGKILL: connections break, what it held is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again, at the same port. */
  readonly restart: () => Promise<void>;
  /** SIGSTOP: it accepts commands and answers none, until `resume`. */
  readonly freeze: () => void;
  readonly resume: () => void;
  /** Ends it for good. */
  readonly stop: () => Promise<void>;
}

/** Why there is no Redis to test with; null if there is. */
export function missingRedis(): string | null {
  const { error } = spawnSync('redis-server', ['--version']);
  return error === undefined ? null : 'redis-server is not installed (Debian: apt-get install redis-server)';
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-redis-'));
  let server = await launch(port, folder);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      await kill();
      server = await launch(port, folder);
    },
    freeze: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const server = spawn(
    'redis-server',
    ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface(server.stdout)) {
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume();
      return server;
    }
  }
  throw new Error(`redis-server did not start at port ${port}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
