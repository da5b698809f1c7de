/** The programs that these tests run, where the machine has them. */
import { spawnSync } from 'node:child_process';

/** Whether a program is there; if not, says so and what is not tested therefore. */
export function has(program: string, argument: string, untested: string): boolean {
  const there = spawnSync(program, [argument]).error === undefined;
  if (!there) console.log(`      ${program} is not installed: ${untested} is not tested here`);
  return there;
}

export interface Run {
  /** Standard output, and standard error after it. */
  readonly text: string;
  readonly code: number | null;
}

export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Run {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    maxBuffer: 2 ** 26,
  });
  return { text: stdout + stderr, code: status };
}
