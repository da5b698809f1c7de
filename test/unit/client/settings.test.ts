/** What package.json tells VS Code agrees with the sources. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LANGUAGES } from '../../../client/languages.ts';
import { SECTION, SETTINGS, type SettingDefinition } from '../../../shared/protocol/settings.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Contributed {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type: string };
  readonly additionalProperties?: { readonly type: string; readonly enum: readonly string[] };
  readonly markdownDescription: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Contributed>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly svg: string } }[];
    }[];
  };
}

const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const texts = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as Readonly<
  Record<string, string>
>;
const { commands, menus, configuration, walkthroughs } = manifest.contributes;

describe('the manifest', () => {
  it('lists the settings that the server reads, in the same order', () => {
    assert.deepEqual(
      Object.keys(configuration.properties),
      Object.keys(SETTINGS).map((name) => `${SECTION}.${name}`),
    );
  });

  for (const [name, definition] of Object.entries(SETTINGS) as [string, SettingDefinition][]) {
    it(`describes ${SECTION}.${name} as the server does`, () => {
      const contributed = configuration.properties[`${SECTION}.${name}`];
      assert.ok(contributed);
      assert.equal(contributed.type, definition.type);
      assert.deepEqual(contributed.default, definition.default);
      assert.equal(contributed.scope, definition.scope);
      assert.equal(translated(contributed.markdownDescription), definition.description);
      if (definition.type === 'string') assert.deepEqual(contributed.enum, definition.enum);
      if (definition.type === 'array') assert.deepEqual(contributed.items, { type: 'string' });
      if (definition.type === 'object') {
        assert.deepEqual(contributed.additionalProperties, { type: 'string', enum: definition.values });
      }
      if (definition.type === 'integer') {
        assert.deepEqual(
          [contributed.minimum, contributed.maximum],
          [definition.minimum, definition.maximum],
        );
      }
    });
  }

  it('activates on the languages that are served, and on nothing else', () => {
    assert.deepEqual(
      manifest.activationEvents,
      LANGUAGES.map((language) => `onLanguage:${language}`),
    );
  });

  it('offers its menus in the languages that are served', () => {
    const conditions = [...text.matchAll(/editorLangId =~ \/\^\((.+?)\)\$\//gu)].map(([, names]) => names);
    assert.ok(conditions.length > 0);
    for (const names of conditions) assert.deepEqual(names!.split('|'), LANGUAGES);
  });

  it('has a text for every key, and no text that nothing uses', () => {
    const used = [...text.matchAll(/"%([^%"]+)%"/gu)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('names commands that the client registers, and menus with these only', () => {
    const source = readFileSync(join(ROOT, 'client/commands.ts'), 'utf8');
    const declared = commands.map(({ command }) => command);
    for (const command of declared) {
      assert.match(source, new RegExp(`^    ${command.replace('big-o-lens.', '')}[:,]`, 'mu'), command);
    }
    const inMenus = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      inMenus.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it('lists settings that the README lists with the same defaults and words', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    for (const [name, { default: value, description }] of Object.entries(SETTINGS)) {
      const cells = [`\`${SECTION}.${name}\``, `\`${JSON.stringify(value)}\``, description];
      const row = readme.split('\n').find((line) => line.includes(cells[0] ?? ''));
      const found = row?.split(/ +\| +/u).map((cell) => cell.replace(/^\| | +\|$/gu, ''));
      assert.deepEqual(found, cells);
    }
  });

  it('names pictures that are there', () => {
    const pictures = [
      manifest.icon,
      ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    assert.deepEqual(
      pictures.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
  });
});

/** "%settings.enable%" -> its text. */
function translated(key: string): string | undefined {
  return texts[key.replaceAll('%', '')];
}
