/** Features that can be switched while the service runs, and the file that says for whom each is on. */
import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';

/** Every flag of the code, with what holds where the file does not name it. */
export const FLAGS = {
  /** Programs of `HEAVY_FROM` characters and more are analysed. Off: the kill switch, when they cost the others too much. */
  'heavy-analyses': true,
  /** Twice as many programs of one batch are analysed at a time. */
  'wide-batches': false,
} as const satisfies Readonly<Record<string, boolean>>;
export type FlagName = keyof typeof FLAGS;

/** What the file says of one flag. */
export interface FlagRule {
  /** False: off for everybody. */
  readonly enabled: boolean;
  /** On for so many of a hundred users. Default: 100. */
  readonly percent?: number;
  /** On for these whatever the percentage says. */
  readonly users?: readonly string[];
}
export type FlagRules = Readonly<Partial<Record<FlagName, FlagRule>>>;

const RULE = {
  type: 'object',
  properties: {
    enabled: { type: 'boolean' },
    percent: { type: 'number', minimum: 0, maximum: 100 },
    users: { type: 'array', items: { type: 'string' } },
  },
  required: ['enabled'],
  additionalProperties: false,
};

const ajv = new Ajv({ allErrors: true });
const isRules = ajv.compile<FlagRules>({
  type: 'object',
  properties: Object.fromEntries(Object.keys(FLAGS).map((name) => [name, RULE])),
  additionalProperties: false,
});

/** @throws Error that says where the text is not as it has to be; a flag that the code does not have is an error too. */
export function parseRules(text: string): FlagRules {
  const rules: unknown = JSON.parse(text);
  if (isRules(rules)) return rules;
  const problems = (isRules.errors ?? []).map(({ instancePath, message, params }) =>
    [`flags${instancePath}`, message, params.additionalProperty].join(' ').trim(),
  );
  throw new Error(`The flags are wrong: ${problems.join('; ')}.`);
}

/** Whether a rule switches its flag on for a user. */
export function appliesTo(rule: FlagRule, flag: string, user: string): boolean {
  if (!rule.enabled) return false;
  return (rule.users?.includes(user) ?? false) || shareOf(flag, user) < (rule.percent ?? 100);
}

/**
 * A number from 0 to 100, excluded, that is the same for a flag and a user on every replica and after every start: who
 * is in at 10 % is in at 20 %. Other flags meet other users first.
 */
export function shareOf(flag: string, user: string): number {
  const bytes = createHash('sha256').update(`${flag}\0${user}`).digest();
  return (bytes.readUInt32BE(0) / 2 ** 32) * 100;
}
