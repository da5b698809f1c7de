/** The texts of API keys and refresh tokens: a prefix that scanners recognise, a public identifier, a secret. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Credential {
  readonly id: string;
  /** What is stored of the secret. */
  readonly hash: Uint8Array;
}

type Kind = 'key' | 'refresh';

const PREFIX: Readonly<Record<Kind, string>> = { key: 'bol_', refresh: 'bolr_' };
const FORM = /^([A-Za-z0-9]{12})_([\w-]{43})$/;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 12;

/** 12 letters and digits, 71 bits. */
export function newId(): string {
  let id = '';
  while (id.length < ID_LENGTH) {
    // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
    for (const byte of randomBytes(16)) {
      if (byte < ALPHABET.length * 4 && id.length < ID_LENGTH) id += ALPHABET[byte % ALPHABET.length]!;
    }
  }
  return id;
}

/** A new credential and the text that is shown once. */
export function newCredential(kind: Kind, id = newId()): Credential & { readonly text: string } {
  const secret = randomBytes(32).toString('base64url');
  return { id, hash: hashOf(secret), text: `${PREFIX[kind]}${id}_${secret}` };
}

/** Null for a text of another form. */
export function parseCredential(kind: Kind, text: string): Credential | null {
  if (!text.startsWith(PREFIX[kind])) return null;
  const match = FORM.exec(text.slice(PREFIX[kind].length));
  return match === null ? null : { id: match[1]!, hash: hashOf(match[2]!) };
}

/** How a key begins: enough to recognise it. */
export function visiblePrefix(id: string): string {
  return `${PREFIX.key}${id}`;
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The secrets are 256 random bits: there is nothing to guess, so nothing that a slow hash would make slower. */
function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}
