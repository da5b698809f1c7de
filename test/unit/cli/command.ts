/** Runs the command line in this process, with streams and folders of the test's own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io } from '../../../cli/io.ts';
import { run } from '../../../cli/program.ts';
import { readGrammar } from '../../../scripts/grammars.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly cwd?: string;
  /** Standard input: a text, or its chunks. */
  readonly stdin?: string | readonly (string | Uint8Array)[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly io?: Partial<Io>;
}

export async function command(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const chunks = typeof setting.stdin === 'string' ? [setting.stdin] : (setting.stdin ?? []);
  const code = await run(args, {
    stdin: bytes(chunks),
    write: async (text) => {
      out += text;
      return Promise.resolve();
    },
    writeError: (text) => {
      err += text;
    },
    env: setting.env ?? {},
    cwd: setting.cwd ?? process.cwd(),
    isTerminal: setting.isTerminal ?? false,
    readGrammar,
    startServer: async () => Promise.reject(new Error('no server in this test')),
    loadRemote: async () => Promise.reject(new Error('no service in this test')),
    ...setting.io,
  });
  return { code, out, err };
}

async function* bytes(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks)
    yield await Promise.resolve(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
}

/** A folder with these files, for the length of a test; the names may have folders in them. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Quadratic, nothing to complain about. */
export const PAIRS = `class Solution:
    def twoSum(self, nums, target):
        for i in range(len(nums)):
            for j in range(i + 1, len(nums)):
                if nums[i] + nums[j] == target:
                    return [i, j]
`;

/** Takes from the front of a list: a warning with fixes. */
export const FRONT = `def order(items):
    queue = list(items)
    seen = []
    while queue:
        seen.append(queue.pop(0))
    return seen
`;
