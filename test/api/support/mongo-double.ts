/**
 * A double of a MongoDB server: it speaks the wire protocol on a socket, so that the real driver can be tested without
 * a server. Queries, updates and pipelines are mingo's; it has unique identifiers, validators and no query plans,
 * transactions, replica sets or shards. What it holds survives a kill, as a journal would have it.
 */
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';
import { Aggregator, Query, update } from 'mingo';
import { type Schema, violation } from './json-schema.ts';

export interface MongoDouble {
  readonly uri: string;
  /** Connections break, and new ones are refused. */
  readonly kill: () => Promise<void>;
  /** It listens again, at the same port. */
  readonly restart: () => Promise<void>;
  /** The indexes that were asked for, by collection. */
  readonly indexes: ReadonlyMap<string, readonly Document[]>;
  readonly documents: (collection: string) => readonly Document[];
}

interface Collection {
  readonly documents: Map<string, Document>;
  validator: Schema | null;
}

const OP_MSG = 2013;
/** The protocol of old, in which a driver greets a server that it does not know. */
const OP_QUERY = 2004;
const OP_REPLY = 1;
const HEADER = 16;
const DUPLICATE = 11_000;
const NAMESPACE_EXISTS = 48;
const INVALID = 121;

export async function startMongoDouble(): Promise<MongoDouble> {
  const collections = new Map<string, Collection>();
  const indexes = new Map<string, readonly Document[]>();
  const sockets = new Set<Socket>();
  let server: Server;
  let port = 0;
  const listen = async (): Promise<void> => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      serve(socket, (command) => answer(command, collections, indexes));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  await listen();
  return {
    uri: `mongodb://127.0.0.1:${port}/lens?directConnection=true&retryWrites=false`,
    kill: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    restart: listen,
    indexes,
    documents: (name) => [...(collections.get(name)?.documents.values() ?? [])],
  };
}

/** Takes messages off a connection and writes what each is answered with. */
function serve(socket: Socket, respond: (command: Document) => Document): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0);
      const message = pending.subarray(0, length);
      pending = pending.subarray(length);
      const id = message.readInt32LE(4);
      const greets = message.readInt32LE(12) === OP_QUERY;
      socket.write(
        greets ? encodeReply(id, respond(decodeQuery(message))) : encode(id, respond(decode(message))),
      );
    }
  });
}

/** The command, with the documents of the message's sections in it. */
function decode(message: Buffer): Document {
  let command: Document = {};
  let at = HEADER + 4;
  while (at < message.length) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) {
      command = { ...command, ...parse(section) };
    } else {
      const end = section.indexOf(0, 4);
      const documents: Document[] = [];
      for (let start = end + 1; start < section.length; start += section.readInt32LE(start)) {
        documents.push(parse(section.subarray(start, start + section.readInt32LE(start))));
      }
      command[section.toString('utf8', 4, end)] = documents;
    }
    at += 1 + length;
  }
  return command;
}

/** Flags, the collection's name, two numbers, the command. */
function decodeQuery(message: Buffer): Document {
  return parse(message.subarray(message.indexOf(0, HEADER + 4) + 9));
}

function encodeReply(requestId: number, document: Document): Buffer {
  const body = serialize(document);
  const head = Buffer.alloc(HEADER + 20);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(requestId, 8);
  head.writeInt32LE(OP_REPLY, 12);
  head.writeInt32LE(1, HEADER + 16);
  return Buffer.concat([head, body]);
}

function parse(bytes: Buffer): Document {
  return deserialize(bytes, { promoteBuffers: true });
}

