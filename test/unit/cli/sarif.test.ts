import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { rules } from '../../../shared/engine/rules/registry.ts';
import { FRONT, PAIRS, command, withFiles } from './command.ts';

/** The properties of SARIF 2.1.0 that the log has; those with a ? may be missing. Its schema allows no others here. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  log: { $schema: 'uri', version: '2.1.0', runs: 'run[]' },
  run: {
    tool: 'tool',
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: 'bases',
    invocations: 'invocation[]',
    artifacts: 'artifact[]',
    results: 'result[]',
  },
  tool: { driver: 'driver' },
  driver: {
    name: 'text',
    version: 'text',
    semanticVersion: 'text',
    informationUri: 'uri',
    rules: 'descriptor[]',
  },
  descriptor: {
    id: 'text',
    shortDescription: 'message',
    fullDescription: 'message',
    help: 'message',
    helpUri: 'uri',
    defaultConfiguration: 'configuration',
    properties: 'bag',
  },
  bag: { tags: 'text[]' },
  configuration: { level: 'level' },
  bases: { '%SRCROOT%': 'base' },
  base: { uri: 'uri' },
  invocation: { executionSuccessful: 'boolean', toolExecutionNotifications: 'notification[]' },
  notification: { level: 'level', message: 'message' },
  artifact: { location: 'artifactLocation', encoding: 'text' },
  artifactLocation: { uri: 'text', uriBaseId: '%SRCROOT%?', index: 'count?' },
  result: {
    ruleId: 'text',
    ruleIndex: 'count',
    level: 'level',
    message: 'message',
    locations: 'location[]',
    partialFingerprints: 'prints',
    relatedLocations: 'location[]?',
    fixes: 'fix[]?',
  },
  prints: { primaryLocationLineHash: 'text' },
  location: { id: 'count?', physicalLocation: 'physical', message: 'message?' },
  physical: { artifactLocation: 'artifactLocation', region: 'region' },
  region: { startLine: 'number', startColumn: 'number', endLine: 'number', endColumn: 'number' },
  fix: { description: 'message', artifactChanges: 'change[]' },
  change: { artifactLocation: 'artifactLocation', replacements: 'replacement[]' },
  replacement: { deletedRegion: 'region', insertedContent: 'content' },
  content: { text: 'string' },
  message: { text: 'text' },
};

const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string' && value !== '',
  uri: (value) => typeof value === 'string' && URL.canParse(value),
  number: (value) => Number.isInteger(value) && Number(value) >= 1,
  count: (value) => Number.isInteger(value) && Number(value) >= 0,
  boolean: (value) => typeof value === 'boolean',
  level: (value) => ['none', 'note', 'warning', 'error'].includes(String(value)),
};

/** What is wrong with a value of a shape, with the way to it. */
function faults(value: unknown, type: string, path: string): string[] {
  const name = type.replace(/\?$/, '');
  if (name.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, i) => faults(item, name.slice(0, -2), `${path}[${i}]`));
  }
  const shape = SHAPES[name];
  if (shape === undefined) {
    const fits = VALUES[name] ?? ((found: unknown) => found === name);
    return fits(value) ? [] : [`${path} is ${JSON.stringify(value)}, no ${name}`];
  }
  if (typeof value !== 'object' || value === null) return [`${path} is no ${name}`];
  const properties = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(properties).filter((key) => !(key in shape));
  return [
    ...unknown.map((key) => `${path} has an unknown ${key}`),
    ...Object.entries(shape).flatMap(([key, of]) => {
      if (properties[key] !== undefined) return faults(properties[key], of, `${path}.${key}`);
      return of.endsWith('?') ? [] : [`${path} lacks ${key}`];
    }),
  ];
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Log {
  readonly runs: readonly [
    {
      readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
      readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly index: number };
              readonly region: Region;
            };
          },
        ];
        readonly partialFingerprints: { readonly primaryLocationLineHash: string };
        readonly fixes?: readonly unknown[];
      }[];
    },
  ];
}

async function logOf(
  files: Readonly<Record<string, string>>,
  ...more: string[]
): Promise<{ log: Log; cwd: string }> {
  return withFiles(files, async (cwd) => {
    const { out } = await command(['analyze', '--format', 'sarif', ...Object.keys(files), ...more], { cwd });
    const log = JSON.parse(out) as Log;
    assert.deepEqual(faults(log, 'log', 'log'), []);
    return { log, cwd };
  });
}

describe('SARIF', () => {
  it('has the shape of the standard, with all rules, findings and fixes', async () => {
    const { log, cwd } = await logOf({ 'two.py': PAIRS, 'sub dir/front#1.py': FRONT });
    const [run] = log.runs;
    assert.deepEqual(
      run.tool.driver.rules.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    assert.equal(run.originalUriBaseIds['%SRCROOT%']!.uri, pathToFileURL(`${cwd}/`).href);
    assert.deepEqual(
      run.artifacts.map(({ location }) => location.uri),
      ['two.py', 'sub%20dir/front%231.py'],
    );
    const [result] = run.results;
    assert.equal(run.results.length, 1);
    assert.equal(run.tool.driver.rules[result!.ruleIndex]!.id, result!.ruleId);
    assert.equal(result!.locations[0].physicalLocation.artifactLocation.index, 1);
    assert.ok(result!.fixes!.length > 0);
    assert.equal(run.invocations[0].executionSuccessful, true);
  });

  it('counts lines and columns from 1, in UTF-16 code units', async () => {
    const { log } = await logOf({ 'a.py': FRONT.replace('seen.append(', '"😀"; seen.append(') });
    const { region } = log.runs[0].results[0]!.locations[0].physicalLocation;
    const line = '        "😀"; seen.append(queue.pop(0))';
    const column = line.indexOf('queue.pop(0)') + 1;
    assert.deepEqual(region, {
      ...{ startLine: 5, startColumn: column },
      ...{ endLine: 5, endColumn: column + 'queue.pop(0)'.length },
    });
  });

  it('knows a finding again when lines move, and tells equal lines apart', async () => {
    const again = FRONT.replace('def order', 'def other');
    const prints = async (text: string) =>
      (await logOf({ 'a.py': text })).log.runs[0].results.map(
        ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
      );
    const [first, second] = await prints(FRONT + again);
    assert.notEqual(first, second);
    assert.deepEqual(await prints(`# moved\n\n${FRONT}`), [first]);
  });

  it('says what could not be read', async () => {
    const { log } = await logOf({ 'two.py': PAIRS }, 'no.py');
    assert.equal(log.runs[0].invocations[0].executionSuccessful, false);
  });
});
