/** The store of many replicas: MongoDB, by the official driver. */
import type { Document } from 'mongodb';
import type { AUDIT_ACTIONS } from '../../../shared/protocol/service.ts';
import type { AuditRepository, Store } from '../store.ts';
import { mongoAnalyses } from './analyses.ts';
import { type Database, after, openDatabase } from './database.ts';
import { mongoFamilies, mongoKeys, mongoSigningKeys } from './keys.ts';

/** @param uri with the database's name in its path. Rejects with `StoreUnavailable` if it can't be reached. */
export async function openMongoStore(uri: string): Promise<Store> {
  const database = await openDatabase(uri);
  return {
    analyses: mongoAnalyses(database),
    keys: mongoKeys(database),
    families: mongoFamilies(database),
    signingKeys: mongoSigningKeys(database),
    audit: mongoAudit(database),
    ping: database.ping,
    // The server deletes by its TTL indexes.
    purge: async () => Promise.resolve(),
    close: database.close,
  };
}

interface AuditDocument extends Document {
  readonly _id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: (typeof AUDIT_ACTIONS)[number];
  readonly target: string;
  readonly detail: Record<string, string>;
  readonly correlationId: string;
}

function mongoAudit({ collection, run }: Database): AuditRepository {
  const audit = collection<AuditDocument>('audit');
  return {
    append: ({ id, at, ...entry }) =>
      run(async () => {
        await audit.insertOne({ _id: id, at: new Date(at), ...entry });
      }),
    list: (position, limit) =>
      run(async () => {
        const found = await audit
          .find(after(position, 'at'))
          .sort({ at: -1, _id: -1 })
          .limit(limit)
          .toArray();
        return found.map(({ _id, at, actor, action, target, detail, correlationId }) => {
          return { id: _id, at: at.getTime(), actor, action, target, detail, correlationId };
        });
      }),
  };
}
