/**
 * How the server's process is started so that it gives memory back: analyses make much garbage at once, of which V8's
 * nursery and the C library's allocator would otherwise keep what they once needed.
 */
export const SERVER_PROCESS = {
  /** MiB, of three semi-spaces each. */
  execArgv: ['--max-semi-space-size=32'],
  /**
   * glibc's, in bytes; elsewhere they mean nothing. What is free at the end of a heap goes back from the first on; what
   * is as large as the second, such as the memory of V8's compilers, is mapped by itself and goes back at once.
   */
  env: { MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '32768' },
} as const;
