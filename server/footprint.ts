/**
 * Gives memory back when nobody types any more. Analyses leave much garbage behind; V8 collects it, but keeps the pages
 * for the next, three times what is in use. Keeping the heap small all the time would make every analysis slower.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const IDLE_MS = 2000;

/** A heap of this size is little more than the code. */
const SMALL = 40 * 1024 * 1024;

type CollectGarbage = (options: {
  readonly type: 'major';
  readonly execution: 'sync';
  readonly flavor: 'last-resort';
}) => void;

/** The function to call after each analysis. */
export function createFootprint(): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(shrink, IDLE_MS).unref();
    timer.refresh();
  };
}

function shrink(): void {
  if (getHeapStatistics().total_physical_size < SMALL) return;
  setFlagsFromString('--expose-gc');
  // Contexts made from now on have the function.
  const collect = runInNewContext('gc') as CollectGarbage;
  // Of the kinds of collection only this one returns the pages to the system.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
