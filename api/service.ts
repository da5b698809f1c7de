/** The whole service, from its configuration to an address that answers. */
import { createApp } from './app.ts';
import { assemble } from './assemble.ts';
import type { Config } from './config/config.ts';
import { startMachinery } from './machinery.ts';
import { createLogger } from './observe/logger.ts';
import { createMetrics } from './observe/metrics.ts';
import { observeRequests } from './observe/requests.ts';
import { openStore } from './store/open.ts';

export interface ServiceOptions {
  /** The path of each WebAssembly file that the engine asks for. */
  readonly grammars: Readonly<Record<string, string>>;
  /** Called with the first admin's key, once in the life of a store. */
  readonly onFirstKey: (key: string) => void;
}

export interface Service {
  /** Where it listens: "http://127.0.0.1:8080". */
  readonly url: string;
  /** Says that it is not ready any more, and answers on: whoever spreads requests over replicas has time to notice. */
  readonly announceEnd: () => void;
  /** Requests under way end, then everything does. */
  readonly close: () => Promise<void>;
}

/** Rejects if the port is taken or the store can't be reached. */
export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  const logger = createLogger({ level: config.LOG_LEVEL });
  const metrics = createMetrics();
  const ending = new AbortController();
  const machinery = startMachinery({ config, logger, metrics, grammars: options.grammars });
  const { parts, close } = await assemble(config, {
    logger,
    metrics,
    analyzer: machinery.analyzer,
    limiter: machinery.limiter,
    store: await openStore(config),
    ending: ending.signal,
    address: config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`,
    now: Date.now,
    onFirstKey: options.onFirstKey,
  });
  const app = await createApp(parts, (scope) => observeRequests(scope, metrics, logger));
  await machinery.ready();
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  logger.info({ url }, 'ready');
  return {
    url,
    announceEnd: () => ending.abort(),
    close: async () => {
      ending.abort();
      await app.close();
      await close();
    },
  };
}
