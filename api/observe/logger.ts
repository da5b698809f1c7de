/** The service's log: JSON lines on standard output, written behind the requests' backs. */
import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that may hold a program or a secret, wherever they are; nobody means to log them. */
const SECRET = ['code', 'text', 'key', 'refreshToken', 'accessToken', 'authorization', 'password'];

/** Characters that are gathered before they are written, and milliseconds after which they are written all the same. */
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

/**
 * Standard output in batches; what is left is written when the process ends. The lines are gathered here, and not by
 * the stream, which would measure all that waits anew for each line.
 */
function behind(): DestinationStream {
  const stream = pino.destination({ dest: 1, sync: false });
  let waiting = '';
  const flush = (): void => {
    if (waiting === '') return;
    stream.write(waiting);
    waiting = '';
  };
  setInterval(flush, FLUSH_EVERY).unref();
  process.once('exit', () => {
    flush();
    stream.flushSync();
  });
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= BATCH) flush();
    },
  };
}
