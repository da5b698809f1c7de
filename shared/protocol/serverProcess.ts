/**
 * How the server's process is started so that it gives memory back: analyses make much garbage at once, of which V8's
 * nursery and the C library's allocator would otherwise keep what they once needed.
 */
export const SERVER_PROCESS = {
  /** MiB, of three semi-spaces each. */
  execArgv: ['--max-semi-space-size=32'],
  /** Bytes free at the top of the heap from which on glibc returns them; elsewhere the variable means nothing. */
  env: { MALLOC_TRIM_THRESHOLD_: '131072' },
} as const;
