/** The command line as a function: arguments in, exit code out. Commands are loaded when they are called for. */
import { VERSION } from '../shared/protocol/version.ts';
import { helpText } from './help.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { closest } from './options.ts';

type Command = (args: readonly string[], io: Io) => Promise<ExitCode>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  analyze: async () => (await import('./analyze.ts')).analyze,
  batch: async () => (await import('./batch.ts')).batch,
  lsp: async () => (await import('./lsp.ts')).lsp,
};

/** Runs a command. Whatever the arguments are, it ends with an exit code and a message, not with an exception. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.writeError(`big-o-lens: ${error.message}\n`);
    return EXIT.unusable;
  }
}

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<ExitCode> {
  if (name === undefined) {
    io.writeError(helpText(null));
    return EXIT.unusable;
  }
  if (name === '--version' || name === '-v') return print(`${VERSION}\n`, io);
  if (name === '--help' || name === '-h') return print(helpText(null), io);
  if (name === 'help') return print(helpText(rest[0] ?? null), io);

  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    const near = closest(name, Object.keys(COMMANDS));
    const what = name.startsWith('-') ? 'option' : 'command';
    const hint = near === null ? '' : ` Did you mean '${near}'?`;
    throw new UsageError(`Unknown ${what} '${name}'.${hint} See 'big-o-lens --help'.`);
  }
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) return print(helpText(name), io);
  return (await load())(rest, io);
}

async function print(text: string, io: Io): Promise<ExitCode> {
  await io.write(text);
  return EXIT.fine;
}
