/** A watch that other processes on the machine hardly move forward. */

/** The processor's clock may tick no more often than this. */
const GRAIN_MS = 10;

/** Starts a watch: it tells the time since then, or this thread's processor time where that is clearly less. */
export function stopwatch(): () => number {
  const start = performance.now();
  const startProcessor = processorMs();
  return () => Math.min(performance.now() - start, processorMs() - startProcessor + GRAIN_MS);
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
