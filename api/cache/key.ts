/** Under which name a result is cached, and what it is sealed with. */
import { hash } from 'node:crypto';
import { VERSION } from '../../shared/protocol/version.ts';
import type { AnalysisJob } from '../ports.ts';

/** Changes whenever cached results are laid out differently. */
const FORMAT = 1;

/**
 * Names a result by everything that it depends on: content, language, settings and the engine's version. Identifier and
 * secret are the halves of one digest: neither tells anything of the other. The digest is made when somebody asks for
 * it, which for what is in memory nobody does.
 */
export class CacheKey {
  /** All of it as a text: the name within this process. */
  readonly content: string;
  #digest: Buffer | null = null;

  constructor({ text, language, fileName, disabledRules }: AnalysisJob) {
    this.content = JSON.stringify([FORMAT, VERSION, language, fileName, disabledRules]) + text;
  }

  /** The name in the tiers behind. */
  get id(): string {
    return this.#digested().toString('base64url', 0, 32);
  }

  /** 32 bytes that only somebody who has the program can know: results outside of this process are sealed with them. */
  get secret(): Uint8Array {
    return this.#digested().subarray(32);
  }

  #digested(): Buffer {
    return (this.#digest ??= hash('sha512', this.content, 'buffer'));
  }
}
