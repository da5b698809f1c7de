import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf } from './json-lines.ts';

describe('a log that is being written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-lines-'));
  const log = join(folder, 'access.log');
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is read up to the end of its last whole line', () => {
    writeFileSync(log, '{"status":200}\n{"status":404,"path":"/v1/ana');
    assert.deepEqual(linesOf(log), [{ status: 200 }]);
  });

  it('has its line once it is whole', () => {
    writeFileSync(log, '{"status":200}\n{"status":404}\n');
    assert.deepEqual(linesOf(log), [{ status: 200 }, { status: 404 }]);
  });
});
