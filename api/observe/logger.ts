/** The service's log: JSON lines on standard output, written behind the requests' backs. */
import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that may hold a program or a secret, wherever they are; nobody means to log them. */
const SECRET = ['code', 'text', 'key', 'refreshToken', 'accessToken', 'authorization', 'password'];

/** Bytes that are gathered before they are written, and milliseconds after which they are written all the same. */
const BATCH = 32_768;
const FLUSH_EVERY = 1000;

export interface LogOptions {
  readonly level: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

export function createLogger({ level, destination }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { service: 'big-o-lens' },
      redact: { paths: [...SECRET, ...SECRET.map((field) => `*.${field}`)], censor: '[removed]' },
    },
    destination ?? behind(),
  );
}

/** Standard output in batches; what is left is written when the process ends. */
function behind(): DestinationStream {
  const stream = pino.destination({ dest: 1, sync: false, minLength: BATCH, maxWrite: 2 * BATCH });
  setInterval(() => stream.flush(), FLUSH_EVERY).unref();
  process.once('exit', () => stream.flushSync());
  return stream;
}