function encode(requestId: number, document: Document): Buffer {
  const body = serialize(document);
  const head = Buffer.alloc(HEADER + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(requestId, 8);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

type Collections = Map<string, Collection>;

/** Handlers by the command's name, which is its first property. */
const COMMANDS: Readonly<
  Record<string, (command: Document, collection: () => Collection, name: string) => Document>
> = {
  ping: () => ({}),
  endSessions: () => ({}),
  insert: (command, collection) => {
    const errors = (command.documents as Document[]).flatMap((document, index) => {
      const error = insert(collection(), document);
      return error === null ? [] : [{ index, ...error }];
    });
    const n = (command.documents as Document[]).length - errors.length;
    return { n, ...(errors.length === 0 ? {} : { writeErrors: errors }) };
  },
  find: (command, collection, name) => {
    let cursor = new Query(command.filter as Document).find<Document>(
      [...collection().documents.values()],
      command.projection as Record<string, 1>,
    );
    if (command.sort !== undefined) cursor = cursor.sort(command.sort as Record<string, 1 | -1>);
    if (typeof command.limit === 'number' && command.limit > 0) cursor = cursor.limit(command.limit);
    return cursorOf(cursor.all(), name);
  },
  aggregate: (command, collection, name) => {
    const all: Document[] = [...collection().documents.values()];
    return cursorOf(new Aggregator(command.pipeline as Document[]).run<Document>(all), name);
  },
  update: (command, collection) => {
    let n = 0;
    for (const { q, u, multi } of command.updates as Document[]) {
      const found = matching(collection(), q as Document).slice(0, multi === true ? undefined : 1);
      for (const document of found) update(document, u as Document);
      n += found.length;
    }
    return { n, nModified: n };
  },
  findAndModify: (command, collection) => {
    const [found] = matching(collection(), command.query as Document);
    if (found === undefined) return { value: null };
    update(found, command.update as Document);
    return { value: found };
  },
  delete: (command, collection) => {
    let n = 0;
    for (const { q, limit } of command.deletes as Document[]) {
      const found = matching(collection(), q as Document).slice(0, limit === 1 ? 1 : undefined);
      for (const { _id } of found) collection().documents.delete(keyOf(_id));
      n += found.length;
    }
    return { n };
  },
};

function answer(
  command: Document,
  collections: Collections,
  indexes: Map<string, readonly Document[]>,
): Document {
  const [verb, value] = Object.entries(command)[0]! as [string, unknown];
  const name = String(value);
  const collection = (): Collection => {
    let found = collections.get(name);
    if (found === undefined) collections.set(name, (found = { documents: new Map(), validator: null }));
    return found;
  };
  if (/^(hello|ismaster)$/i.test(verb)) return greeting();
  if (verb === 'create' && collections.has(name)) return failure(NAMESPACE_EXISTS, `${name} exists`);
  if (verb === 'create' || verb === 'collMod') {
    collection().validator = (command.validator as { $jsonSchema: Schema }).$jsonSchema;
    return { ok: 1 };
  }
  if (verb === 'createIndexes') {
    indexes.set(name, command.indexes as Document[]);
    return { ok: 1 };
  }
  const handle = COMMANDS[verb];
  if (handle === undefined) return failure(59, `the double has no ${verb}`);
  return { ...handle(command, collection, `lens.${name}`), ok: 1 };
}

function greeting(): Document {
  return {
    ok: 1,
    isWritablePrimary: true,
    helloOk: true,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  };
}

function insert({ documents, validator }: Collection, document: Document): Document | null {
  const key = keyOf(document._id);
  if (documents.has(key)) return { code: DUPLICATE, errmsg: `E11000 duplicate key: ${key}` };
  const wrong = validator === null ? null : violation(document, validator);
  if (wrong !== null) return { code: INVALID, errmsg: `Document failed validation: ${wrong}` };
  documents.set(key, document);
  return null;
}

function matching({ documents }: Collection, condition: Document): Document[] {
  const query = new Query(condition);
  return [...documents.values()].filter((document) => query.test(document));
}

function keyOf(id: unknown): string {
  return JSON.stringify(id);
}

function cursorOf(firstBatch: Document[], ns: string): Document {
  return { cursor: { id: 0n, ns, firstBatch } };
}

function failure(code: number, errmsg: string): Document {
  return { ok: 0, code, errmsg };
}
