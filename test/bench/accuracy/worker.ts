/** A thread that analyses a part of the rows. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Row } from './rows.ts';
import { analyseHere } from './run.ts';

parentPort?.postMessage(await analyseHere(workerData as readonly Row[]));
