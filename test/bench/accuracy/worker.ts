/** A thread that analyses a part of the rows. */
import { parentPort, workerData } from 'node:worker_threads';
import { analyseHere, type Part } from './run.ts';

const { rows, form } = workerData as Part;
parentPort?.postMessage(await analyseHere(rows, form));
