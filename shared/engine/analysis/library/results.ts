/** What a library call returns. */
import { type Affine, affine } from '../../cost/affine.ts';
import { type Cost, ONE, isOne, key as keyOf, power, times, symbolsOf } from '../../cost/cost.ts';
import type { Operand, Shape } from '../../ir/library.ts';
import { arithmetic } from '../arithmetic.ts';
import { copyInto } from '../containers/copy.ts';
import { adopt } from '../containers/grow.ts';
import { isNode } from '../containers/weights.ts';
import { comesFrom, drawn, elementOf, valueSize } from '../containers/read.ts';
import { childList } from '../fields.ts';
import { isReadSize } from '../machine.ts';
import { subSite } from '../sites.ts';
import { textSpread } from '../spread.ts';
import { extendedBy } from '../given.ts';
import {
  BOOL,
  type HeapObject,
  NONE,
  type ObjectType,
  SMALL_INT,
  type Str,
  UNKNOWN,
  type Value,
  domainOf,
  exactLength,
  find,
  num,
  str,
  tuple,
  nonZero,
} from '../value.ts';
import { gathered, makeValue } from './made.ts';
import { inputNumber, intValue, readNumber } from './numbers.ts';
import { evaluateText } from './operands.ts';
import { type Make, type Query, placeOf } from './query.ts';

const ORDER: Value = { kind: 'library', on: 'Comparator', name: 'compare', self: null };

export function shapeValue(q: Query, shape: Shape, site: object): Value {
  switch (shape) {
    case 'none':
      return NONE;
    case 'bool':
      return BOOL;
    case 'float':
      return num(ONE, { float: true });
    case 'int':
      return readNumber(q) ?? SMALL_INT;
    case 'unknown':
      return UNKNOWN;
    case 'order':
      return ORDER;
    default:
  }
  if ('int' in shape) return intValue(q, shape.int);
  if ('float' in shape) return num(nonZero(evaluateText(q, shape.float)), { float: true });
  if ('operator' in shape) return combined(q, shape.operator);
  if ('read' in shape) return inputNumber(q.m, placeOf(q), shape.read === 'float');
  if ('same' in shape) return q.operands.get(shape.same) ?? UNKNOWN;
  if ('item' in shape) return componentOf(q.operands.get(shape.of), shape.item);
  if ('gather' in shape) return gathered(q, shape, site);
  if ('copy' in shape) {
    const source = q.operands.get(shape.copy) ?? UNKNOWN;
    return shape.deep === true ? deepCopy(q, source, site) : copyValue(q, source, shape.as ?? null, site);
  }
  if ('element' in shape) return elementOperand(operandOf(q, shape.element));
  if ('value' in shape) return mapValue(q.operands.get(shape.value) ?? UNKNOWN, q.operands.get('a'));
  if ('returned' in shape) return q.returned;
  if ('tuple' in shape)
    return tuple(shape.tuple.map((part, i) => shapeValue(q, part, subSite(site, `part${i}`))));
  return makeValue(q, shape, site);
}

function combined({ m, operands }: Query, op: '//' | '%'): Value {
  const [a, b] = [operands.get('a'), operands.get('b')];
  return a?.kind === 'num' && b?.kind === 'num' ? arithmetic(m, op, a, b) : UNKNOWN;
}

/** An operand, or an element of one. */
function operandOf({ operands }: Query, name: Operand): Value {
  const value = operands.get(name);
  if (value !== undefined || !name.endsWith('.elem')) return value ?? UNKNOWN;
  const whole = operands.get(name.slice(0, -'.elem'.length) as Operand);
  return whole === undefined ? UNKNOWN : elementOf(whole);
}

function elementOperand(container: Value): Value {
  const elem = elementOf(container);
  if (container.kind !== 'ref') return elem;
  const from = find(container.object);
  if (elem.kind === 'str') return { ...elem, drawnFrom: from };
  return comesFrom(elem, from);
}

/** A component of a tuple, or of what stands for one. */
function componentOf(value: Value | undefined, item: number): Value {
  if (value?.kind === 'tuple') return value.parts[item] ?? UNKNOWN;
  return value === undefined ? UNKNOWN : elementOf(value);
}

/** What is under the key, another value for every other key; of a node the list of the nodes below it. */
function mapValue(map: Value, key: Value | undefined): Value {
  if (map.kind === 'ref' && find(map.object).type === 'tree') return childList(find(map.object), map);
  const elem = map.kind === 'ref' ? find(map.object).elem : null;
  if (map.kind !== 'ref' || elem === null) return UNKNOWN;
  const level = key !== undefined && 'distinct' in key ? key.distinct : null;
  return level === null ? elem : drawn(elem, find(map.object), level);
}

function copyValue(q: Query, source: Value, as: string | null, site: object): Value {
  // `reversed(range(n))` gives the same numbers.
  if (as === 'iterator' && source.kind === 'range') return source;
  const kind = as ?? kindOfCopy(source);
  if (kind === 'string') {
    const size = nonZero(valueSize(q.m, source));
    return source.kind === 'str' ? source : str(size);
  }
  if (kind === 'tuple' && source.kind === 'tuple') return source;
  if (source.kind === 'unknown') return makeValue(q, { make: kind as never, size: 'a' }, site);
  // A number or a comparator instead of elements: a capacity, an order.
  if (isNoContainer(source)) return makeValue(q, { make: kind as never, size: '0' }, site);
  const made = copyInto(q.m, q.frame.context, site, source, objectType(kind));
  if (source.kind === 'ref' && find(source.object).type === find(made.object).type)
    find(made.object).copyOf = find(source.object);
  const size = valueSize(q.m, source);
  // Rows that are read are as long as each other, as far as one can see.
  if (!isPlainRead(size)) find(made.object).made = madeByScan(q, size);
  return source.kind === 'ref' ? { ...made, part: source.part } : made;
}

