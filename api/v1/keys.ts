/** `/keys`: create, list, change, revoke. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import type { KeyCreated, KeyInfo, KeyRequest, Role, Scope } from '../../shared/protocol/service.ts';
import { type Principal, reachOf, scopesOf } from '../auth/permissions.ts';
import { newCredential, visiblePrefix } from '../auth/secrets.ts';
import { ownerFor, ownerWithin, principalOf } from '../http/access.ts';
import { pageOf, positionOf } from '../http/pages.ts';
import { ProblemError } from '../http/problems.ts';
import type { Parts } from '../parts.ts';
import type { KeyChanges, StoredKey } from '../store/store.ts';
import { type App, SECURED, at, idempotencyKeyOf, isoOrNull, isoOf } from './routes.ts';
import {
  KeyChangeSchema,
  KeyCreatedSchema,
  KeyInfoSchema,
  KeyPageSchema,
  KeyQuerySchema,
  KeyRequestSchema,
} from '../../shared/schemas/v1/account.ts';
import { KEY_PROBLEMS, problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

const TAGS = ['keys'];
const IdParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9]{1,32}$' }) });

export function addKeys(app: App, parts: Parts): void {
  addCreation(app, parts);
  addChanges(app, parts);
}

function addCreation(app: App, parts: Parts): void {
  app.route({
    ...at('createKey'),
    config: { access: { needs: 'keys:write', limit: 'manage' } },
    schema: {
      summary: 'Create an API key',
      description: 'The answer is the only one that has the key itself: of it, a hash is kept.',
      tags: TAGS,
      security: SECURED,
      headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
      body: ref(KeyRequestSchema),
      response: {
        201: ref(KeyCreatedSchema),
        ...problems(...KEY_PROBLEMS, 'idempotency-replayed'),
      },
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const credential = newCredential('key', idFor(principal, idempotencyKeyOf(request)));
      const key = {
        ...wanted(principal, request.body, parts.now()),
        id: credential.id,
        hash: credential.hash,
      };
      if (!(await parts.store.keys.insert(key))) {
        throw new ProblemError(
          'idempotency-replayed',
          `The key ${key.id} was made with this Idempotency-Key. It is not shown twice: revoke it and make another.`,
        );
      }
      parts.directory.forget(key.id);
      await parts.audit.record({
        actor: principal.owner,
        action: 'key.created',
        target: key.id,
        detail: { owner: key.owner, role: key.role, scopes: key.scopes.join(' ') },
        correlationId: request.id,
      });
      const created: KeyCreated = { ...infoOf(key), key: credential.text };
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  });

  app.route({
    ...at('listKeys'),
    config: { access: { needs: 'keys:read', limit: 'read' } },
    schema: {
      summary: 'List API keys, newest first',
      description: 'Of the owner that is named; else of the caller, and for an admin of everybody.',
      tags: TAGS,
      security: SECURED,
      querystring: KeyQuerySchema,
      response: { 200: ref(KeyPageSchema), ...problems(...KEY_PROBLEMS, 'invalid-cursor') },
    },
    handler: async (request) => {
      const { owner, cursor, limit = 50 } = request.query;
      const principal = principalOf(request);
      const whose =
        owner === undefined ? ownerWithin(principal, 'keys:read') : ownerFor(principal, 'keys:read', owner);
      const found = await parts.store.keys.list(whose, positionOf(cursor), limit + 1);
      return pageOf(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }), infoOf);
    },
  });
}

function addChanges(app: App, parts: Parts): void {
  app.route({
    ...at('updateKey'),
    config: { access: { needs: 'keys:write', limit: 'manage' } },
    schema: {
      summary: 'Change a key’s name, role, scopes or expiry',
      description: 'Admins only. It counts for tokens that the key was exchanged for, too, within seconds.',
      tags: TAGS,
      security: SECURED,
      params: IdParams,
      body: ref(KeyChangeSchema),
      response: { 200: ref(KeyInfoSchema), ...problems(...KEY_PROBLEMS, 'not-found') },
    },
    handler: async (request) => {
      const principal = principalOf(request);
      if (reachOf(principal, 'keys:write') !== 'any') {
        throw new ProblemError('forbidden', 'Only an admin may change a key.');
      }
      const before = await found(parts, principal, request.params.id);
      const { expiresAt, ...rest } = request.body;
      const role = rest.role ?? before.role;
      const scopes = scopesFor(role, rest.scopes ?? narrowed(before, role));
      const changes: KeyChanges = {
        ...rest,
        scopes,
        ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : Date.parse(expiresAt) }),
      };
      const after = await parts.store.keys.update(before.id, changes);
      if (after === null) throw notFound();
      parts.directory.forget(after.id);
      await parts.audit.record({
        actor: principal.owner,
        action: 'key.changed',
        target: after.id,
        detail: {
          ...(after.role === before.role ? {} : { role: `${before.role} -> ${after.role}` }),
          scopes: after.scopes.join(' '),
        },
        correlationId: request.id,
      });
      return infoOf(after);
    },
  });

  app.route({
    ...at('revokeKey'),
    config: { access: { needs: 'keys:write', limit: 'manage' } },
    schema: {
      summary: 'Revoke a key and all its tokens',
      tags: TAGS,
      security: SECURED,
      params: IdParams,
      response: { 204: Type.Null({ description: 'Revoked.' }), ...problems(...KEY_PROBLEMS, 'not-found') },
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const key = await found(parts, principal, request.params.id);
      const now = parts.now();
      if (key.revokedAt === null) {
        await parts.store.keys.update(key.id, { revokedAt: now });
        parts.directory.forget(key.id);
        await parts.audit.record({
          actor: principal.owner,
          action: 'key.revoked',
          target: key.id,
          detail: { owner: key.owner },
          correlationId: request.id,
        });
      }
      // Again, if an attempt before ended half-way.
      await parts.store.families.revokeKey(key.id, now);
      return reply.code(204).send(null);
    },
  });
}

/** The key that a request describes. @throws ProblemError if the caller may not give so much. */
function wanted(
  principal: Principal,
  { name, owner, role = 'member', scopes, expiresAt }: KeyRequest,
  now: number,
): Omit<StoredKey, 'id' | 'hash'> {
  const expires = expiresAt === undefined ? null : Date.parse(expiresAt);
  if (expires !== null && expires <= now) {
    throw new ProblemError('invalid-request', 'The key would have expired already.', {
      errors: [{ pointer: '/body/expiresAt', message: 'must be in the future' }],
    });
  }
  const key = {
    name,
    owner: ownerFor(principal, 'keys:write', owner),
    role,
    scopes: scopesFor(role, scopes ?? narrowed(principal, role)),
    createdAt: now,
    expiresAt: expires,
    revokedAt: null,
  };
  if (principal.role !== 'admin') {
    if (role !== principal.role) {
      throw new ProblemError('forbidden', `Only an admin may make a key of the role ${role}.`);
    }
    const more = key.scopes.filter((scope) => !principal.scopes.includes(scope));
    if (more.length > 0) throw new ProblemError('forbidden', `Your own key lacks ${more.join(', ')}.`);
  }
  return key;
}

