/**
 * What browsers are told of every answer. They never change, so they are a table: to work them out for each request, as
 * plugins do, was a tenth of the time of an answer from the cache.
 */
export const SECURITY_HEADERS = {
  // Nothing here is a page but the documentation, which has a policy of its own.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;
