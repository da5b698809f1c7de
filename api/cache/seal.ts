/**
 * Results quote lines of the program, so what leaves this process is encrypted (AES-256-GCM) with a key that follows
 * from the program itself: neither Redis nor the disk can be read, or fed, by anybody who does not have it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AnalysisSummary } from '../../shared/protocol/service.ts';
import type { Analysed } from '../ports.ts';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Nonce, tag and cipher text. */
export function seal({ summary, json }: Analysed, secret: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, secret, nonce);
  const text = [cipher.update(`${JSON.stringify(summary)}\n`, 'utf8'), cipher.update(json)];
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), ...text]);
}

/** Null for anything that `seal` did not make with the same secret. */
export function unseal(sealed: Uint8Array, secret: Uint8Array): Analysed | null {
  if (sealed.length < NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    const text = decipher.update(sealed.subarray(NONCE + TAG));
    decipher.final();
    const end = text.indexOf('\n');
    return {
      summary: JSON.parse(text.toString('utf8', 0, end)) as AnalysisSummary,
      json: text.subarray(end + 1),
    };
  } catch {
    return null;
  }
}
