/** What --help prints. */

const OVERVIEW = `Big-O Lens: time and space complexity of LeetCode solutions, with the reasons.

Usage:
  big-o-lens analyze FILE|DIR|-...   bounds, their derivation and findings
  big-o-lens batch                   one program a line in, one answer a line out
  big-o-lens lsp --stdio             the language server, for an editor
  big-o-lens --version

'big-o-lens COMMAND --help' tells more.
`;

const ANALYZE = `Usage: big-o-lens analyze [options] FILE|DIR|-...

Analyses files, all solutions below folders (node_modules and folders that begin with a dot are left out), or with -
the program on standard input.

  --format text|json|sarif   default text. json is one analysis for a single file, else a list, each with its "file"
  --debug STEP               what a step of the analysis made of the program: ir, cost, calls
  --fail-on LEVEL            exit with 1 for findings at or above: error, warning (default), information, hint, never
  --language NAME            instead of the file's extension; needed for standard input
  --color auto|never|always  default auto: on a terminal, unless NO_COLOR is set
  --remote URL               sends each program, with its file's name, to this service, whose analyses are shown; the
                             key is the environment's BIG_O_LENS_KEY. Where the service has no answer, standard error
                             says why, and this machine's own analysis stands
  --keep WHAT                what the service keeps of an analysis: nothing (default), summary, result, source

Exit code: 0 no findings at or above the level, 1 findings, 2 wrong usage, input that can't be read, or a key that the
service refuses.
`;

const BATCH = `Usage: big-o-lens batch [--details]

Reads one JSON object a line from standard input, {"id": ..., "language": "python", "code": "..."}, and writes one a
line, in the same order: {"id", "time", "space", ...}, or {"id", "error": {"code", "message"}} for a line that can't be
taken. Blank lines are skipped. Answers come as soon as they are ready.

  --details   the whole analysis: helpers, findings, techniques, verdict

Error codes: bad-json, bad-request, unknown-language, too-large, internal.
`;

const LSP = `Usage: big-o-lens lsp --stdio

The language server, speaking LSP 3.17 over standard input and output. Settings are those of the VS Code extension,
below "bigOLens", by workspace/configuration or in initializationOptions.settings.
`;

const TEXTS: Readonly<Record<string, string>> = { analyze: ANALYZE, batch: BATCH, lsp: LSP };

/** The help for a command; the overview for none. */
export function helpText(command: string | null): string {
  return (command === null ? undefined : TEXTS[command]) ?? OVERVIEW;
}
