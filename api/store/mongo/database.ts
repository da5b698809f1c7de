/** The connection to MongoDB, and what all its repositories need of it. */
import {
  type Collection,
  type Db,
  type Document,
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoServerError,
} from 'mongodb';
import { DeadlineError, within } from '../../../shared/remote/guard.ts';
import { type Position, StoreUnavailable } from '../store.ts';
import { COLLECTIONS, type CollectionName, type CollectionPlan } from './collections.ts';

export interface Database {
  readonly collection: <T extends Document>(name: CollectionName) => Collection<T>;
  /** Runs work; what the driver throws because it can't reach the server becomes `StoreUnavailable`. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * What one operation may take, all of it. Without a limit one that a dying server swallowed would never end, and the
 * writes behind it would wait for ever. Shorter than the deadline of a call (`guarded.ts`): the driver's error says more.
 */
const OPERATION_MS = 1500;
const NAMESPACE_EXISTS = 48;
const DUPLICATE = 11_000;

/** Connects, makes what is not there, and brings validators up to date. */
export async function openDatabase(uri: string): Promise<Database> {
  const client = new MongoClient(uri, {
    appName: 'big-o-lens',
    socketTimeoutMS: 2 * OPERATION_MS,
    serverSelectionTimeoutMS: OPERATION_MS,
    connectTimeoutMS: OPERATION_MS,
    // What has been acknowledged survives the loss of a server.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    // Bytes come as they are, not as objects of BSON.
    promoteBuffers: true,
  });
  const run = async <T>(work: () => Promise<T>): Promise<T> => reporting(within(OPERATION_MS, work()));
  const database = client.db();
  await reporting(client.connect());
  for (const [name, plan] of Object.entries(COLLECTIONS)) await reporting(prepare(database, name, plan));
  return {
    collection: (name) => database.collection(name),
    run,
    ping: () =>
      run(async () => {
        await database.command({ ping: 1 });
      }),
    close: async () => client.close(),
  };
}

/** What the driver throws because it can't reach the server becomes `StoreUnavailable`. */
async function reporting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUnavailable(error) ? new StoreUnavailable(error.message, { cause: error }) : error;
  }
}

/** Several replicas may do it at once. */
async function prepare(database: Db, name: string, { validator, indexes }: CollectionPlan): Promise<void> {
  const rule: { validator: Document } = { validator: { $jsonSchema: validator } };
  try {
    await database.createCollection(name, rule);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
    await database.command({ collMod: name, ...rule });
  }
  await database.collection(name).createIndexes(
    indexes.map(({ name: index, key, partial, expires }) => ({
      name: index,
      key: { ...key },
      ...(partial === undefined ? {} : { partialFilterExpression: partial }),
      ...(expires ? { expireAfterSeconds: 0 } : {}),
    })),
  );
}

/** The server can't be reached, is not the primary, or did not confirm that a write will last. */
function isUnavailable(error: unknown): error is Error {
  if (error instanceof DeadlineError) return true;
  if (!(error instanceof MongoError)) return false;
  if (error instanceof MongoBulkWriteError) return !isDuplicate(error);
  return (
    !(error instanceof MongoServerError) ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('RetryableError')
  );
}

/** All that went wrong is that some of the documents were there already. */
export function isDuplicate(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const errors = [error.writeErrors].flat();
    return errors.length > 0 && errors.every(({ code }) => code === DUPLICATE);
  }
  return error instanceof MongoServerError && error.code === DUPLICATE;
}

/** Inserts one; false if there is one of this identifier. */
export async function insertOnce(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** What comes after a position in an order of falling time and identifier. */
export function after(position: Position | null, time: string): Document {
  if (position === null) return {};
  const at = new Date(position.at);
  return { $or: [{ [time]: { $lt: at } }, { [time]: at, _id: { $lt: position.id } }] };
}
