/** Reads the service's configuration from the environment. */
import { readFileSync } from 'node:fs';
import { ROUTE_CLASSES, type RouteClass } from '../../shared/protocol/service.ts';
import { VARIABLES, type Variable, type VariableName } from './variables.ts';

/** So many requests in a window; the bucket refills evenly. */
export interface Allowance {
  readonly limit: number;
  readonly windowSeconds: number;
}
export type Allowances = Readonly<Record<RouteClass, Allowance>>;

/** A key of AES-256. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Uint8Array;
}

type ValueOf<V extends Variable> = V extends { kind: 'integer' }
  ? number
  : V extends { kind: 'text' }
    ? string
    : V extends { kind: 'one'; values: readonly (infer E)[] }
      ? E
      : V extends { kind: 'list' }
        ? readonly string[]
        : V extends { kind: 'url' }
          ? string | null
          : V extends { kind: 'limits' }
            ? Allowances
            : readonly EncryptionKey[];

/** `config.PORT`: a value has the name under which the environment gives it. */
export type Config = { readonly [N in VariableName]: ValueOf<(typeof VARIABLES)[N]> };

/** The environment is wrong. The message has a line for each variable. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration that the environment gives. An empty variable counts as not set.
 * @throws ConfigError that names every variable that can't be taken, and what it has to be.
 */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const values = (Object.entries(VARIABLES) as [VariableName, Variable][]).map(([name, variable]) => {
    try {
      const text = textOf(environment, name, variable);
      return [name, parse(text ?? String(variable.default ?? ''), variable)] as const;
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : String(error)}`);
      return [name, undefined] as const;
    }
  });
  const config = Object.fromEntries(values) as unknown as Config;
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The variable, or what the file says that `<NAME>_FILE` names. */
function textOf(environment: Environment, name: string, { secret }: Variable): string | undefined {
  const file = secret ? environment[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return nonEmpty(environment[name]);
  if (nonEmpty(environment[name]) !== undefined)
    throw new Error(`is set, and so is ${name}_FILE: one is enough`);
  try {
    return nonEmpty(readFileSync(file, 'utf8').trim());
  } catch (error) {
    throw new Error(`can't be read from ${name}_FILE: ${error instanceof Error ? error.message : '?'}`, {
      cause: error,
    });
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** @throws Error with what the variable has to be, to follow its name. A secret's value is not in it. */
function parse(text: string, variable: Variable): unknown {
  switch (variable.kind) {
    case 'integer': {
      const { least, most } = variable;
      const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= least && value <= most) return value;
      throw new Error(`is '${text}', but has to be a whole number from ${least} to ${most}`);
    }
    case 'text':
      return text;
    case 'one':
      if (variable.values.includes(text)) return text;
      throw new Error(`is '${text}', but has to be one of ${variable.values.join(', ')}`);
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'url':
      return text === '' ? null : urlOf(text, variable.protocols);
    case 'limits':
      return allowancesOf(text);
    case 'keys':
      return text === '' ? [] : text.split(',').map((pair) => encryptionKeyOf(pair.trim()));
  }
}

function urlOf(text: string, protocols: readonly string[]): string {
  // A MongoDB address may list several hosts with ports, which URL does not parse: only its beginning is checked.
  const protocol = protocols.find((candidate) => text.startsWith(`${candidate}//`));
  if (protocol === undefined || text.length === protocol.length + 2) {
    throw new Error(`has to be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  return text.replace(/\/+$/, '');
}

function allowancesOf(text: string): Allowances {
  const found = new Map<string, Allowance>();
  for (const word of text.split(/\s+/)) {
    const match = /^(\w+)=(\d{1,9})\/([1-9]\d{0,5})$/.exec(word);
    if (match === null || !(ROUTE_CLASSES as readonly string[]).includes(match[1]!)) {
      throw new Error(
        `has '${word}', but each part has to be class=limit/seconds with a class of ${ROUTE_CLASSES.join(', ')}`,
      );
    }
    found.set(match[1]!, { limit: Number(match[2]), windowSeconds: Number(match[3]) });
  }
  const missing = ROUTE_CLASSES.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`lacks the class ${missing.join(', ')}`);
  return Object.fromEntries(found) as Allowances;
}

function encryptionKeyOf(pair: string): EncryptionKey {
  const match = /^([\w-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(pair);
  if (match === null) {
    throw new Error('has to be id:key pairs separated by commas, each key 32 bytes in base64');
  }
  return { id: match[1]!, key: Buffer.from(match[2]!, 'base64') };
}

/** What is wrong though every variable is right by itself. */
function contradictions(config: Config): string[] {
  const ids = config.ENCRYPTION_KEYS.map(({ id }) => id);
  return [
    ...(new Set(ids).size < ids.length ? ['ENCRYPTION_KEYS has two keys with one id'] : []),
    ...(config.MONGODB_URI !== null && ids.length === 0
      ? ['ENCRYPTION_KEYS has to be set with MONGODB_URI: a key made here would be unknown to other replicas']
      : []),
  ];
}
