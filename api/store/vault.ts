/**
 * Encryption at rest: AES-256-GCM with envelope keys. Every record is encrypted with a key of its own, which is
 * stored beside it, encrypted with the service's key, which is named by its id. So the service's key can be replaced
 * while records of the old one stay readable, and moving a record to the new one leaves its text untouched.
 *
 * Layout: version (1 byte, 1), length of the id (1), id, wrapped data key, sealed text; the two last are each as
 * `gcm.ts` has them.
 */
import { randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config/config.ts';
import * as gcm from '../gcm.ts';

export interface Vault {
  /** Only `open` with the same context gives the text back: a record can't be passed off as another. */
  readonly seal: (text: Uint8Array, context: string) => Uint8Array;
  /** @throws SealError if the key is unknown, or the bytes or the context are not those that were sealed. */
  readonly open: (sealed: Uint8Array, context: string) => Uint8Array;
  /** The same text under the newest key; the same bytes if they are already. Throws as `open` does. */
  readonly rewrap: (sealed: Uint8Array, context: string) => Uint8Array;
}

export class SealError extends Error {}

const VERSION = 1;
const DATA_KEY = 32;
const WRAPPED = gcm.GCM_OVERHEAD + DATA_KEY;

/** @param keys The first one encrypts, all decrypt. There is at least one. */
export function createVault(keys: readonly EncryptionKey[]): Vault {
  const [newest] = keys;
  if (newest === undefined) throw new SealError('There is no key to encrypt with.');
  const byId = new Map(keys.map((key) => [key.id, key]));

  const unwrap = ({ id, wrapped }: Envelope, context: string): Uint8Array => {
    const key = byId.get(id);
    if (key === undefined) throw new SealError(`The encryption key '${id}' is not configured.`);
    return decrypt(key.key, wrapped, context);
  };
  const wrap = (dataKey: Uint8Array, body: Uint8Array, context: string): Uint8Array =>
    Buffer.concat([
      Buffer.from([VERSION, newest.id.length]),
      Buffer.from(newest.id, 'latin1'),
      gcm.encrypt(newest.key, dataKey, context),
      body,
    ]);
  return {
    seal: (text, context) => {
      const dataKey = randomBytes(DATA_KEY);
      return wrap(dataKey, gcm.encrypt(dataKey, text, context), context);
    },
    open: (sealed, context) => {
      const envelope = parse(sealed);
      return decrypt(unwrap(envelope, context), envelope.body, context);
    },
    rewrap: (sealed, context) => {
      const envelope = parse(sealed);
      return envelope.id === newest.id ? sealed : wrap(unwrap(envelope, context), envelope.body, context);
    },
  };
}

interface Envelope {
  readonly id: string;
  readonly wrapped: Uint8Array;
  readonly body: Uint8Array;
}

function parse(sealed: Uint8Array): Envelope {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const start = 2 + (bytes[1] ?? 0);
  if (bytes[0] !== VERSION || bytes.length < start + WRAPPED + gcm.GCM_OVERHEAD) {
    throw new SealError('These bytes were not sealed here.');
  }
  return {
    id: bytes.toString('latin1', 2, start),
    wrapped: bytes.subarray(start, start + WRAPPED),
    body: bytes.subarray(start + WRAPPED),
  };
}

function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  try {
    return gcm.decrypt(key, sealed, context);
  } catch (error) {
    throw new SealError('The sealed bytes or their context have been changed.', { cause: error });
  }
}
