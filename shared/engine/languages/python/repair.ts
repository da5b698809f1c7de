/**
 * Completes a text that somebody is still typing: closes brackets and strings where the next statement begins, adds the
 * colon of a header and a name where an operand is missing. Line by line, by Python's own rule that a statement ends
 * with its line; the grammar's error recovery knows nothing of lines inside brackets.
 */
import type { Insertion } from '../../syntax/patch.ts';

/** Stands for an expression that is not there yet. */
export const MISSING = '__missing__';

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Keywords whose statement has a block. */
const HEADERS = /^(?:if|elif|else|for|while|def|class|try|except|finally|with)$/;

/** What begins a statement, wherever it stands: no expression contains it. */
const STATEMENT =
  /^(?:(?:def|class|return|while|elif|try|except|finally|with|import|raise|break|continue|pass|del|global|nonlocal|assert)\b|@|[\w.[\]]+\s*(?:[-+*%&|^/@]|\/\/|\*\*|<<|>>)=)/;

/** What begins a statement unless it is indented more than the statement before. */
const UNINDENTED = /^(?:(?:from|print|yield)\b|(?:for|if|else)\b.*:|[A-Za-z_][\w.[\], ]*(?:=[^=]|\())/;

/** The end of an operand, and the beginning of another: no expression has one behind the other. */
const OPERAND_END =
  /(?:[\])}"']|(?:^|[^\w])(?!(?:and|or|not|in|is|if|else|for|lambda|async|await|yield|from)$)\w+)$/;
const OPERAND_START = /^(?!(?:and|or|not|in|is|if|else|for|async)\b)[A-Za-z_]/;

/** The end of a statement that lacks an operand. */
const DANGLING =
  /(?:[-=+*/%<>&|^~@]|(?<!\.\.)(?<!(?:^|[^\w])\d+)\.|\b(?:and|or|not|in|is|if|elif|while|else|lambda))$/;

interface Statement {
  readonly start: number;
  readonly indent: number;
  /** Behind its last character of code. */
  end: number;
  /** It has a colon outside brackets. */
  colon: boolean;
  readonly brackets: string[];
  /** It ends with a string that lacks its quote. */
  cut: boolean;
}

/** What to put into the text, which has syntax errors; perhaps nothing. */
export function repairs(text: string): Insertion[] {
  const out: Insertion[] = [];
  let statement: Statement | null = null;
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '#') at = lineEnd(text, at);
    else if (char === '\n') {
      if (statement !== null && endsAt(text, at, statement)) {
        complete(text, statement, out);
        statement = null;
      }
      at++;
    } else if (char === '\\') at += 2;
    else if (char === ' ' || char === '\t' || char === '\r' || char === '\f') at++;
    else {
      statement ??= {
        start: at,
        indent: indentAt(text, at),
        end: at,
        colon: false,
        brackets: [],
        cut: false,
      };
      at = readCode(text, at, statement, out);
      statement.end = Math.min(at, text.length);
    }
  }
  if (statement !== null) complete(text, statement, out);
  return out;
}

/** Reads a string, a bracket or another character; the offset behind it. */
function readCode(text: string, at: number, statement: Statement, out: Insertion[]): number {
  const char = text[at]!;
  if (char === '"' || char === "'") return readString(text, at, statement, out);
  statement.cut = false;
  const { brackets } = statement;
  if (char in CLOSERS) brackets.push(char);
  else if (char in OPENERS) {
    if (DANGLING.test(lastCode(text, statement))) out.push({ at: statement.end, text: ` ${MISSING}` });
    const opener = brackets.lastIndexOf(OPENERS[char]!);
    if (opener >= 0) {
      const missing = closing(brackets.splice(opener).slice(1));
      if (missing !== '') out.push({ at, text: missing });
    }
  } else if (char === ':' && brackets.length === 0) statement.colon = true;
  return at + 1;
}

/** A string ends with its quote; where that is missing, with its line, so that the code below is not lost. */
function readString(text: string, start: number, statement: Statement, out: Insertion[]): number {
  const single = text[start]!;
  const quote = text.startsWith(single.repeat(3), start) ? single.repeat(3) : single;
  for (let at = start + quote.length; at < text.length; at += text[at] === '\\' ? 2 : 1) {
    if (text.startsWith(quote, at)) return at + quote.length;
    if (quote.length === 1 && text[at] === '\n') break;
  }
  const line = lineEnd(text, start);
  statement.cut = true;
  out.push({ at: line, text: quote });
  return line;
}

/** Whether a statement ends with the line: it has no open bracket, or the next line cannot belong to it. */
function endsAt(text: string, newline: number, statement: Statement): boolean {
  const { start, end, indent, brackets } = statement;
  if (brackets.length === 0) return true;
  let next = newline;
  while (next < text.length && /[\s#]/.test(text[next]!))
    next = text[next] === '#' ? lineEnd(text, next) : next + 1;
  const line = text.slice(next, lineEnd(text, next));
  if (STATEMENT.test(line)) return true;
  const nextIndent = indentAt(text, next);
  if (nextIndent <= indent && UNINDENTED.test(line)) return true;
  if (nextIndent > indent && text[end - 1] === ':' && HEADERS.test(firstWord(text, start))) return true;
  return OPERAND_START.test(line) && OPERAND_END.test(lastCode(text, statement));
}

/** Adds what the statement lacks at its end. */
function complete(text: string, statement: Statement, out: Insertion[]): void {
  const { start, brackets } = statement;
  const word = firstWord(text, start);
  const isHeader = HEADERS.test(word);
  // The colon behind an open bracket in a header is the header's own.
  const ownColon = isHeader && brackets.length > 0 && text[statement.end - 1] === ':' && !statement.cut;
  const hasColon = statement.colon || ownColon;
  const end = ownColon ? statement.end - 1 : statement.end;
  const code = text.slice(start, end);
  let added = isDangling(code, word) ? ` ${MISSING}` : '';
  if (/[\w)\]]\s*\[$/.test(code)) added += MISSING;
  added += closing(brackets);
  if (isHeader && !hasColon) added += restOfHeader(word, code);
  if (added !== '') out.push({ at: end, text: added });
}

function isDangling(code: string, word: string): boolean {
  if (word === 'import' || word === 'from' || code === 'else') return false;
  return DANGLING.test(code.slice(-20));
}

function restOfHeader(word: string, code: string): string {
  if (word === 'for' && !/\sin\b/.test(code)) return `${code === 'for' ? ` ${MISSING}` : ''} in ${MISSING}:`;
  if (word === 'def' && !code.includes('(')) return `${code === 'def' ? ` ${MISSING}` : ''}():`;
  if (code === 'class' || code === 'with') return ` ${MISSING}:`;
  return ':';
}

/** Enough of the end of a statement to see what it lacks. */
function lastCode(text: string, { start, end }: Statement): string {
  return text.slice(Math.max(start, end - 20), end);
}

function firstWord(text: string, start: number): string {
  return /^\w*/.exec(text.slice(start, start + 10))![0];
}

function closing(brackets: readonly string[]): string {
  let text = '';
  for (const bracket of brackets) text = CLOSERS[bracket]! + text;
  return text;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function indentAt(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}
