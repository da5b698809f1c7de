/** Which features are on for a user, asked through OpenFeature, so that another provider can take the file's place. */
import { randomUUID } from 'node:crypto';
import { NOOP_PROVIDER, OpenFeature } from '@openfeature/server-sdk';
import type { Logger } from '../ports.ts';
import { createFileProvider } from './provider.ts';
import { FLAGS, type FlagName } from './rules.ts';

export interface Flags {
  /** Never rejects: where nothing can be said, the flag's default holds. */
  readonly isOn: (flag: FlagName, user: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/**
 * @param file As `parseRules` takes it; null: the defaults of all flags hold.
 * Rejects when the file can't be read or is wrong.
 */
export async function openFlags(file: string | null, logger: Logger): Promise<Flags> {
  // OpenFeature keeps providers by domain in one place: services in one process must not meet there.
  const domain = randomUUID();
  if (file !== null) await OpenFeature.setProviderAndWait(domain, createFileProvider(file, logger));
  const client = OpenFeature.getClient(domain);
  return {
    isOn: async (flag, user) => client.getBooleanValue(flag, FLAGS[flag], { targetingKey: user }),
    close: async () => {
      if (file !== null) await OpenFeature.setProviderAndWait(domain, NOOP_PROVIDER);
    },
  };
}
