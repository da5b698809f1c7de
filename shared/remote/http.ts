/** Requests to the remote service: one host, a deadline for each, and a limit to what is read. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosResponse, isAxiosError } from 'axios';
import { RemoteFailure, tooSlow } from './failure.ts';

export interface CallOptions {
  /** Milliseconds that the whole call may take, further tries included. */
  readonly deadline: number;
  /** Aborted: the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface HttpRequest extends CallOptions {
  readonly method: string;
  /** From the root: "/v1/analyses". */
  readonly path: string;
  readonly query?: object;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  /** Null where there is no such header. */
  readonly header: (name: string) => string | null;
  readonly text: string;
}

export interface Http {
  /** "lens.example.org:8443" */
  readonly host: string;
  /** Any status is an answer. @throws RemoteFailure `unreachable`, `slow` or `nonsense`; the signal's reason. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Ends connections that are kept for later. */
  readonly close: () => void;
}

/** Far more than any answer has: an analysis is some ten kilobytes, a page of the history a hundred. */
const MOST_BYTES = 8 * 1024 * 1024;

/** @param origin as `serviceOrigin` gives it; proxies are those of HTTPS_PROXY and NO_PROXY. */
export function createHttp(origin: string): Http {
  const { host } = new URL(origin);
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  const client = axios.create({
    ...agents,
    baseURL: origin,
    // A redirect would take programs and tokens to a host that nobody has agreed to.
    maxRedirects: 0,
    maxContentLength: MOST_BYTES,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });

  return {
    host,
    send: async ({ method, path, query, body, headers, deadline, signal }) => {
      const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(deadline)));
      try {
        const response = await client.request<unknown>({
          method,
          url: path,
          params: query,
          data: body,
          headers: { accept: 'application/json', ...headers },
          signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        });
        return answerOf(response);
      } catch (error) {
        signal?.throwIfAborted();
        if (timeout.aborted) throw tooSlow(host);
        throw noAnswer(error, host);
      }
    },
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

function answerOf({ status, headers, data }: AxiosResponse<unknown>): HttpAnswer {
  return {
    status,
    header: (name) => {
      const value: unknown = headers[name];
      return typeof value === 'string' ? value : null;
    },
    text: typeof data === 'string' ? data : '',
  };
}

/** The codes say what is wrong with the connection; axios's own messages have the URL in them, which may not. */
function noAnswer(error: unknown, host: string): RemoteFailure {
  if (!isAxiosError(error)) throw error;
  // The body was not what HTTP allows, or more than we read.
  if (error.code === 'ERR_BAD_RESPONSE' || error.code?.startsWith('HPE_') === true) {
    return new RemoteFailure('nonsense', `${host} answers with something that is no answer.`);
  }
  const why = error.code === undefined ? '' : ` (${error.code})`;
  return new RemoteFailure('unreachable', `${host} can’t be reached${why}.`);
}
