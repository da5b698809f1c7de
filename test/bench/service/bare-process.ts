/** The bare route that the service is compared with, in a process of its own. */
import { resolve } from 'node:path';
import { UNVERSIONED } from '../../../shared/protocol/service.ts';
import { freePort } from '../../support/ports.ts';
import { type ServerProcess, isServed, startServer } from '../../support/server-process.ts';

const BARE = resolve(import.meta.dirname, 'bare.ts');

/** Starts the bare route, which answers what the file says. */
export async function startBare(answerFile: string): Promise<ServerProcess & { readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: [BARE, String(port), answerFile],
    ready: async () => isServed(url + UNVERSIONED.ready),
  });
  return { ...server, url };
}
