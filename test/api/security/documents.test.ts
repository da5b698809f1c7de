/** The pages about security name tests and threats that there are. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, read } from '../../tidy/project.ts';

const CHECKLIST = read('docs/security/checklist.md');
const THREATS = read('docs/security/threat-model.md');

/** The cells of each row of a page's tables. */
function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ |-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the hardening checklist', () => {
  const lines = rows(CHECKLIST).slice(1);

  it('names for every line tests that exist', () => {
    assert.ok(lines.length > 20);
    for (const [requirement, , shown] of lines) {
      for (const entry of shown!.split('<br>')) {
        const [, file, title] = /^`([^`]+)`: (.+)$/.exec(entry) ?? [];
        assert.ok(file !== undefined && existsSync(join(ROOT, file)), `${requirement}: ${entry}`);
        const found = ['it', 'describe'].some((block) => read(file).includes(`${block}('${title}'`));
        assert.ok(found, `${requirement}: no test "${title}" in ${file}`);
      }
    }
  });

  it('covers every kind of threat, and speaks of no other', () => {
    const threats = rows(THREATS).flatMap(([id]) => (/^[STRIDE]\d$/.test(id!) ? [id!] : []));
    const named = lines.flatMap(([requirement]) => requirement!.match(/\b[STRIDE]\d\b/g) ?? []);
    assert.deepEqual(
      named.filter((id) => !threats.includes(id)),
      [],
    );
    assert.deepEqual([...new Set(threats.map((id) => id[0]))].sort(), ['D', 'E', 'I', 'R', 'S', 'T']);
    for (const kind of 'STRIDE')
      assert.ok(
        named.some((id) => id.startsWith(kind)),
        kind,
      );
  });
});
