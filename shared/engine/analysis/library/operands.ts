/** The cost texts of rows, evaluated on the operands of a call. */
import {
  type Cost,
  ONE,
  ZERO,
  isOne,
  isZero,
  max,
  min,
  substitute,
  symbol,
  times as timesCost,
} from '../../cost/cost.ts';
import { withMagnitude } from '../arithmetic.ts';
import type { LibraryRow, Operand } from '../../ir/library.ts';
import { elementOf, valueSize } from '../containers/read.ts';
import { type CostOperand, costText } from '../library-index.ts';
import { fixInput, isCarried, settle } from '../machine.ts';
import { type Num, type Value, find, knownInt, nonZero } from '../value.ts';
import { answersBetween } from '../while/halving.ts';
import { type Query, isExpr, placeOf } from './query.ts';

/** A cost text on the operands of the call. An operand that the call lacks counts as 1. */
export function evaluateText(q: Query, text: string): Cost {
  if (text === '1') return ONE;
  if (text === '0') return ZERO;
  const { template, operands, isAlone } = costText(withKnownInts(q, withinTable(q, text)));
  const [first] = operands;
  if (first === undefined) return template;
  if (isAlone) return settle(q.m, atLeastOne(operandCost(q, first)));
  const map = new Map<string, Cost>();
  for (const operand of operands) map.set(operand.symbol, atLeastOne(operandCost(q, operand)));
  return settle(q.m, substitute(template, map));
}

const atLeastOne = (cost: Cost): Cost => (isZero(cost) ? ONE : cost);

/** The row reads a number: as a part of the input it has the digits of a machine integer. */
function isNumeral(row: LibraryRow): boolean {
  return (
    row.time === 'a' &&
    typeof row.result === 'object' &&
    ('int' in row.result || 'float' in row.result) &&
    ('int' in row.result ? row.result.int : 'float' in row.result ? row.result.float : '').endsWith('.value')
  );
}

/** The row asks what letters are in a text: of what is not known to be a text that is a letter, as the value of a node. */
const isLetterTest = ({ on, time, result, arity }: LibraryRow): boolean =>
  on === 'str' && time === 'self' && result === 'bool' && (arity === undefined || arity[1] === 0);

/** The row writes a number that no parameter or index bounds: as an element or a count it has the digits of a machine integer. */
function isWritten(row: LibraryRow, { exact }: Num): boolean {
  if (!writes(row) || exact === null) return writes(row);
  return exact.terms.size > 0 && [...exact.terms.keys()].every(isCarried);
}

const writes = ({ time, result }: LibraryRow): boolean =>
  time === 'a + log a.value' && typeof result === 'object' && 'make' in result;

/** What the call itself costs. To write the index of a loop is one step, as other arithmetic is; to go through its digits is not. */
export function timeOf(q: Query): Cost {
  const value = q.operands.get('a');
  const terms = value?.kind === 'num' ? [...(value.exact?.terms.keys() ?? [])] : [];
  const isIndex = terms.length > 0 && terms.every((name) => name.startsWith('@'));
  return isIndex && writes(q.row) ? ONE : evaluateText(q, q.row.time);
}

/** `sort(table, 0, n)`: of a table of fixed size, made for the largest input, the range tells how much of it there is. */
function withinTable(q: Query, text: string): string {
  const table = text === 'min(a, c.value) log a' ? q.operands.get('a') : undefined;
  return table !== undefined && isOne(valueSize(q.m, table)) ? 'c.value log c.value' : text;
}

/** Numbers known at the call belong into exponents and binomials as numbers: `a^b.value` with b = 2 is `a^2`. */
function withKnownInts(q: Query, text: string): string {
  if (!/[\^C!]/.test(text) || !text.includes('.value')) return text;
  return text.replace(/\b([a-d])\.value\b/g, (whole, operand: Operand) => {
    const value = q.operands.get(operand);
    const known = value === undefined ? null : knownInt(value);
    return known !== null && known >= 1 && known <= 64 ? String(known) : whole;
  });
}

function operandCost(q: Query, { name, part }: CostOperand): Cost {
  if (name === 'out') return outSize(q);
  if (name === 'line') return readSize(q, `${placeOf(q)}.0`);
  const operand = q.operands.get(name as Operand);
  if (operand === undefined) return ONE;
  switch (part) {
    case '':
      return wholeSize(q, operand);
    case 'value':
      return operand.kind === 'num' && !isWritten(q.row, operand) ? settle(q.m, operand.max) : ONE;
    case 'search':
      return isHashed(operand) ? ONE : valueSize(q.m, operand);
    case 'magnitude':
      return operand.kind === 'num' ? settle(q.m, withMagnitude(operand).max) : ONE;
    case 'sum':
      return sumOf(q, operand);
    case 'elem':
      return elementSize(q, operand);
    case 'total':
      return totalSize(q, operand);
    default:
      return ONE;
  }
}

function wholeSize(q: Query, operand: Value): Cost {
  if (operand.kind === 'str' && (operand.drawnFrom !== null || operand.read) && isNumeral(q.row)) {
    if (operand.read && operand.drawnFrom === null) fixInput(q.m, operand.size);
    return ONE;
  }
  if (operand.kind === 'unknown') return isNumeral(q.row) || isLetterTest(q.row) ? ONE : q.m.inputSize;
  return searchedNumbers(q, operand) ?? valueSize(q.m, operand);
}

/** The numbers between two constants among which a search looks for an answer. */
function searchedNumbers({ m, row, site }: Query, operand: Value): Cost | null {
  return operand.kind === 'range' && row.time.startsWith('log ') && isExpr(site)
    ? answersBetween(m, site, knownInt(operand.start), knownInt(operand.end))
    : null;
}

const isHashed = (value: Value): boolean =>
  value.kind === 'ref' && ['set', 'map'].includes(find(value.object).type);
function elementSize(q: Query, value: Value): Cost {
  const elem = elementOf(value);
  return elem.kind === 'num' ? settle(q.m, elem.max) : valueSize(q.m, elem);
}

/** The sum of the elements' magnitudes. */
function sumOf(q: Query, value: Value): Cost {
  const object = value.kind === 'ref' ? find(value.object) : null;
  const [viewed, more] = object?.views ?? [];
  const known = object?.sum ?? (viewed == null || more !== undefined ? null : find(viewed).sum);
  return known !== null
    ? settle(q.m, known)
    : timesCost(nonZero(valueSize(q.m, value)), nonZero(elementSize(q, value)));
}

function totalSize(q: Query, value: Value): Cost {
  const size = valueSize(q.m, value);
  if (value.kind === 'str') return size;
  const each = elementOf(value);
  // The nodes that a node leads to are counted with it.
  if (value.kind === 'ref' && each.kind === 'ref' && find(each.object) === find(value.object)) return size;
  const weight = each.kind === 'ref' || each.kind === 'str' ? valueSize(q.m, each) : ONE;
  const product = isZero(size) ? ONE : isOne(weight) ? size : timesCost(size, weight);
  if (value.kind !== 'ref') return product;
  const { total } = find(value.object);
  return total === null || isZero(total) || isOne(weight)
    ? product
    : min(product, max(size, settle(q.m, total)));
}

/** The size that the callee decides: of what is read from the input. */
export function outSize(q: Query): Cost {
  return (q.outSize ??= readSize(q, placeOf(q)));
}

/** The size of what is read at a place; constant where it turned out to hold a fixed number of values. */
function readSize({ m }: Query, place: string): Cost {
  const name = `in${place}`;
  return m.fixed.has(name) ? ONE : symbol(name);
}
