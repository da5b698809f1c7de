/** Under which name a result is cached, and what it is sealed with. */
import { hash } from 'node:crypto';
import { VERSION } from '../../shared/protocol/version.ts';
import type { AnalysisJob } from '../ports.ts';

export interface CacheKey {
  /** Everything that the result depends on: its name within this process. */
  readonly content: string;
  /** The name of the result in the tiers behind. */
  readonly id: string;
  /** 32 bytes that only somebody who has the program can know: results outside of this process are sealed with them. */
  readonly secret: Uint8Array;
}

/** Changes whenever cached results are laid out differently. */
const FORMAT = 1;

/**
 * Of content, language, settings and the engine's version. Identifier and secret are the halves of one digest: neither
 * tells anything of the other. It is made when somebody asks for it, which for what is in memory nobody does.
 */
export function cacheKey({ text, language, fileName, disabledRules }: AnalysisJob): CacheKey {
  const content = JSON.stringify([FORMAT, VERSION, language, fileName, disabledRules]) + text;
  let made: Buffer | null = null;
  const digest = (): Buffer => (made ??= hash('sha512', content, 'buffer'));
  return {
    content,
    get id() {
      return digest().toString('base64url', 0, 32);
    },
    get secret() {
      return digest().subarray(32);
    },
  };
}
