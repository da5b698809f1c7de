/** A Redis of our own for tests: on loopback, with a folder of its own, started and stopped by its process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { missingProgram, startServer } from './server-process.ts';

export interface RedisServer {
  readonly url: string;
  /** SIGKILL: connections break, what it held is gone unless it was told to keep it. */
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
  return missingProgram('redis-server', 'redis-server');
}

/** @param settings of redis.conf, such as `--appendonly yes`; by default nothing is kept */
export async function startRedis(settings: readonly string[] = ['--save', '']): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-redis-'));
  const launch = async () =>
    startServer({
      command: 'redis-server',
      args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...settings],
      ready: async () => answersPing(port),
    });
  let server = await launch();
  const kill = async () => {
    if (server.isRunning()) await server.stop('SIGKILL');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      await kill();
      server = await launch();
    },
    freeze: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** While it reads what it has kept it answers with an error. */
async function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    socket.once('error', () => resolve(false));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString().startsWith('+PONG'));
    });
    socket.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
  });
}
