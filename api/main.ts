/** Starts the service as the environment says, and ends it on SIGTERM or SIGINT. */
import { setTimeout as after } from 'node:timers/promises';
import { ConfigError, readConfig } from './config/config.ts';
import { builtGrammars } from './files.ts';
import { startService } from './service.ts';

/** What shells say of a command that was used wrongly. */
const UNUSABLE = 2;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const service = await startService(config, {
    grammars: builtGrammars(),
    // Not to the log: logs are kept and sent around.
    onFirstKey: (key) => process.stderr.write(`The first admin's API key, shown this once: ${key}\n`),
  });
  process.stderr.write(
    `Big-O Lens listens on ${service.url}; its documentation is at ${service.url}/v1/docs\n`,
  );

  let ending = false;
  const end = async (delay: number): Promise<void> => {
    if (ending) return;
    ending = true;
    service.announceEnd();
    await after(delay);
    const late = after(config.SHUTDOWN_GRACE_MS, 'late', { ref: false });
    const outcome = await Promise.race([service.close(), late]);
    if (outcome === 'late') process.stderr.write('Requests were still under way when the time was up.\n');
    process.exit(outcome === 'late' ? 1 : 0);
  };
  process.on('SIGTERM', () => void end(config.SHUTDOWN_DELAY_MS));
  // Somebody at a terminal has no balancer that would have to notice.
  process.on('SIGINT', () => void end(0));
}

void main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`big-o-lens service: ${message}\n`);
  process.exit(error instanceof ConfigError ? UNUSABLE : 1);
});
