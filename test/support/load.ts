/** Load on a server, and what it answered. */
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';

/** One request. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  /** 0 for none at all. */
  readonly status: number;
  readonly ms: number;
  /** Milliseconds from the start of the load until the answer. */
  readonly at: number;
  /** Why there was none, or the beginning of one that is no success. */
  readonly note: string;
}

/** What is sent, by its number. */
export type Next = (number: number) => Ask;

export interface Saturation {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of each POST, by its number. */
  readonly body: (number: number) => string;
  readonly connections: number;
  readonly seconds: number;
}

/** As many requests as a number of connections can send, each when the one before has been answered. */
export async function saturate(load: Saturation): Promise<Answer[]> {
  const { url, headers, body, connections, seconds } = load;
  const answers: Answer[] = [];
  let sent = 0;
  const start = performance.now();
  const answered = (status: number, ms: number, note = '') =>
    answers.push({ status, ms, at: performance.now() - start, note });
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
    instance.on('reqError', (error: Error) => answered(0, NaN, error.message));
  });
  return answers;
}

/** Posts of JSON to one address. */
export function posts({ url, headers, body }: Pick<Saturation, 'url' | 'headers' | 'body'>): Next {
  const all = { 'content-type': 'application/json', ...headers };
  return (number) => ({ method: 'POST', url, headers: all, body: body(number) });
}

/** Milliseconds between the moments at which requests are sent. */
const TICK = 5;

export interface Pace {
  readonly next: Next;
  /** A second. */
  readonly rate: number;
  readonly seconds: number;
  /** The certificate that a server with TLS shows. */
  readonly ca?: string;
}

/**
 * So many requests a second, evenly, whether or not those before have been answered: that is how people come. (The load
 * generator above sends the requests of a second together at its beginning.)
 */
export async function pace({ next, rate, seconds, ca }: Pace): Promise<Answer[]> {
  const agents = newAgents(ca);
  const answers: Promise<Answer>[] = [];
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const due = ((performance.now() - start) * rate) / 1000;
    while (answers.length < due) answers.push(ask(next(answers.length), agents, start));
    await sleep(TICK);
  }
  const done = await Promise.all(answers);
  agents.destroy();
  return done;
}

export interface Traffic {
  readonly answers: readonly Answer[];
  /** Waits until so many more have been answered. */
  readonly more: (count: number) => Promise<void>;
  /** Waits for what is under way, and tells all answers. */
  readonly stop: () => Promise<readonly Answer[]>;
}

/** Requests without a pause by a number of callers, each when its last one has been answered, until told to stop. */
export function startTraffic(options: { next: Next; callers: number; ca?: string }): Traffic {
  const agents = newAgents(options.ca);
  const answers: Answer[] = [];
  const start = performance.now();
  let sent = 0;
  let stopping = false;
  const caller = async () => {
    while (!stopping) answers.push(await ask(options.next(sent++), agents, start));
  };
  const callers = Promise.all(Array.from({ length: options.callers }, caller));
  return {
    answers,
    more: async (count) => {
      const enough = answers.length + count;
      while (answers.length < enough) await sleep(20);
    },
    stop: async () => {
      stopping = true;
      await callers;
      agents.destroy();
      return answers;
    },
  };
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  readonly destroy: () => void;
}

function newAgents(ca: string | undefined): Agents {
  const plain = new http.Agent({ keepAlive: true });
  const tls = new https.Agent({ keepAlive: true, ...(ca !== undefined && { ca }) });
  return {
    http: plain,
    https: tls,
    destroy: () => {
      plain.destroy();
      tls.destroy();
    },
  };
}

/** How much of an answer that is no success is kept. */
const NOTE = 300;

async function ask(one: Ask, agents: Agents, start: number): Promise<Answer> {
  const begin = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, note: string) => {
      const now = performance.now();
      resolve({ status, ms: now - begin, at: now - start, note });
    };
    send(one, agents, end);
  });
}

function send(one: Ask, agents: Agents, end: (status: number, note: string) => void): void {
  const { method, url, headers, body } = one;
  const secure = url.startsWith('https:');
  const options = { method, headers, agent: secure ? agents.https : agents.http };
  const outgoing = (secure ? https : http).request(url, options, (incoming) => {
    const status = incoming.statusCode ?? 0;
    let note = '';
    incoming.on('data', (chunk: Buffer) => {
      if (status >= 300 && note.length < NOTE) note += chunk.toString();
    });
    incoming.on('end', () => end(status, note));
    incoming.on('error', (error) => end(0, error.message));
  });
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    // A server may close an idle connection at any time. Whoever meets that with a request that may be repeated sends it
    // again (RFC 9112, 9.3.1); Node leaves it to its caller.
    const mayRepeat = method !== 'POST' || 'idempotency-key' in headers;
    if (outgoing.reusedSocket && mayRepeat && error.code === 'ECONNRESET') send(one, agents, end);
    else end(0, error.code ?? error.message);
  });
  outgoing.end(body);
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
