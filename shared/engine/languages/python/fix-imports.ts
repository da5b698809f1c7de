/** Names that a fix needs from a module: how the program refers to them, and the import that it may still need. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { Editing } from '../shared/fix-text.ts';

export interface Reference {
  /** "deque", "collections.deque" */
  readonly name: string;
  readonly edits: readonly TextChange[];
}

/** A member of a module as the program may write it: by an import that it has, or by a new one. */
export function reference(at: Editing, module: string, member: string): Reference {
  return imported(at, module, member) ?? { name: member, edits: [importEdit(at, module, member)] };
}

/** A member of a module that the program has imported for all of the file; null otherwise. */
export function imported(at: Editing, module: string, member: string): Reference | null {
  const { text, program } = at.source;
  if (!new RegExp(`^(?:from|import)\\b[^\\n]*\\b${module}\\b`, 'm').test(text)) return null;
  const bindings = program.imports.filter((binding) => binding.module === module);
  const direct = bindings.find((binding) => binding.member === member);
  if (direct !== undefined) return { name: direct.local, edits: [] };
  if (bindings.some((binding) => binding.member === '*')) return { name: member, edits: [] };
  const whole = bindings.find((binding) => binding.member === null);
  return whole === undefined ? null : { name: `${whole.local}.${member}`, edits: [] };
}

/** Imports the member after the imports of the solution, or before its first line of code. */
function importEdit(at: Editing, module: string, member: string): TextChange {
  const { offset, blankLines } = importPlace(at.source.text, at.source.region?.start ?? 0);
  const line = `from ${module} import ${member}${at.newline}`;
  return at.replace(offset, offset, line + at.newline.repeat(blankLines));
}

interface ImportPlace {
  readonly offset: number;
  readonly blankLines: number;
}

const LINE = /[^\n]*(?:\n|$)/y;

/** Runs over comments, the docstring and imports from `from` on. */
function importPlace(text: string, from: number): ImportPlace {
  let afterImports: number | null = null;
  let comments: number | null = null;
  let offset = from;
  while (offset < text.length) {
    LINE.lastIndex = offset;
    const line = LINE.exec(text)?.[0] ?? '';
    const end = statementEnd(text, offset, line);
    if (line.trim() === '') comments = null;
    else if (line.startsWith('#')) comments ??= offset;
    else if (/^(?:import|from)\s/.test(line)) afterImports = end;
    else if (!/^[rRuU]?(?:"""|''')/.test(line)) break;
    if (!line.startsWith('#')) comments = null;
    offset = end;
  }
  if (afterImports !== null) return { offset: afterImports, blankLines: 0 };
  const isDefinition = /^(?:def|class|async|@)/.test(text.slice(offset));
  const place = comments === null || comments === 0 ? offset : comments;
  return { offset: place, blankLines: isDefinition ? 2 : 1 };
}

/** The end of the lines of a docstring, of an import in parentheses, or of the line itself. */
function statementEnd(text: string, offset: number, line: string): number {
  const quote = /^[rRuU]?("""|''')/.exec(line);
  let end = offset + line.length;
  if (quote !== null) {
    const close = text.indexOf(quote[1]!, offset + quote[0].length);
    end = Math.max(end, close < 0 ? text.length : close + 3);
  } else if (/^from\s[^#]*\($|^from\s[^#]*\([^)]*$/.test(line.trimEnd())) {
    const close = text.indexOf(')', offset);
    end = Math.max(end, close < 0 ? text.length : close + 1);
  } else {
    while (/\\\r?\n$/.test(text.slice(offset, end))) end = nextEnd(text, end);
    return end;
  }
  return end > 0 && text[end - 1] === '\n' ? end : nextEnd(text, end);
}

function nextEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
