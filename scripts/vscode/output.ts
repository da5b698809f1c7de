/** Before each line that the tests in the extension host print, so that the launcher can tell it from VS Code's own. */
export const OUTPUT_MARK = '\u2063';
