/** Logs in the form of JSON lines that another process is writing. */
import { readFileSync } from 'node:fs';

/** The lines that are complete: the one that is being written is there when it is read the next time. */
export function linesOf(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
