/**
 * The direction of dependencies (docs/architecture.md). The compiler holds the same between the parts that have a
 * tsconfig.json of their own; the folders inside the engine share one, so this table is what holds them.
 */
import assert from 'node:assert/strict';
import { IMPORTS, packageName, partOf } from './project.ts';

const ENGINE = 'shared/engine';
const PROTOCOL = 'shared/protocol';
const SCHEMAS = 'shared/schemas';
const REMOTE = 'shared/remote';

/** Part -> the other parts that it may import. A part that is not named here may not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  [PROTOCOL]: [],
  [SCHEMAS]: [PROTOCOL],
  [REMOTE]: [PROTOCOL, SCHEMAS],
  [`${ENGINE}/ir`]: [PROTOCOL],
  [`${ENGINE}/cost`]: [PROTOCOL, `${ENGINE}/ir`],
  [`${ENGINE}/syntax`]: [PROTOCOL],
  [`${ENGINE}/languages`]: [PROTOCOL, `${ENGINE}/ir`, `${ENGINE}/syntax`],
  [`${ENGINE}/analysis`]: [PROTOCOL, `${ENGINE}/ir`, `${ENGINE}/cost`],
  [`${ENGINE}/result`]: [PROTOCOL, `${ENGINE}/ir`, `${ENGINE}/cost`, `${ENGINE}/analysis`],
  [`${ENGINE}/problem`]: [PROTOCOL, `${ENGINE}/ir`, `${ENGINE}/cost`, `${ENGINE}/analysis`],
  [`${ENGINE}/rules`]: [PROTOCOL, `${ENGINE}/ir`, `${ENGINE}/cost`, `${ENGINE}/analysis`],
  [`${ENGINE}/present`]: [
    PROTOCOL,
    `${ENGINE}/ir`,
    `${ENGINE}/cost`,
    `${ENGINE}/analysis`,
    `${ENGINE}/problem`,
  ],
  [ENGINE]: [PROTOCOL, `${ENGINE}/*`],
  client: [PROTOCOL, REMOTE],
  server: [PROTOCOL, REMOTE, ENGINE, `${ENGINE}/*`],
  cli: [PROTOCOL, REMOTE, ENGINE, `${ENGINE}/*`],
  api: [PROTOCOL, SCHEMAS, REMOTE, ENGINE, `${ENGINE}/*`],
  scripts: [PROTOCOL, 'api'],
  test: ['*'],
};

/** Packages that belong to one place; all others may be imported anywhere that imports packages at all. */
const PACKAGE_HOMES: readonly { readonly name: RegExp; readonly homes: readonly string[] }[] = [
  { name: /^vscode$/, homes: ['client', 'test/vscode'] },
  { name: /^vscode-languageclient$/, homes: ['client'] },
  { name: /^vscode-languageserver/, homes: ['server', 'test'] },
  { name: /^axios$/, homes: [REMOTE] },
  { name: /^web-tree-sitter$/, homes: [`${ENGINE}/syntax`] },
];

/** No package and no module of Node: what is shared runs anywhere and does no I/O. */
const PURE = [PROTOCOL, ENGINE];
const IMPURE = [`${ENGINE}/syntax`];

describe('the direction of dependencies', () => {
  it('parts import only the parts below them', () => {
    const wrong = IMPORTS.filter(({ from, file }) => file !== null && !mayImport(partOf(from), partOf(file)));
    assert.deepEqual(wrong.map(show), []);
  });

  it('packages stay in the part that they belong to', () => {
    const wrong = IMPORTS.filter(({ from, specifier }) => {
      const home = PACKAGE_HOMES.find(({ name }) => name.test(packageName(specifier) ?? ''));
      return home !== undefined && !home.homes.some((folder) => isIn(from, folder));
    });
    assert.deepEqual(wrong.map(show), []);
  });

  it('the protocol and the engine, apart from its syntax, import no package and no module of Node', () => {
    const wrong = IMPORTS.filter(
      ({ from, file }) =>
        file === null &&
        PURE.some((folder) => isIn(from, folder)) &&
        !IMPURE.some((folder) => isIn(from, folder)),
    );
    assert.deepEqual(wrong.map(show), []);
  });
});

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  return (MAY_IMPORT[from] ?? []).some((allowed) =>
    allowed.endsWith('*') ? to.startsWith(allowed.slice(0, -1)) : to === allowed,
  );
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

function show({ from, specifier }: { from: string; specifier: string }): string {
  return `${from} imports ${specifier}`;
}
