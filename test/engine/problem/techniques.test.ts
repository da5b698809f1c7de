import assert from 'node:assert/strict';
import { analyze } from '../rules/checking.ts';
import { SAMPLES } from './technique-samples.ts';

/** Name -> lines, from the comments. */
function expected(code: string): Record<string, number[]> {
  const out: Record<string, number[]> = {};
  code.split('\n').forEach((line, i) => {
    const names = / {2}# (.*)$/.exec(line)?.[1]?.split(', ') ?? [];
    for (const name of names) (out[name] ??= []).push(i);
  });
  return out;
}

/** The same program with other names for all that it names itself. */
function renamed(code: string): string {
  const own = new Set(
    [...code.matchAll(/\b(?:def|for) (\w+)|\b(\w+)(?:, \w+)* = |(\w+): /g)].flatMap((m) => m.slice(1)),
  );
  own.delete('self');
  return code.replaceAll(/(?<![.'])\b[a-z_]\w*\b(?!')/g, (name) =>
    own.has(name) && name !== 'sorted' ? `zz_${name}` : name,
  );
}

describe('techniques', () => {
  for (const code of SAMPLES) {
    const wanted = expected(code);
    it(`${Object.keys(wanted).sort().join(', ') || 'none'} (${/def (\w+)/.exec(code)?.[1] ?? ''})`, () => {
      assert.deepEqual(found(code), wanted);
    });

    it(`whatever the names: ${/def (\w+)/.exec(code)?.[1] ?? ''}`, () => {
      assert.deepEqual(
        Object.keys(found(renamed(code.replaceAll(/ {2}# .*$/gm, '')))).sort(),
        Object.keys(wanted).sort(),
      );
    });
  }

  it('come in the order of their first place', () => {
    const { techniques } = analyze(
      'def f(a: list[int], b: int):\n    a.sort()\n    return [x ^ b for x in a]\n',
    );
    assert.deepEqual(
      techniques.map(({ name }) => name),
      ['sorting', 'bit manipulation'],
    );
  });
});

function found(code: string): Record<string, number[]> {
  const { techniques } = analyze(code);
  return Object.fromEntries(techniques.map(({ name, spans }) => [name, spans.map(({ line }) => line)]));
}