/** @throws ProblemError if a role has no such scope. */
function scopesFor(role: Role, scopes: readonly Scope[]): readonly Scope[] {
  const beyond = scopes.filter((scope) => !scopesOf(role).includes(scope));
  if (beyond.length === 0) return scopes;
  throw new ProblemError('invalid-request', `The role ${role} can’t have ${beyond.join(', ')}.`, {
    errors: [{ pointer: '/body/scopes', message: `must be of ${scopesOf(role).join(', ')}` }],
  });
}

/** The scopes where none are asked for: all of a new role, of the same role those that there were. */
function narrowed(holder: Pick<Principal, 'role' | 'scopes'>, role: Role): readonly Scope[] {
  return holder.role === role ? holder.scopes : scopesOf(role);
}

async function found(parts: Parts, principal: Principal, id: string): Promise<StoredKey> {
  const key = await parts.store.keys.find(id);
  const owner = ownerWithin(principal, 'keys:write');
  if (key === null || (owner !== null && key.owner !== owner)) throw notFound();
  return key;
}

function notFound(): ProblemError {
  return new ProblemError('not-found', 'There is no such key, or it is not yours.');
}

/** The same identifier for the same caller and Idempotency-Key, so that the second of two requests finds the first. */
function idFor(principal: Principal, idempotencyKey: string | null): string | undefined {
  if (idempotencyKey === null) return undefined;
  const digest = createHash('sha256').update(JSON.stringify(['key', principal.owner, idempotencyKey]));
  return digest.digest('hex').slice(0, 12);
}

export function infoOf({
  id,
  name,
  owner,
  role,
  scopes,
  createdAt,
  expiresAt,
  revokedAt,
}: StoredKey): KeyInfo {
  return {
    id,
    name,
    prefix: visiblePrefix(id),
    owner,
    role,
    scopes,
    createdAt: isoOf(createdAt),
    expiresAt: isoOrNull(expiresAt),
    revokedAt: isoOrNull(revokedAt),
  };
}
