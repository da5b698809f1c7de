/** Which addresses of a remote service are allowed: what is sent has programs and keys in it. */

/** An address that can't be used: the message says why, and never repeats a password. */
export class AddressError extends Error {}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The origin of a service, such as "https://lens.example.org:8443": https, or http to this machine itself.
 * A name that merely begins like a loopback address ("127.0.0.1.example.org", "localhost.example.org") is none.
 * @throws AddressError
 */
export function serviceOrigin(text: string): string {
  const url = parsed(text.trim());
  if (url === null) {
    throw new AddressError('The address of the service has to be a URL, such as https://lens.example.org.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new AddressError('The address of the service can’t have a user or password in it.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw new AddressError(
      'The address of the service has to begin with https://, unless it is on this machine.',
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new AddressError(`The address of the service ends with its host and port: ${url.origin}.`);
  }
  return url.origin;
}

/** `URL.parse` is younger than the oldest VS Code that is supported. */
function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
