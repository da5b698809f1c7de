/** The constraints that a problem's statement gives, as people paste them into the comments of a file. */

/** One line: how large something can get. */
export interface Constraint {
  /** As it stands in the file, without the comment's marks: "1 <= nums.length <= 10^5". */
  readonly text: string;
  /** What is bounded: "nums.length", "k", "nodes". */
  readonly subjects: readonly string[];
  /** The largest value, or another subject whose largest value it is. */
  readonly limit: number | string;
}

const COMMENT = /^\s*(?:#+|\/\/+|\/?\*+|--)?\s*/;
/** What a constraint begins with, to pass by the lines of code at once: a number, "n ==", "The number of nodes". */
const LIKELY = /^(?:[-•*·`\s]*\d|(?:[-•*·]\s+)?(?:`?[\w.[\]()]+\s*==|the number of nodes))/i;
const BULLET = /^(?:[-•*·]\s+|\d+[.)]\s+)?/;
/** A name with fields and indexes, or a length by call: `nums.length`, `grid[i].length`, `len(s)`, `n`. */
const SUBJECT = String.raw`[A-Za-z_]\w*(?:\[\w+\])*(?:\.\w+(?:\(\))?)?|len\([A-Za-z_]\w*(?:\[\w+\])*\)`;
const CHAIN = new RegExp(
  String.raw`^(?:.+?)\s*(?:<=?)\s*((?:${SUBJECT})(?:\s*,\s*(?:${SUBJECT}))*)\s*(<=?)\s*([^<>=]+)$`,
);
const EQUALITY = new RegExp(String.raw`^(${SUBJECT})\s*==\s*(${SUBJECT})$`);
const NODES = /^the number of nodes\b.*\brange\s*\[\s*[^,\]]+,\s*([^\]]+)\]/i;

/** All constraints of a text, in its order. A line that is not understood is left out. */
export function constraintsIn(text: string): Constraint[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const stated = line.replace(COMMENT, '');
    if (!LIKELY.test(stated)) return [];
    const constraint = parseConstraint(stated);
    return constraint === null ? [] : [constraint];
  });
}

/** Reads one line, or one of `ProblemInfo.constraints`; null when it bounds nothing. */
export function parseConstraint(line: string): Constraint | null {
  const text = plain(line.trim().replace(BULLET, ''));
  const nodes = NODES.exec(text);
  if (nodes !== null) return bounded(text, ['nodes'], nodes[1]);
  const equality = EQUALITY.exec(text);
  if (equality !== null) return { text, subjects: [equality[1]!], limit: canonical(equality[2]!) };
  const chain = CHAIN.exec(text);
  if (chain === null || numberIn(text.split('<')[0]!) === null) return null;
  const subjects = chain[1]!.split(',').map((subject) => canonical(subject.trim()));
  return bounded(text, subjects, chain[3], chain[2] === '<' ? 1 : 0);
}

function bounded(
  text: string,
  subjects: readonly string[],
  limit: string | undefined,
  strict = 0,
): Constraint | null {
  if (limit === undefined) return null;
  const value = numberIn(limit);
  if (value !== null) return { text, subjects, limit: value - strict };
  return new RegExp(`^(?:${SUBJECT})$`).test(limit.trim())
    ? { text, subjects, limit: canonical(limit.trim()) }
    : null;
}

/** `len(s)`, `s.size()` and `s.length` are the same. */
function canonical(subject: string): string {
  const call = /^len\((.*)\)$/.exec(subject);
  const base =
    call === null ? subject.replace(/\.(?:size|length)(?:\(\))?$/, '.length') : `${call[1]!}.length`;
  return base.replaceAll(/\[\w+\]/g, '[]');
}

const RAISED: ReadonlyMap<string, string> = new Map(
  Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (digit, i) => [digit, String(i)]),
);

/** Without the marks of HTML and Markdown and with plain signs: "10⁵", "10<sup>5</sup>" and "10^{5}" become "10^5". */
function plain(text: string): string {
  return text
    .replaceAll(/<sup>\s*(\d+)\s*<\/sup>/g, '^$1')
    .replaceAll(/<\/?\w+>|`/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('≤', '<=')
    .replaceAll(/\^\{(\d+)\}/g, '^$1')
    .replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (digits) => `^${Array.from(digits, (digit) => RAISED.get(digit)).join('')}`)
    .replaceAll(/\s+/g, ' ')
    .replace(/[.;,]+$/, '')
    .trim();
}

/** The value of "2 * 10^5", "10^9 + 7", "2^31 - 1", "-10^4", "100,000", "1e5"; null for anything else. */
export function numberIn(text: string): number | null {
  const source = text.trim().replaceAll(/(?<=\d),(?=\d{3}\b)|_/g, '');
  const match = /^(-?[^+-]+)(?:\s*([+-])\s*(\d+))?$/.exec(source);
  if (match === null) return null;
  const factors = match[1]!
    .trim()
    .replace(/^-/, '')
    .split(/(?<!\*)\*(?!\*)|[x×·]/)
    .map(powerIn);
  if (factors.some((factor) => factor === null)) return null;
  const product = factors.reduce<number>((value, factor) => value * (factor ?? 1), 1);
  const signed = source.startsWith('-') ? -product : product;
  const added = Number(match[3] ?? 0);
  return match[2] === '-' ? signed - added : signed + added;
}

function powerIn(text: string): number | null {
  const power = /^(\d+(?:\.\d+)?(?:e\d+)?)(?:\s*(?:\^|\*\*)\s*(\d+))?$/i.exec(text.trim());
  if (power === null) return null;
  const base = Number(power[1]);
  return power[2] === undefined ? base : base ** Number(power[2]);
}
