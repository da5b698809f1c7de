/** How large is what ships. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Section, barred } from './section.ts';
import { kilobytes } from './table.ts';

const PACKAGE_BAR = 3 * 1024 * 1024;

/** `package` is the .vsix, `dist` the folder of bundles that it was made from. */
export function sizes(vsix: string, dist: string): Section {
  const files = [...filesIn(dist), ...filesIn(join(dist, 'grammars')).map((name) => `grammars/${name}`)];
  return {
    title: 'Sizes',
    notes: ['As packaged: minified, without source maps.'],
    head: ['', 'size', 'bar', ''],
    rows: [
      barred('the extension, .vsix', statSync(vsix).size, PACKAGE_BAR, kilobytes),
      ...files
        .filter((name) => /\.(js|wasm)$/.test(name))
        .map((name) => [`dist/${name}`, kilobytes(statSync(join(dist, name)).size), null, null]),
    ],
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
