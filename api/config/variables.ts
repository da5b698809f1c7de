/**
 * Every variable of the environment that the service reads, described once: the service starts by this table, and a
 * test compares it with the table in docs/service.md.
 */
import { KEEP, LOG_LEVELS } from '../../shared/protocol/service.ts';

interface Described {
  readonly description: string;
  /** Never printed, and also read from the file that `<NAME>_FILE` names, as container platforms hand secrets over. */
  readonly secret?: true;
}

export type Variable = Described &
  (
    | { readonly kind: 'integer'; readonly default: number; readonly least: number; readonly most: number }
    | { readonly kind: 'text'; readonly default: string }
    | { readonly kind: 'one'; readonly default: string; readonly values: readonly string[] }
    | { readonly kind: 'list'; readonly default: readonly string[] }
    /** Null when it is not set: the service then does without. */
    | { readonly kind: 'url'; readonly default: null; readonly protocols: readonly string[] }
    /** `class=limit/seconds` for every class of routes, separated by spaces. */
    | { readonly kind: 'limits'; readonly default: string }
    /** `id:key` pairs separated by commas, the key 32 bytes in base64; the first one encrypts. */
    | { readonly kind: 'keys'; readonly default: '' }
  );

export const VARIABLES = {
  // Where it listens
  HOST: { kind: 'text', default: '127.0.0.1', description: 'Address to listen on; `0.0.0.0` for all.' },
  PORT: {
    kind: 'integer',
    default: 8080,
    least: 0,
    most: 65_535,
    description: 'Port to listen on; 0 takes a free one.',
  },
  PUBLIC_URL: {
    kind: 'url',
    default: null,
    protocols: ['https:', 'http:'],
    description:
      'Address under which clients reach the service: issuer and audience of tokens. Default: the address that it listens on. Replicas must share it.',
  },
  TRUST_PROXY: {
    kind: 'list',
    default: [],
    description:
      'Addresses or networks of the load balancers whose `X-Forwarded-*` headers count, such as `10.0.0.0/8`.',
  },
  CORS_ORIGINS: {
    kind: 'list',
    default: [],
    description: 'Origins whose web pages may call the service. None by default.',
  },

  // Limits of a request
  BODY_LIMIT_KB: {
    kind: 'integer',
    default: 1024,
    least: 16,
    most: 65_536,
    description: 'Largest body of a request, in kilobytes.',
  },
  REQUEST_TIMEOUT_MS: {
    kind: 'integer',
    default: 15_000,
    least: 1000,
    most: 300_000,
    description: 'A request has to arrive within this time.',
  },
  SHUTDOWN_DELAY_MS: {
    kind: 'integer',
    default: 0,
    least: 0,
    most: 300_000,
    description:
      'On SIGTERM, the service says for so long that it is not ready, and answers all the same: longer than a load balancer takes to notice.',
  },
  SHUTDOWN_GRACE_MS: {
    kind: 'integer',
    default: 10_000,
    least: 0,
    most: 300_000,
    description: 'Then, requests under way have this long to end.',
  },
  LIMIT_ADMIN: {
    kind: 'limits',
    default: 'analyse=600/60 read=1200/60 manage=120/60 token=60/60',
    description: 'Requests of one admin: `class=limit/seconds` for each class of routes.',
  },
  LIMIT_MEMBER: {
    kind: 'limits',
    default: 'analyse=300/60 read=600/60 manage=30/60 token=30/60',
    description: 'Requests of one member.',
  },
  LIMIT_SERVICE: {
    kind: 'limits',
    default: 'analyse=6000/60 read=6000/60 manage=60/60 token=60/60',
    description: 'Requests of one service.',
  },
  LIMIT_ANONYMOUS: {
    kind: 'limits',
    default: 'analyse=0/60 read=120/60 manage=0/60 token=20/60',
    description: 'Requests of one address without a key: token exchanges and public pages.',
  },

  // Analyses
  WORKERS: {
    kind: 'integer',
    default: 0,
    least: 0,
    most: 256,
    description:
      'Threads that analyse; 0 for one a core, but at least one and at most one less than there are.',
  },
  QUEUE_LIMIT: {
    kind: 'integer',
    default: 64,
    least: 0,
    most: 10_000,
    description: 'Analyses that may wait for a thread; further ones are answered with 503.',
  },
  ANALYSIS_DEADLINE_MS: {
    kind: 'integer',
    default: 5000,
    least: 50,
    most: 60_000,
    description: 'An analysis that takes longer, its wait included, is given up.',
  },

  // Caches
  REDIS_URL: {
    kind: 'url',
    default: null,
    secret: true,
    protocols: ['redis:', 'rediss:'],
    description:
      'Redis for limits and cached results that replicas share. Without it each process has its own.',
  },
  CACHE_MEMORY_MB: {
    kind: 'integer',
    default: 64,
    least: 0,
    most: 65_536,
    description: 'Cached results in the memory of the process.',
  },
  CACHE_REDIS_SECONDS: {
    kind: 'integer',
    default: 604_800,
    least: 1,
    most: 31_536_000,
    description: 'How long Redis keeps a cached result.',
  },
  CACHE_DISK_MB: {
    kind: 'integer',
    default: 256,
    least: 0,
    most: 1_048_576,
    description: 'Cached results on disk, of those that recur; 0 for none.',
  },
  CACHE_TIMEOUT_MS: {
    kind: 'integer',
    default: 10,
    least: 1,
    most: 5000,
    description: 'A cache that has not answered by then is passed by.',
  },

  // The store
  DATA_DIR: {
    kind: 'text',
    default: 'data',
    description: 'Folder of the embedded store, the cache on disk, the spool and generated keys.',
  },
  MONGODB_URI: {
    kind: 'url',
    default: null,
    secret: true,
    protocols: ['mongodb:', 'mongodb+srv:'],
    description:
      'MongoDB for results and keys, with the database in its path. Without it: SQLite in `DATA_DIR`.',
  },
  KEEP: {
    kind: 'one',
    default: 'source',
    values: KEEP,
    description: 'The most that is kept of an analysis: `nothing`, `summary`, `result` or `source`.',
  },
  RETENTION_DAYS: {
    kind: 'integer',
    default: 0,
    least: 0,
    most: 36_500,
    description: 'Analyses are deleted after so many days; 0 keeps them.',
  },
  ENCRYPTION_KEYS: {
    kind: 'keys',
    default: '',
    secret: true,
    description:
      'Keys that encrypt what is stored: `id:key` pairs, comma-separated, each key 32 bytes in base64. The first encrypts, all decrypt. Default: one is made in `DATA_DIR`; needed with `MONGODB_URI`.',
  },

  // Tokens
  ACCESS_TOKEN_SECONDS: {
    kind: 'integer',
    default: 600,
    least: 30,
    most: 86_400,
    description: 'Life of an access token.',
  },
  REFRESH_TOKEN_DAYS: {
    kind: 'integer',
    default: 30,
    least: 1,
    most: 365,
    description: 'Life of a refresh token; each exchange begins it anew.',
  },
  SIGNING_KEY_DAYS: {
    kind: 'integer',
    default: 30,
    least: 1,
    most: 365,
    description: 'The key that signs access tokens is replaced after so many days.',
  },

  // What is switched while it runs
  FLAGS_FILE: {
    kind: 'text',
    default: '',
    description:
      'File of the feature flags, read again when it changes; see "Feature flags". Default: the defaults of all flags.',
  },

  // What it tells
  LOG_LEVEL: {
    kind: 'one',
    default: 'info',
    values: LOG_LEVELS,
    description: 'Least severe level that is logged at the start; `PUT /v1/log-level` changes it.',
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;
