import assert from 'node:assert/strict';
import { AddressError, serviceOrigin } from '../../../shared/remote/address.ts';

describe('the address of a remote service', () => {
  it('becomes its origin', () => {
    const origins = {
      'https://lens.example.org': 'https://lens.example.org',
      ' HTTPS://Lens.Example.org:443/ ': 'https://lens.example.org',
      'https://lens.example.org:8443/': 'https://lens.example.org:8443',
      'http://localhost:8080': 'http://localhost:8080',
      'http://127.0.0.1:8080': 'http://127.0.0.1:8080',
      'http://127.1': 'http://127.0.0.1',
      'http://[::1]:8080/': 'http://[::1]:8080',
    };
    for (const [text, origin] of Object.entries(origins)) assert.equal(serviceOrigin(text), origin);
  });

  it('is https, but for this machine itself', () => {
    const open = [
      'lens.example.org',
      '127.0.0.1.example.org',
      'localhost.example.org',
      '10.0.0.1',
      '0.0.0.0',
    ];
    for (const host of open) assert.throws(() => serviceOrigin(`http://${host}`), /begin with https/, host);
    for (const text of ['ftp://localhost', 'file:///etc/passwd', 'localhost:8080']) {
      assert.throws(() => serviceOrigin(text), /begin with https/, text);
    }
  });

  it('is a URL with nothing behind the port', () => {
    for (const text of ['', 'lens.example.org', 'https://']) {
      assert.throws(() => serviceOrigin(text), /has to be a URL/, text);
    }
    for (const end of ['/v1', '/?a=b', '/#a']) {
      assert.throws(() => serviceOrigin(`https://lens.example.org${end}`), /ends with its host/, end);
    }
  });

  it('has no password, and the message does not repeat it', () => {
    for (const user of ['me:secret', ':secret', 'secret']) {
      assert.throws(
        () => serviceOrigin(`https://${user}@lens.example.org`),
        (error) => error instanceof AddressError && !error.message.includes('secret'),
      );
    }
  });
});
