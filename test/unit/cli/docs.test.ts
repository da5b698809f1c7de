/** docs/cli.md says what the command does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { command } from './command.ts';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../../docs/cli.md'), 'utf8');

describe('docs/cli.md', () => {
  it('shows the answer that its example gets, but for the confidence and the version', async () => {
    const [request, answer] = [...TEXT.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => json!);
    const { out } = await command(['batch'], { stdin: `${JSON.stringify(JSON.parse(request!))}\n` });
    assert.deepEqual(withoutFigures(JSON.parse(out)), withoutFigures(JSON.parse(answer!)));
  });

  it('names the options that the help names', async () => {
    const { out } = await command(['help', 'analyze']);
    for (const [option] of out.matchAll(/--[a-z-]+/g)) assert.ok(TEXT.includes(`\`${option}`), option);
  });
});

function withoutFigures(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, part: unknown) =>
      name === 'confidence' || name === 'engineVersion' ? undefined : part,
    ),
  );
}
