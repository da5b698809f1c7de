/** `big-o-lens analyze`: bounds, derivations and findings of files. */
import { type DebugStep, type Engine, createEngine } from '../shared/engine/analyze.ts';
import { SEVERITIES } from '../shared/protocol/settings.ts';
import type { Finding, Severity } from '../shared/protocol/analysis.ts';
import { KEEP, type Keep } from '../shared/protocol/service.ts';
import {
  STANDARD_INPUT,
  type SourceFile,
  type Unreadable,
  filesAt,
  languageNamed,
  reasonOf,
  withoutMark,
} from './files.ts';
import { FORMATS, type Format, outputOf } from './formats.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { type Arguments, readArguments } from './options.ts';
import type { RemoteAnalyses } from './remote.ts';

const DEBUG_STEPS: readonly string[] = ['ir', 'cost', 'calls'] satisfies DebugStep[];
const COLORS = ['auto', 'never', 'always'];
const NEVER = 'never';

const OPTIONS = {
  format: { type: 'string', choices: FORMATS },
  debug: { type: 'string', choices: DEBUG_STEPS },
  'fail-on': { type: 'string', choices: [...SEVERITIES, NEVER] },
  language: { type: 'string' },
  color: { type: 'string', choices: COLORS },
  remote: { type: 'string' },
  keep: { type: 'string', choices: KEEP },
} as const;

export async function analyze(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = readArguments('analyze', args, OPTIONS);
  const { value, positionals } = given;
  if (positionals.length === 0) {
    throw new UsageError(
      "'analyze' needs a file, a folder, or - for standard input. See 'big-o-lens analyze --help'.",
    );
  }
  const remote = await remoteOf(given, io);
  const name = value('language');
  const found = await inputs(positionals, io, name === undefined ? null : languageNamed(name));
  const engine = await createEngine(io.readGrammar, [...new Set(found.files.map((file) => file.language))]);

  const step = value('debug') as DebugStep | undefined;
  if (step !== undefined) return debug(found, engine, step, io);

  const color = isColored(value('color'), io);
  const output = outputOf((value('format') ?? 'text') as Format, { io, single: found.single, color });
  const { failures, findings } = await eachFile(found, async (file, text) => {
    const analysis =
      (await remote?.analyze(file, text)) ?? engine.analyze(text, file.language, { fileName: file.name });
    await output.file(file, text, analysis);
    return analysis.findings;
  }).finally(() => remote?.close());
  await output.end(failures);
  const failOn = (value('fail-on') ?? 'warning') as Severity | typeof NEVER;
  return exitCode(
    io,
    failures,
    findings.filter((finding) => isAtLeast(finding, failOn)),
  );
}

/** The service, if one is asked. @throws UsageError */
async function remoteOf({ value, has }: Arguments, io: Io): Promise<RemoteAnalyses | null> {
  const address = value('remote');
  if (address === undefined) {
    if (has('keep')) throw new UsageError('--keep says what a service keeps: it needs --remote.');
    return null;
  }
  if (has('debug'))
    throw new UsageError('--debug shows steps of this machine’s own analysis: not with --remote.');
  const { openRemote } = await import('./remote.ts');
  return openRemote(address, (value('keep') ?? 'nothing') as Keep, io);
}

async function debug(found: Inputs, engine: Engine, step: DebugStep, io: Io): Promise<ExitCode> {
  const heads = found.files.length > 1;
  const { failures } = await eachFile(found, async ({ name, language }, text) => {
    await io.write(`${heads ? `${name}\n` : ''}${engine.debug(text, language, step)}\n`);
    return [];
  });
  return exitCode(io, failures, []);
}

/** Does the same with all files; one that fails does not keep the others from their turn. */
async function eachFile(
  { files, unreadable }: Inputs,
  use: (file: SourceFile, text: string) => Promise<readonly Finding[]>,
): Promise<{ readonly failures: readonly Unreadable[]; readonly findings: readonly Finding[] }> {
  const failures = [...unreadable];
  const findings: Finding[] = [];
  for (const file of files) {
    try {
      findings.push(...(await use(file, await file.read())));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      failures.push({ path: file.name, reason: reasonOf(error) });
    }
  }
  return { failures, findings };
}

function exitCode(io: Io, failures: readonly Unreadable[], findings: readonly Finding[]): ExitCode {
  for (const { path, reason } of failures) {
    io.writeError(`big-o-lens: ${path} can't be analysed: ${reason}.\n`);
  }
  if (failures.length > 0) return EXIT.unusable;
  return findings.length > 0 ? EXIT.findings : EXIT.fine;
}

interface Inputs {
  readonly files: SourceFile[];
  readonly unreadable: Unreadable[];
  /** One file was named, and there it is. */
  readonly single: boolean;
}

/** The files of all paths, each once, in the order of the paths. */
async function inputs(paths: readonly string[], io: Io, language: string | null): Promise<Inputs> {
  const files = new Map<string, SourceFile>();
  const unreadable: Unreadable[] = [];
  let folders = 0;
  for (const path of paths) {
    const found =
      path === STANDARD_INPUT
        ? { isFolder: false, files: [standardInput(io, language)] }
        : await filesAt(path, io.cwd, language);
    if ('reason' in found) unreadable.push(found);
    else {
      if (found.isFolder) folders += 1;
      for (const file of found.files) files.set(file.name, file);
    }
  }
  return {
    files: [...files.values()],
    unreadable,
    single: paths.length === 1 && files.size === 1 && folders === 0,
  };
}

function standardInput(io: Io, language: string | null): SourceFile {
  if (language === null)
    throw new UsageError('Standard input has no file name: say --language, such as python.');
  const read = async (): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    return withoutMark(Buffer.concat(chunks).toString());
  };
  return { name: STANDARD_INPUT, language, read };
}

/** Severities are listed from the worst. */
function isAtLeast({ severity }: Finding, level: Severity | typeof NEVER): boolean {
  return level !== NEVER && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
}

function isColored(when: string | undefined, { env, isTerminal }: Io): boolean {
  if (when === 'always' || when === 'never') return when === 'always';
  return isTerminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}
