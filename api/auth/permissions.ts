/** Who may do what, to whose things. */
import { type Role, SCOPES, type Scope } from '../../shared/protocol/service.ts';

/** An authenticated caller. */
export interface Principal {
  readonly owner: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly keyId: string;
}

/** One's own things, or everybody's. */
export type Reach = 'own' | 'any';

const REACH: Readonly<Record<Role, Readonly<Partial<Record<Scope, Reach>>>>> = {
  admin: {
    'analyses:read': 'any',
    'analyses:write': 'any',
    'keys:read': 'any',
    'keys:write': 'any',
    operations: 'any',
  },
  // A platform that keeps the histories of its users.
  service: { 'analyses:read': 'any', 'analyses:write': 'any' },
  member: {
    'analyses:read': 'own',
    'analyses:write': 'own',
    'keys:read': 'own',
    'keys:write': 'own',
  },
};

/** All scopes of a role. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES.filter((scope) => REACH[role][scope] !== undefined);
}

/** How far the caller's right goes; null if it has none. */
export function reachOf({ role, scopes }: Pick<Principal, 'role' | 'scopes'>, scope: Scope): Reach | null {
  return scopes.includes(scope) ? (REACH[role][scope] ?? null) : null;
}
