import assert from 'node:assert/strict';
import type { Bound } from '../../../shared/protocol/analysis.ts';
import { lineGroups } from '../../../cli/lines.ts';
import { PAIRS, command } from './command.ts';

interface Answer {
  readonly id: unknown;
  readonly time?: Bound;
  readonly space?: Bound;
  readonly functions?: readonly unknown[];
  readonly error?: { readonly code: string; readonly message: string };
}

const line = (id: unknown, code: unknown = PAIRS, language: unknown = 'python') =>
  `${JSON.stringify({ id, language, code })}\n`;

async function answers(
  stdin: string | readonly (string | Uint8Array)[],
  ...flags: string[]
): Promise<Answer[]> {
  const { code, out, err } = await command(['batch', ...flags], { stdin });
  assert.deepEqual([code, err], [0, '']);
  return out
    .split('\n')
    .slice(0, -1)
    .map((text) => JSON.parse(text) as Answer);
}

describe('batch', () => {
  it('answers each line with its bounds, in order', async () => {
    const found = await answers(line('a') + line(7, 'def f(n):\n    return n\n') + line('c'));
    assert.deepEqual(
      found.map(({ id, time, space }) => [id, time?.class, space?.class]),
      [
        ['a', 'quadratic', 'constant'],
        [7, 'constant', 'constant'],
        ['c', 'quadratic', 'constant'],
      ],
    );
    assert.ok(found[0]!.time!.derivation.length > 0);
  });

  it('takes languages by their short and other names', async () => {
    const found = await answers(['py', 'python3', 'Python'].map((name) => line(name, PAIRS, name)).join(''));
    assert.deepEqual(
      found.map(({ time }) => time?.class),
      ['quadratic', 'quadratic', 'quadratic'],
    );
  });

  it('gives the whole analysis when asked', async () => {
    assert.equal((await answers(line(1)))[0]!.functions, undefined);
    assert.equal((await answers(line(1), '--details'))[0]!.functions!.length, 1);
  });

  it('answers a line it can’t take with an error, and goes on', async () => {
    const found = await answers(
      [
        'nonsense\n',
        '[1]\n',
        'null\n',
        '{"language":"python","code":""}\n',
        line(1, 5),
        line(2, '', null),
        line(3, '', 'cobol'),
        line(4, 'x'.repeat(1_000_001)),
        line('last'),
      ].join(''),
    );
    assert.deepEqual(
      found.map(({ id, error }) => [id, error?.code ?? 'fine']),
      [
        [null, 'bad-json'],
        [null, 'bad-request'],
        [null, 'bad-request'],
        [null, 'bad-request'],
        [1, 'bad-request'],
        [2, 'bad-request'],
        [3, 'unknown-language'],
        [4, 'too-large'],
        ['last', 'fine'],
      ],
    );
    assert.match(found[0]!.error!.message, /^line 1 is not JSON/);
    assert.match(found[4]!.error!.message, /^line 5: "code" has to be a string$/);
  });

  it('answers when the engine can’t be loaded', async () => {
    const readGrammar = async () => Promise.reject(new Error('no such file'));
    const { out } = await command(['batch'], { stdin: line(1), io: { readGrammar } });
    assert.deepEqual(JSON.parse(out), {
      id: 1,
      error: { code: 'internal', message: 'line 1: no such file' },
    });
  });

  it('skips blank lines and takes a last line without its end, line ends of Windows, and a byte order mark', async () => {
    const text = `\uFEFF${line(1)}\n  \r\n${line(2).replace('\n', '\r\n')}${line(3).trimEnd()}`;
    assert.deepEqual(
      (await answers(text)).map(({ id, error }) => [id, error]),
      [
        [1, undefined],
        [2, undefined],
        [3, undefined],
      ],
    );
  });

  it('takes lines and characters that are cut anywhere', async () => {
    const whole = Buffer.from(line('é😀', '# ü\ndef f(n):\n    return n\n') + line('b'));
    for (const size of [1, 2, 3, 7]) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size));
      assert.deepEqual(
        (await answers(chunks)).map(({ id }) => id),
        ['é😀', 'b'],
      );
    }
  });

  it('answers before the input ends', async () => {
    const events: string[] = [];
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (const id of [1, 2]) {
        yield await Promise.resolve(Buffer.from(line(id)));
        events.push(`read on after ${id}`);
      }
    }
    const write = async (text: string) => {
      events.push(`answer ${(JSON.parse(text) as Answer).id as number}`);
      return Promise.resolve();
    };
    await command(['batch'], { io: { stdin: stdin(), write } });
    assert.deepEqual(events, ['answer 1', 'read on after 1', 'answer 2', 'read on after 2']);
  });

  it('waits for a slow reader', async () => {
    let open = 0;
    let most = 0;
    const write = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open -= 1;
    };
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (const id of [1, 2, 3]) yield await Promise.resolve(Buffer.from(line(id)));
    }
    await command(['batch'], { io: { stdin: stdin(), write } });
    assert.deepEqual([open, most], [0, 1]);
  });
});

describe('lines of a stream', () => {
  async function lines(texts: readonly string[], limit: number): Promise<(string | null)[]> {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const text of texts) yield await Promise.resolve(Buffer.from(text));
    }
    const found: (string | null)[] = [];
    for await (const group of lineGroups(chunks(), limit)) found.push(...group);
    return found;
  }

  it('are null over the limit, wherever they are cut, and whole again after it', async () => {
    assert.deepEqual(await lines(['abcdef\nab\n'], 5), [null, 'ab']);
    assert.deepEqual(await lines(['abc', 'def', 'g\nab\n', 'abcde\n'], 5), [null, 'ab', 'abcde']);
    assert.deepEqual(await lines(['abc', 'def'], 5), [null]);
  });

  it('are none of nothing', async () => {
    assert.deepEqual(await lines([], 5), []);
    assert.deepEqual(await lines(['', '\n'], 5), ['']);
  });
});
