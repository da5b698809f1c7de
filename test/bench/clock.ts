/** A clock that other processes on the machine don't move forward. */

/** Processor time that this thread has used, in milliseconds: the engine's own, however busy the machine is. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
