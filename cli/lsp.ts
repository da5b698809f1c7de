/** `big-o-lens lsp --stdio`: the language server for editors that start it themselves. */
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';

/** Other arguments are the server's own: editors add some, such as --clientProcessId. */
export async function lsp(args: readonly string[], io: Io): Promise<ExitCode> {
  if (!args.includes('--stdio')) {
    throw new UsageError("'lsp' needs to know how to talk: add --stdio. See 'big-o-lens lsp --help'.");
  }
  await io.startServer();
  return EXIT.fine;
}
