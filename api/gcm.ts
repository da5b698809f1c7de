/** AES-256-GCM in one piece: nonce (12 bytes, random), tag (16), ciphertext. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Bytes that a text grows by. */
export const GCM_OVERHEAD = NONCE + TAG;

/** @param context has to be the same when it is decrypted; it is not part of what is returned */
export function encrypt(key: Uint8Array, text: Uint8Array, context = ''): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(context));
  const encrypted = cipher.update(text);
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
}

/** @throws Error unless the bytes are what `encrypt` gave for this key and context */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context = ''): Buffer {
  if (sealed.length < GCM_OVERHEAD) throw new Error('Too short to have been encrypted here.');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(NONCE, GCM_OVERHEAD));
  const text = decipher.update(sealed.subarray(GCM_OVERHEAD));
  decipher.final();
  return text;
}
