/** A server of our own that stands for one that is not here: it takes requests and keeps them. */
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface HttpStub {
  readonly url: string;
  readonly received: readonly Received[];
  /** Nobody is at the port until `start`. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** @param answer The body of each answer, as JSON. */
export async function startHttpStub(port: number, answer: (request: Received) => unknown): Promise<HttpStub> {
  return startHttpHandler(port, (request, reply) => {
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer(request)));
  });
}

/** @param handle Whatever happens to a request; it may also never end. */
export async function startHttpHandler(
  port: number,
  handle: (request: Received, reply: ServerResponse) => void,
): Promise<HttpStub> {
  const received: Received[] = [];
  let server: Server;
  const start = async (): Promise<void> => {
    server = createServer((request, reply) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const one = { method, path, headers, body };
        received.push(one);
        handle(one, reply);
      });
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    start,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
