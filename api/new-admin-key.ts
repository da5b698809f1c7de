/**
 * Makes an admin's key for when all are lost, and prints it, once:
 *
 *   node new-admin-key.js
 *
 * It needs the store and nothing else: whoever can run it with the service's environment could read the store anyhow.
 * The service may run meanwhile. The audit log has the new key; the lost ones are there until somebody revokes them.
 */
import { pino } from 'pino';
import { createAudit } from './audit.ts';
import { replaceLostKey } from './auth/admin-keys.ts';
import { ConfigError, readConfig } from './config/config.ts';
import { createLogger } from './observe/logger.ts';
import { openStore } from './store/open.ts';

/** What shells say of a command that was used wrongly. */
const UNUSABLE = 2;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const store = await openStore(config);
  try {
    // Standard output is for the key alone.
    const logger = createLogger({ level: 'info', destination: pino.destination({ dest: 2, sync: true }) });
    const audit = createAudit(store.audit, logger, Date.now);
    const key = await replaceLostKey({ keys: store.keys, audit, now: Date.now });
    process.stdout.write(`${key}\n`);
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`new-admin-key: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? UNUSABLE : 1;
});
