/**
 * The text form of costs: from characters to a syntax tree.
 *
 *   sum     = "-"? product (("+" | "-") product)*
 *   product = factor (("*" | "·" | "/" | nothing) factor)*
 *   factor  = primary ("!" | ("^" | "**") "-"? factor | superscripts)*
 *   primary = number | name | "(" sum ")" | "log" power? ("(" sum ")" | factor) | ("sqrt" | "√") primary
 *           | ("min" | "max") "(" sum ("," sum)* ")" | "C" "(" sum "," sum ")"
 */
import { FROM_SUPERSCRIPT } from './print-style.ts';

/** A text that is no cost. */
export class CostSyntaxError extends Error {
  override readonly name = 'CostSyntaxError';
  /** Offset in the text, in UTF-16 code units. */
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} at ${position}`);
    this.position = position;
  }
}

export type Syntax =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'sum'; readonly left: Syntax; readonly right: Syntax; readonly sign: 1 | -1 }
  | { readonly kind: 'product'; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'quotient'; readonly left: Syntax; readonly right: Syntax; readonly position: number }
  | { readonly kind: 'power'; readonly base: Syntax; readonly exponent: Syntax }
  | { readonly kind: 'log'; readonly base: number; readonly argument: Syntax }
  | { readonly kind: 'factorial'; readonly argument: Syntax }
  | { readonly kind: 'min' | 'max'; readonly arguments: readonly Syntax[] }
  | { readonly kind: 'choose'; readonly n: Syntax; readonly k: Syntax };

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'superscript' | 'end';
  readonly text: string;
  readonly position: number;
}

// Superscript letters are modifier letters (Lm), which no name contains.
const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<golden>φ(?![\p{Ll}\p{Lu}\p{Lo}_\d.]))|(?<name>[\p{Ll}\p{Lu}\p{Lo}_$][\p{Ll}\p{Lu}\p{Lo}_$\d]*(?:\.[\p{Ll}\p{Lu}\p{Lo}_$][\p{Ll}\p{Lu}\p{Lo}_$\d]*)*)|(?<superscript>[⁰¹²³⁴⁵⁶⁷⁸⁹\p{Lm}]+)|(?<sign>\*\*|[-+*·×/^!(),√]))/uy;

const GOLDEN = (1 + Math.sqrt(5)) / 2;

/** The syntax tree of a text. Throws CostSyntaxError. */
export function read(text: string): Syntax {
  const parser = new Parser(tokensOf(text));
  return parser.whole();
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined)
      throw new CostSyntaxError('Unexpected character', start + leadingSpace(text.slice(start)));
    const { number, golden, name, superscript, sign } = groups;
    const found = number ?? golden ?? name ?? superscript ?? sign ?? '';
    const position = TOKEN.lastIndex - found.length;
    if (golden !== undefined) tokens.push({ kind: 'number', text: String(GOLDEN), position });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, position });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, position });
    else if (superscript !== undefined) {
      const plain = [...superscript].map((letter) => FROM_SUPERSCRIPT.get(letter) ?? letter).join('');
      tokens.push({ kind: 'superscript', text: plain, position });
    } else tokens.push({ kind: 'sign', text: found, position });
  }
  tokens.push({ kind: 'end', text: '', position: end });
  return tokens;
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length;
}

/** Recursive descent, one method for each rule of the grammar above. */
class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Syntax {
    const sum = this.sum();
    if (this.token.kind !== 'end') throw this.error('Unexpected');
    return sum;
  }

  private get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', position: 0 };
  }

  private error(message: string): CostSyntaxError {
    const { kind, text, position } = this.token;
    return new CostSyntaxError(kind === 'end' ? 'Unexpected end' : `${message} "${text}"`, position);
  }

  private accept(...signs: readonly string[]): string | null {
    const { kind, text } = this.token;
    if (kind !== 'sign' || !signs.includes(text)) return null;
    this.at++;
    return text;
  }

  private expect(sign: string): void {
    if (this.accept(sign) === null) throw this.error(`Expected "${sign}" instead of`);
  }

  private sum(): Syntax {
    let left = this.accept('-') === null ? this.product() : negated(this.product());
    for (let sign = this.accept('+', '-'); sign !== null; sign = this.accept('+', '-')) {
      left = { kind: 'sum', left, right: this.product(), sign: sign === '+' ? 1 : -1 };
    }
    return left;
  }

  private product(): Syntax {
    let left = this.factor();
    for (;;) {
      const { position } = this.token;
      if (this.accept('/') !== null) left = { kind: 'quotient', left, right: this.factor(), position };
      else if (this.accept('*', '·', '×') !== null || this.startsFactor()) {
        left = { kind: 'product', left, right: this.factor() };
      } else return left;
    }
  }

  private startsFactor(): boolean {
    const { kind, text } = this.token;
    return kind === 'number' || kind === 'name' || (kind === 'sign' && (text === '(' || text === '√'));
  }

  private factor(): Syntax {
    return this.postfix(this.primary());
  }

  private postfix(operand: Syntax): Syntax {
    let out = operand;
    for (;;) {
      const exponent = this.exponent();
      if (exponent !== null) out = { kind: 'power', base: out, exponent };
      else if (this.accept('!') !== null) out = { kind: 'factorial', argument: out };
      else return out;
    }
  }

  /** "^2", "^(n/2)", "**n", "²ⁿ"; null if there is none. */
  private exponent(): Syntax | null {
    const { kind, text } = this.token;
    if (kind === 'superscript') {
      this.at++;
      return read(text);
    }
    if (this.accept('^', '**') === null) return null;
    if (this.accept('-') === null) return this.factor();
    return negated(this.factor());
  }

  private primary(): Syntax {
    const { kind, text } = this.token;
    if (this.accept('(') !== null) return this.closed();
    if (this.accept('√') !== null) return squareRoot(this.primary());
    if (kind !== 'number' && kind !== 'name') throw this.error('Unexpected');
    this.at++;
    return kind === 'number' ? { kind: 'number', value: Number(text) } : this.named(text);
  }

  /** What a name starts: a function if it is one's name, otherwise a symbol. */
  private named(name: string): Syntax {
    const base = /^log(\d*)$/.exec(name)?.[1];
    if (base !== undefined) return this.log(base === '' ? 2 : Number(base));
    if (name === 'sqrt') return squareRoot(this.primary());
    const called = this.token.kind === 'sign' && this.token.text === '(';
    if ((name !== 'min' && name !== 'max' && name !== 'C') || !called) return { kind: 'symbol', name };
    const position = this.token.position;
    const list = this.list();
    if (name !== 'C') return { kind: name, arguments: list };
    const [n, k] = list;
    if (n === undefined || k === undefined || list.length > 2)
      throw new CostSyntaxError('C takes two', position);
    return { kind: 'choose', n, k };
  }

  /** "log n", "log² n", "log(m + n)", "log n!". Of "log(n)^2" the exponent belongs to the log, of "log n^2" to n. */
  private log(base: number): Syntax {
    const exponent = this.exponent();
    const argument = this.accept('(') === null ? this.factor() : this.closed();
    const log: Syntax = { kind: 'log', base, argument };
    return exponent === null ? log : { kind: 'power', base: log, exponent };
  }

  private list(): readonly Syntax[] {
    this.expect('(');
    const out = [this.sum()];
    while (this.accept(',') !== null) out.push(this.sum());
    this.expect(')');
    return out;
  }

  private closed(): Syntax {
    const sum = this.sum();
    this.expect(')');
    return sum;
  }
}

function negated(right: Syntax): Syntax {
  return { kind: 'sum', left: { kind: 'number', value: 0 }, right, sign: -1 };
}

function squareRoot(base: Syntax): Syntax {
  return { kind: 'power', base, exponent: { kind: 'number', value: 0.5 } };
}
