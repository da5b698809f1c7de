/** Load on a server, and what it answered. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of each request, by its number. */
  readonly body: (number: number) => string;
  readonly seconds: number;
}

export interface Answer {
  /** 0 for none at all. */
  readonly status: number;
  readonly ms: number;
  /** Milliseconds from the start of the load until the answer. */
  readonly at: number;
}

/** As many requests as a number of connections can send, each when the one before has been answered. */
export async function saturate(load: Load & { readonly connections: number }): Promise<Answer[]> {
  const { url, headers, body, connections, seconds } = load;
  const answers: Answer[] = [];
  let sent = 0;
  const start = performance.now();
  const answered = (status: number, ms: number) =>
    answers.push({ status, ms, at: performance.now() - start });
  const options: autocannon.Options = {
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        setupRequest: (next) => ({ ...next, body: body((sent += 1)) }),
      },
    ],
  };
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(options, (error: Error | null) =>
      error === null ? resolve() : reject(error),
    );
    instance.on('response', (_, status, __, ms) => answered(status, ms));
    instance.on('reqError', () => answered(0, NaN));
  });
  return answers;
}

/** Milliseconds between the moments at which requests are sent. */
const TICK = 5;

/**
 * So many requests a second, evenly, whether or not those before have been answered: that is how people come. (The load
 * generator above sends the requests of a second together at its beginning.)
 */
export async function pace(load: Load & { readonly rate: number }): Promise<Answer[]> {
  const { rate, seconds } = load;
  const agent = new Agent({ keepAlive: true });
  const answers: Promise<Answer>[] = [];
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const due = ((performance.now() - start) * rate) / 1000;
    while (answers.length < due) answers.push(ask(load, answers.length, agent, start));
    await sleep(TICK);
  }
  const done = await Promise.all(answers);
  agent.destroy();
  return done;
}

async function ask(
  { url, headers, body }: Load,
  number: number,
  agent: Agent,
  start: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const begin = performance.now();
    const end = (status: number) => {
      const now = performance.now();
      resolve({ status, ms: now - begin, at: now - start });
    };
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
      (incoming) => {
        incoming.on('end', () => end(incoming.statusCode ?? 0));
        incoming.on('error', () => end(0));
        incoming.resume();
      },
    );
    outgoing.on('error', () => end(0));
    outgoing.end(body(number));
  });
}

export function isServed({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Milliseconds of the answers that were served. */
export function times(answers: readonly Answer[]): number[] {
  return answers.filter(isServed).map(({ ms }) => ms);
}

/** "201: 480, 503: 20" */
export function statuses(answers: readonly Answer[]): string {
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'no answer' : status}: ${count}`)
    .join(', ');
}
