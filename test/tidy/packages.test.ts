/** package.json, its lock file and the TypeScript projects agree with the sources. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { VERSION } from '../../shared/protocol/version.ts';
import { FILES, IMPORTS, ROOT, SOURCES, packageName, read } from './project.ts';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

/** Dependencies that no source imports, and what they are for. */
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  '@kubernetes-models/external-secrets': 'types of its objects, imported by their names',
  '@kubernetes-models/prometheus-operator': 'types of its objects, imported by their names',
  '@types/autocannon': 'types of the load generator',
  '@types/mocha': 'types of the test runner',
  '@types/node': 'types of Node',
  '@types/vscode': 'types of the module that VS Code provides',
  '@vscode/tree-sitter-wasm': 'grammars: scripts/grammars.ts copies its files',
  '@vscode/vsce': 'the command that makes the .vsix',
  c8: 'the command that measures coverage',
  'kubernetes-models': 'types of Kubernetes’s objects, imported by their names',
  node: 'the Node that runs every script, whatever the machine has',
  prettier: 'the command that formats',
  'swagger-ui-dist': 'the page of the API documentation: api/files.ts names its files',
};

/** Modules that are imported but come from elsewhere. */
const PROVIDED = new Set(['vscode']);

const CONFIGURATION = FILES.filter((file) => /^[\w.-]+\.config\.js$/.test(file));

const imported = new Set([
  ...IMPORTS.map(({ specifier }) => packageName(specifier)),
  ...CONFIGURATION.flatMap((file) =>
    ts.preProcessFile(read(file)).importedFiles.map(({ fileName }) => packageName(fileName)),
  ),
]);

describe('packages', () => {
  it('that package.json names are imported, or named here with what they are for', () => {
    const unused = declared.filter((name) => !imported.has(name) && !(name in NOT_IMPORTED));
    assert.deepEqual(unused, []);
  });

  it('that this test excuses are dependencies that nothing imports', () => {
    const stale = Object.keys(NOT_IMPORTED).filter((name) => imported.has(name) || !declared.includes(name));
    assert.deepEqual(stale, []);
  });

  it('that are imported are in package.json', () => {
    const missing = [...imported].filter(
      (name) => name !== null && !declared.includes(name) && !PROVIDED.has(name),
    );
    assert.deepEqual(missing, []);
  });

  it('are locked without the address of a registry', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
  });

  it('have the version that the engine says', () => {
    assert.equal(VERSION, manifest.version);
  });
});

describe('TypeScript projects', () => {
  const referenced = referencesOf('tsconfig.json').map((folder) => folder.replace(/^\.\//, ''));

  it('cover every source file', () => {
    const uncovered = SOURCES.filter((file) => !referenced.includes(projectOf(file)));
    assert.deepEqual(uncovered, []);
  });

  it('are all listed in the root tsconfig.json', () => {
    const projects = FILES.filter((file) => file.endsWith('/tsconfig.json')).map((file) => dirname(file));
    assert.deepEqual([...referenced].sort(), projects.sort());
  });
});

/** The nearest folder above a file that has a tsconfig.json. */
function projectOf(file: string): string {
  let folder = dirname(file);
  while (folder !== '.' && !existsSync(join(ROOT, folder, 'tsconfig.json'))) folder = dirname(folder);
  return folder;
}

function referencesOf(file: string): string[] {
  const config = ts.parseConfigFileTextToJson(file, read(file)).config as { references: { path: string }[] };
  return config.references.map(({ path }) => path);
}
