/** The page about operations speaks of what there is. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, read } from '../../tidy/project.ts';

const PAGES = [
  'docs/operations.md',
  'docs/security/threat-model.md',
  'docs/security/checklist.md',
  'SECURITY.md',
];

describe('the pages about operations', () => {
  it('name folders and files that there are', () => {
    for (const page of PAGES) {
      const text = read(page);
      for (const [, path] of text.matchAll(/`((?:deploy|docs|test|\.github)\/[\w./-]+)`/g)) {
        assert.ok(existsSync(join(ROOT, path!)), `${page}: ${path}`);
      }
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        assert.ok(existsSync(join(ROOT, dirname(page), target!)), `${page}: ${target}`);
      }
    }
  });

  it('describe every folder of deploy/', () => {
    const text = read('docs/operations.md');
    const folders = readdirSync(join(ROOT, 'deploy'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !text.includes(`deploy/${name}/`)),
      [],
    );
  });
});