/** A copy whose elements are copies too: those of it are other lists than those of the source. */
function deepCopy(q: Query, source: Value, site: object, depth = DEEPEST): Value {
  const copy = copyValue(q, source, null, site);
  if (copy.kind === 'ref' && isNode(find(copy.object))) find(copy.object).instances = valueSize(q.m, source);
  const { elem } = copy.kind === 'ref' ? find(copy.object) : { elem: null };
  // What holds containers of its own kind, as a tree of lists does, has no end.
  if (copy.kind !== 'ref' || elem?.kind !== 'ref' || !DEEP.has(find(elem.object).type) || depth === 0)
    return copy;
  const object = find(copy.object);
  object.elem = deepCopy(q, elem, subSite(site, 'element'), depth - 1);
  adopt(q.m, object, object.elem);
  return copy;
}

const DEEPEST = 4;
const DEEP: ReadonlySet<ObjectType> = new Set(['list', 'array', 'set', 'map', 'deque']);

/** All that is read at a place: what it holds in the turns of a loop is not known to be a part of it. */
const isPlainRead = (size: Cost): boolean => {
  const symbols = symbolsOf(size);
  return symbols.length > 0 && symbols.every(isReadSize);
};

const isNoContainer = ({ kind }: Value): boolean =>
  kind === 'num' || kind === 'closure' || kind === 'library';

function kindOfCopy(source: Value): string {
  if (source.kind === 'str') return 'string';
  return source.kind === 'ref' ? find(source.object).type : 'list';
}

export const objectType = (kind: string): ObjectType => (kind === 'tuple' ? 'list' : (kind as ObjectType));

export function madeString(q: Query, shape: Make, size: Cost): Value {
  const text = shape.size;
  const read =
    text === 'out' ||
    text === 'line' ||
    [...q.operands.values()].some((value) => value.kind === 'str' && value.read);
  const same = q.operands.get(text as Operand);
  const letter = isOne(size) && same?.kind === 'str' ? same.domain : null;
  const number = q.operands.get('a');
  const written = number?.kind === 'num' && text.includes('a.value') ? domainOf(number) : null;
  return str(nonZero(size), {
    read,
    domain: written ?? (isOne(size) ? (letter ?? filledIn(q, text) ?? textsOf(number)) : null),
    exact: same === undefined ? joinedLength(q, shape) : exactLength(same),
    spread: [...q.operands.values()].map(textSpread).find((over) => over !== null) ?? null,
    ...pieceOf(q, shape),
    made: madeByScan(q, size),
    given: extendedBy(
      [...q.operands.values()].flatMap((value) => [value, elementOf(value)]),
      null,
    ),
    joined: shape.of === undefined ? (q.self?.kind === 'str' ? q.self.joined : []) : partsJoined(q, shape.of),
  });
}

/** Pieces of one known length that are put together with nothing between them. */
function joinedLength({ self, operands }: Query, { of }: Make): Affine | null {
  if (typeof of !== 'object' || !('element' in of) || self?.kind !== 'str') return null;
  const pieces = operands.get(of.element);
  const count = exactLength(pieces);
  const [each, between] = [pieces === undefined ? null : exactLength(elementOf(pieces)), self.exact];
  if (count === null || each === null || !affine.isConstant(each)) return null;
  return between !== null && affine.isConstant(between) && between.constant === 0
    ? affine.scale(count, each.constant)
    : null;
}

/** What is as long as what was scanned for it: all that is made so is together as long as all the scans. */
export function madeByScan({ scanned }: Query, size: Cost): HeapObject['made'] {
  return scanned !== null && keyOf(scanned.size) === keyOf(size) ? scanned.made : null;
}

/** How many different texts a pattern makes of the numbers that are put into it; null where none are. */
function filledIn({ operands }: Query, size: string): Cost | null {
  const names = size.split(' + ').filter((name) => /^[a-d]$/.test(name));
  const numbers = names.flatMap((name) => {
    const value = operands.get(name as Operand);
    return value?.kind === 'num' ? [domainOf(value)] : [];
  });
  if (names.length < 2 || numbers.length === 0 || numbers.includes(null)) return null;
  return numbers.reduce<Cost>((product, domain) => times(product, domain!), ONE);
}

/** How many different texts of constant length there are of a value: of a container, for each element as many as it can be. */
function textsOf(value: Value | undefined): Cost | null {
  if (value?.kind !== 'ref') return ONE;
  const each = domainOf(elementOf(value));
  if (each === null || isOne(each)) return each;
  const { exact } = find(value.object);
  return exact !== null && affine.isConstant(exact) ? power(each, exact.constant) : null;
}

/** A string no longer than a piece of a container is as good as that piece. */
function pieceOf(q: Query, shape: Make): Partial<Str> {
  const source = /^(self|[a-d])(\.total \+ self a)?$/.exec(shape.size)?.[1];
  const piece = source === undefined ? undefined : q.operands.get(source as Operand);
  if (piece?.kind === 'str') return { drawnFrom: piece.drawnFrom, place: piece.place };
  return piece?.kind === 'ref' && piece.part !== null
    ? { drawnFrom: piece.part.container, place: piece.part.level }
    : {};
}

/** The containers whose elements a string is put together from: of an iterator, those that it runs over. */
function partsJoined(q: Query, of: Shape): HeapObject[] {
  const parts = typeof of === 'object' && 'element' in of ? q.operands.get(of.element) : undefined;
  if (parts?.kind !== 'ref') return [];
  const object = find(parts.object);
  return [object, ...(object.views ?? [])].filter((part) => part !== null);
}
