/** Messages about keys, tokens, quotas and operations. */
import { Type } from 'typebox';
import {
  AUDIT_ACTIONS,
  type AuditEntry,
  type KeyChange,
  type KeyCreated,
  type KeyInfo,
  type KeyRequest,
  type LanguageInfo,
  LOG_LEVELS,
  type Listing,
  type LogLevel,
  type Page,
  type Quota,
  ROUTE_CLASSES,
  type RevokeRequest,
  type RuleInfo,
  type TokenAnswer,
  type TokenRequest,
} from '../../protocol/service.ts';
import { Cursor, Limit, Owner, RoleSchema, ScopeSchema, Time } from './common.ts';
import { EXACT, describing, message, oneOf, orNull, record, ref } from './message.ts';

const Text = Type.String();
const KeyName = Type.String({ minLength: 1, maxLength: 100, examples: ['CI of the compiler course'] });
const Scopes = Type.Array(ScopeSchema, { minItems: 1, uniqueItems: true });

export const KeyRequestSchema = message<KeyRequest>()(
  'KeyRequest',
  Type.Object(
    {
      name: KeyName,
      owner: Type.Optional(Owner),
      role: Type.Optional(RoleSchema),
      scopes: Type.Optional(Scopes),
      expiresAt: Type.Optional(Time),
    },
    EXACT,
  ),
);

export const KeyChangeSchema = message<KeyChange>()(
  'KeyChange',
  Type.Object(
    {
      name: Type.Optional(KeyName),
      role: Type.Optional(RoleSchema),
      scopes: Type.Optional(Scopes),
      expiresAt: Type.Optional(orNull(Time)),
    },
    { ...EXACT, minProperties: 1 },
  ),
);

const KEY = {
  id: Text,
  name: Text,
  prefix: Type.String({ description: 'How the key begins: enough to recognise it, not to use it.' }),
  owner: Text,
  role: RoleSchema,
  scopes: Type.Array(ScopeSchema),
  createdAt: Time,
  expiresAt: orNull(Time),
  revokedAt: orNull(Time),
};

export const KeyInfoSchema = message<KeyInfo>()('KeyInfo', Type.Object(KEY));

export const KeyCreatedSchema = message<KeyCreated>()(
  'KeyCreated',
  Type.Object({ ...KEY, key: Type.String({ description: 'The key itself, shown this once.' }) }),
);

export const KeyPageSchema = message<Page<KeyInfo>>()(
  'KeyPage',
  Type.Object({ items: Type.Array(ref(KeyInfoSchema)), next: orNull(Text) }),
);

export const KeyQuerySchema = describing<{
  readonly owner?: string;
  readonly cursor?: string;
  readonly limit?: number;
}>()(
  Type.Object(
    { owner: Type.Optional(Owner), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) },
    EXACT,
  ),
);

/** Longer texts are no keys of ours. */
const Secret = Type.String({ minLength: 1, maxLength: 200 });

export const TokenRequestSchema = message<TokenRequest>()(
  'TokenRequest',
  Type.Union([
    Type.Object({ grantType: oneOf(['key']), key: Secret }, EXACT),
    Type.Object({ grantType: oneOf(['refresh']), refreshToken: Secret }, EXACT),
  ]),
);

export const TokenAnswerSchema = message<TokenAnswer>()(
  'TokenAnswer',
  Type.Object({
    accessToken: Text,
    tokenType: oneOf(['Bearer']),
    expiresIn: Type.Integer({ description: 'Seconds.' }),
    refreshToken: Type.String({ description: 'Good for one exchange, which gives the next.' }),
    refreshExpiresIn: Type.Integer({ description: 'Seconds.' }),
    owner: Text,
    role: RoleSchema,
    scopes: Type.Array(ScopeSchema),
  }),
);

export const RevokeRequestSchema = message<RevokeRequest>()(
  'RevokeRequest',
  Type.Object({ refreshToken: Secret }, EXACT),
);

export const QuotaSchema = message<Quota>()(
  'Quota',
  Type.Object({
    owner: Text,
    role: RoleSchema,
    limits: Type.Array(
      Type.Object({
        class: oneOf(ROUTE_CLASSES),
        limit: Type.Integer(),
        remaining: Type.Integer(),
        windowSeconds: Type.Integer(),
        resetSeconds: Type.Number(),
      }),
    ),
  }),
);

export const LanguagesSchema = message<Listing<LanguageInfo>>()(
  'Languages',
  Type.Object({ items: Type.Array(Type.Object({ id: Text, names: Type.Array(Text) })) }),
);

export const RulesSchema = message<Listing<RuleInfo>>()(
  'Rules',
  Type.Object({
    items: Type.Array(
      Type.Object({
        id: Text,
        severity: oneOf(['error', 'warning', 'information', 'hint']),
        what: Text,
        docs: Text,
      }),
    ),
  }),
);

export const LogLevelSchema = message<LogLevel>()(
  'LogLevel',
  Type.Object({ level: oneOf(LOG_LEVELS) }, EXACT),
);

const AuditEntrySchema = message<AuditEntry>()(
  'AuditEntry',
  Type.Object({
    id: Text,
    at: Time,
    actor: Text,
    action: oneOf(AUDIT_ACTIONS),
    target: Text,
    detail: record<string, typeof Text>(Text),
    correlationId: Text,
  }),
);

export const AuditPageSchema = message<Page<AuditEntry>>()(
  'AuditPage',
  Type.Object({ items: Type.Array(ref(AuditEntrySchema)), next: orNull(Text) }),
);

export const PageQuerySchema = describing<{ readonly cursor?: string; readonly limit?: number }>()(
  Type.Object({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }, EXACT),
);

export const ACCOUNT_SCHEMAS = [
  KeyRequestSchema,
  KeyChangeSchema,
  KeyInfoSchema,
  KeyCreatedSchema,
  KeyPageSchema,
  TokenRequestSchema,
  TokenAnswerSchema,
  RevokeRequestSchema,
  QuotaSchema,
  LanguagesSchema,
  RulesSchema,
  LogLevelSchema,
  AuditEntrySchema,
  AuditPageSchema,
];
