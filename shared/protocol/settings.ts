/**
 * The settings, described once: the server reads them by this schema, and package.json's `contributes.configuration`
 * is compared with it by a test. Names are relative to the section `bigOLens`.
 */
import type { Severity } from './analysis.ts';

export const SECTION = 'bigOLens';

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export type SettingScope = 'application' | 'machine' | 'window' | 'resource';

interface Described {
  readonly scope: SettingScope;
  /** Markdown; `#bigOLens.name#` links to a setting. */
  readonly description: string;
}

export type SettingDefinition = Described &
  (
    | { readonly type: 'boolean'; readonly default: boolean }
    | {
        readonly type: 'integer';
        readonly default: number;
        readonly minimum: number;
        readonly maximum: number;
      }
    | { readonly type: 'string'; readonly default: string; readonly enum: readonly string[] }
    | { readonly type: 'array'; readonly default: readonly string[] }
    | {
        readonly type: 'object';
        readonly default: Readonly<Record<string, string>>;
        /** The values its properties may have. */
        readonly values: readonly string[];
      }
  );

/** Every setting, in the order in which an editor lists them. */
export const SETTINGS = {
  enable: {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Analyse solutions while you type. When off, nothing is analysed and nothing is shown.',
  },
  'codeLens.enable': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Show time and space complexity above functions.',
  },
  'codeLens.helpers': {
    type: 'boolean',
    default: false,
    scope: 'resource',
    description:
      'Show it above helper functions too, not only above the solution and what else no function calls.',
  },
  'hover.enable': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Explain bounds when the pointer is on a function’s name, a loop’s header or a call.',
  },
  'inlayHints.enable': {
    type: 'boolean',
    default: false,
    scope: 'resource',
    description: 'Show the cost of the most expensive lines at their ends.',
  },
  'diagnostics.enable': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Report pitfalls: code that makes a solution slower than it has to be.',
  },
  'diagnostics.disabledRules': {
    type: 'array',
    default: [],
    scope: 'resource',
    description: 'Rules that are off, by their identifiers: `["list-pop-front"]`.',
  },
  'diagnostics.severity': {
    type: 'object',
    default: {},
    values: SEVERITIES,
    scope: 'resource',
    description:
      'Severity of rules, by their identifiers, where it should differ from the rule’s own: `{ "list-pop-front": "hint" }`.',
  },
  'analysis.debounce': {
    type: 'integer',
    default: 150,
    minimum: 0,
    maximum: 10_000,
    scope: 'resource',
    description: 'Milliseconds without a keystroke before a changed file is analysed again.',
  },
  'analysis.maxFileSize': {
    type: 'integer',
    default: 256,
    minimum: 1,
    maximum: 10_240,
    scope: 'resource',
    description: 'Files larger than this many kilobytes are not analysed.',
  },
  'languages.disabled': {
    type: 'array',
    default: [],
    scope: 'resource',
    description: 'Languages that are not analysed, by their VS Code identifiers: `["python"]`.',
  },
  'remote.send': {
    type: 'string',
    default: 'nothing',
    enum: ['nothing', 'region', 'file'],
    scope: 'application',
    description:
      'What a remote service that you are signed in to gets when you save a file or analyse it: nothing; the region between `@lc code=start` and `@lc code=end`; or the whole file. With it go the file’s name, its language and the rules that are off.',
  },
  'remote.keepHistory': {
    type: 'boolean',
    default: true,
    scope: 'application',
    description:
      'Let the service keep the bounds, techniques and findings of what it gets, without the program: the history in the report.',
  },
  'trace.server': {
    type: 'string',
    default: 'off',
    enum: ['off', 'messages', 'verbose'],
    scope: 'window',
    description: 'Log the messages between VS Code and the language server to the output channel.',
  },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof SETTINGS;

type ValueOf<D extends SettingDefinition> = D extends { type: 'boolean' }
  ? boolean
  : D extends { type: 'integer' }
    ? number
    : D extends { type: 'string'; enum: readonly (infer E)[] }
      ? E
      : D extends { type: 'array' }
        ? readonly string[]
        : D extends { type: 'object'; values: readonly (infer V)[] }
          ? Readonly<Record<string, V>>
          : never;

/** `settings['codeLens.enable']` */
export type Settings = { readonly [N in SettingName]: ValueOf<(typeof SETTINGS)[N]> };

const ENTRIES = Object.entries(SETTINGS) as [SettingName, SettingDefinition][];

export const DEFAULT_SETTINGS = Object.fromEntries(
  ENTRIES.map(([name, definition]) => [name, definition.default]),
) as unknown as Settings;

export interface ParsedSettings {
  readonly settings: Settings;
  /** One sentence for each value that could not be taken. */
  readonly warnings: readonly string[];
}

/**
 * Reads what a client says under `bigOLens`: nested (`{ codeLens: { enable } }`), dotted (`{ "codeLens.enable" }`), or
 * anything else. A value that doesn't fit the schema gives the default and a warning.
 */
export function parseSettings(configuration: unknown): ParsedSettings {
  const warnings: string[] = [];
  const values = ENTRIES.map(([name, definition]): [SettingName, unknown] => {
    const value = lookUp(configuration, name);
    // Editors say null for a setting that nobody has set.
    if (value === undefined || value === null) return [name, definition.default];
    const expectation = mismatch(value, definition);
    if (expectation === null) return [name, value];
    warnings.push(`${SECTION}.${name} is ${short(value)}, but must be ${expectation}; the default applies.`);
    return [name, definition.default];
  });
  return { settings: Object.fromEntries(values) as Settings, warnings };
}

/** The value at a dotted path whose dots may be levels or parts of a key, at every level. */
function lookUp(node: unknown, path: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Object.hasOwn(node, path)) return (node as Record<string, unknown>)[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(node, head)) continue;
    const found = lookUp((node as Record<string, unknown>)[head], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a value would have to be, or null if it is that. */
function mismatch(value: unknown, definition: SettingDefinition): string | null {
  switch (definition.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'integer': {
      const { minimum, maximum } = definition;
      const fits = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      return fits ? null : `a whole number from ${minimum} to ${maximum}`;
    }
    case 'string':
      return definition.enum.includes(value as string) ? null : `one of ${definition.enum.join(', ')}`;
    case 'array':
      return isStrings(value) ? null : 'a list of strings';
    case 'object':
      return isRecordOf(value, definition.values)
        ? null
        : `an object whose values are one of ${definition.values.join(', ')}`;
  }
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecordOf(value: unknown, allowed: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => allowed.includes(item as string));
}

function short(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return typeof value;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
