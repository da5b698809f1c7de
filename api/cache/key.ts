/** Under which name a result is cached, and what it is sealed with. */
import { hash } from 'node:crypto';
import { VERSION } from '../../shared/protocol/version.ts';
import type { AnalysisJob } from '../ports.ts';

export interface CacheKey {
  /** The name of the result in every tier. */
  readonly id: string;
  /** 32 bytes that only somebody who has the program can know: results outside of this process are sealed with them. */
  readonly secret: Uint8Array;
}

/** Changes whenever cached results are laid out differently. */
const FORMAT = 1;

/**
 * Everything that the result depends on: content, language, settings and the engine's version. Both halves of one
 * digest: neither tells anything of the other.
 */
export function cacheKey({ text, language, fileName, disabledRules }: AnalysisJob): CacheKey {
  const settings = JSON.stringify([FORMAT, VERSION, language, fileName, disabledRules]);
  const digest = hash('sha512', settings + text, 'buffer');
  return { id: digest.toString('base64url', 0, 32), secret: digest.subarray(32) };
}
