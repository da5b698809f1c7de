/** The vault alone: what it gives back, and all that it does not open. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { EncryptionKey } from '../../../api/config/config.ts';
import { SealError, createVault } from '../../../api/store/vault.ts';

const keyOf = (id: string): EncryptionKey => ({ id, key: randomBytes(32) });
const OLD = keyOf('old');
const NEW = keyOf('new');
const TEXT = Buffer.from('class Solution: pass');
const CONTEXT = 'analysis:ada:1';

describe('the vault', () => {
  const vault = createVault([NEW, OLD]);

  it('gives back whatever was sealed, and never seals twice the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (text, context) => {
        const sealed = vault.seal(text, context);
        assert.deepEqual(Buffer.from(vault.open(sealed, context)), Buffer.from(text));
        assert.notDeepEqual(sealed, vault.seal(text, context));
      }),
    );
  });

  it('shows nothing of the text', () => {
    const text = Buffer.from('a text that is long enough to be recognised '.repeat(20));
    assert.ok(!Buffer.from(vault.seal(text, CONTEXT)).includes('recognised'));
  });

  it('opens nothing of which a single bit was changed, wherever it is', () => {
    const sealed = vault.seal(TEXT, CONTEXT);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      assert.throws(() => vault.open(changed, CONTEXT), SealError, `bit ${bit}`);
    }
  });

  it('opens nothing that was cut, lengthened or made up', () => {
    const sealed = vault.seal(TEXT, CONTEXT);
    for (let length = 0; length < sealed.length; length += 1) {
      assert.throws(() => vault.open(sealed.subarray(0, length), CONTEXT), SealError, `${length} bytes`);
    }
    assert.throws(() => vault.open(Buffer.concat([sealed, Buffer.of(0)]), CONTEXT), SealError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.throws(() => vault.open(bytes, CONTEXT), SealError);
      }),
    );
  });

  it('opens nothing in another place than its own, nor a text with the key of another', () => {
    const sealed = Buffer.from(vault.seal(TEXT, CONTEXT));
    assert.throws(() => vault.open(sealed, 'analysis:bob:1'), SealError);
    assert.throws(() => vault.rewrap(createVault([OLD]).seal(TEXT, CONTEXT), 'analysis:ada:2'), SealError);
    const other = Buffer.from(vault.seal(TEXT, CONTEXT));
    const head = sealed.length - TEXT.length - 28;
    const mixed = Buffer.concat([sealed.subarray(0, head), other.subarray(head)]);
    assert.throws(() => vault.open(mixed, CONTEXT), SealError);
  });

  it('names the key that it lacks', () => {
    const sealed = createVault([keyOf('lost')]).seal(TEXT, CONTEXT);
    for (const attempt of [vault.open, vault.rewrap]) {
      assert.throws(() => attempt(sealed, CONTEXT), { constructor: SealError, message: /'lost'/ });
    }
    const impostor = createVault([{ ...NEW, key: randomBytes(32) }]).seal(TEXT, CONTEXT);
    assert.throws(() => vault.open(impostor, CONTEXT), SealError);
    assert.throws(() => createVault([]), SealError);
  });

  it('moves a text to the newest key without sealing the text anew', () => {
    const before = createVault([OLD]).seal(TEXT, CONTEXT);
    const after = vault.rewrap(before, CONTEXT);
    assert.deepEqual(Buffer.from(createVault([NEW]).open(after, CONTEXT)), TEXT);
    const body = -(TEXT.length + 28);
    assert.deepEqual(Buffer.from(after.subarray(body)), Buffer.from(before.subarray(body)));
    assert.equal(vault.rewrap(after, CONTEXT), after);
  });
});
