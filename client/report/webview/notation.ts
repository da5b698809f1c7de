/** How costs are written for people: exponents raised, roots with their sign. */

/** A run of text, raised or not. */
export interface Run {
  readonly text: string;
  readonly raised: boolean;
}

const PLAIN = '0123456789+-()abcdefghijklmnoprstuvwxyz';
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ';

/**
 * An exponent: after "^" a word, a number, or parentheses with at most one level inside; or characters that are
 * raised already.
 */
const EXPONENT = new RegExp(
  String.raw`\^(?:\(((?:[^()]|\([^()]*\))*)\)|(-?[\p{L}\d_.]+!?))|([${RAISED}]+)`,
  'gu',
);

/** A cost: "O(n^2 * sqrt(m))" -> "O(n", raised "2", " · √m)". */
export function runs(cost: string): readonly Run[] {
  return proseRuns(
    cost
      .replace(/sqrt\((\p{L}\w*)\)/gu, '√$1')
      .replace(/sqrt\(/gu, '√(')
      .replace(/\s*\*\s*/gu, ' · '),
  );
}

/** A sentence, in which only exponents are set otherwise: "i *= 2" stays what it is. */
export function proseRuns(text: string): readonly Run[] {
  const result: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(EXPONENT)) {
    result.push({ text: text.slice(from, match.index), raised: false });
    result.push({ text: match[1] ?? match[2] ?? lower(match[3] ?? ''), raised: true });
    from = match.index + match[0].length;
  }
  result.push({ text: text.slice(from), raised: false });
  return result.filter((run) => run.text !== '');
}

/** A cost in characters alone, for places without markup: "O(n²)". What has no raised form keeps its "^". */
export function superscript(cost: string): string {
  return runs(cost)
    .map((run) => (run.raised ? raise(run.text) : run.text))
    .join('');
}

/** A cost as one says it: "O of n squared". */
export function spoken(cost: string): string {
  return runs(cost)
    .map((run) => (run.raised ? sayPower(run.text) : run.text))
    .join('')
    .replace(/^O\((.*)\)$/u, 'O of $1')
    .replace(/√/gu, 'square root of ')
    .replace(/ ?· ?/gu, ' times ')
    .replace(/(?<=[\w)])!/gu, ' factorial')
    .replace('?', 'unknown');
}

function raise(exponent: string): string {
  const characters = Array.from(exponent.replace(/\s/gu, ''));
  if (characters.every((character) => PLAIN.includes(character))) {
    return characters.map((character) => RAISED.charAt(PLAIN.indexOf(character))).join('');
  }
  return characters.length === 1 ? `^${exponent}` : `^(${exponent})`;
}

function lower(raised: string): string {
  return Array.from(raised)
    .map((character) => PLAIN.charAt(RAISED.indexOf(character)))
    .join('');
}

function sayPower(exponent: string): string {
  if (exponent === '2') return ' squared';
  if (exponent === '3') return ' cubed';
  return ` to the power of ${exponent}`;
}
