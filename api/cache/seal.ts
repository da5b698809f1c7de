/**
 * Results quote lines of the program, so what leaves this process is encrypted with a key that follows from the program
 * itself: neither Redis nor the disk can be read, or fed, by anybody who does not have it.
 */
import type { AnalysisSummary } from '../../shared/protocol/service.ts';
import { decrypt, encrypt } from '../gcm.ts';
import type { Analysed } from '../ports.ts';

/** The summary's JSON, a line feed, which JSON in one line does not have, and the result's: encrypted. */
export function seal({ summary, json }: Analysed, secret: Uint8Array): Uint8Array {
  return encrypt(secret, Buffer.concat([Buffer.from(`${JSON.stringify(summary)}\n`), json]));
}

/** Null for anything that `seal` did not make with the same secret. */
export function unseal(sealed: Uint8Array, secret: Uint8Array): Analysed | null {
  try {
    const text = decrypt(secret, sealed);
    const end = text.indexOf('\n');
    return {
      summary: JSON.parse(text.toString('utf8', 0, end)) as AnalysisSummary,
      json: text.subarray(end + 1),
    };
  } catch {
    return null;
  }
}
