/** Calls of the library: the row of the table, evaluated on the operands. */
import { affine, affineToCost } from '../cost/affine.ts';
import {
  type Cost,
  ONE,
  ZERO,
  divide,
  isOne,
  isZero,
  key as keyOf,
  max,
  max as maxCost,
  min,
  substitute,
  symbol,
  symbolsOf,
  times as timesCost,
} from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import type { ContainerKind, Effect, LibraryRow, Operand, Shape } from '../ir/library.ts';
import { callValue, type Arg } from './calls.ts';
import { copyInto, elementOf, push, structureIn, valueSize } from './containers.ts';
import { changesIn, pathOf } from './progress.ts';
import { recordCall } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { join, joinMaybe } from './join.ts';
import { costText } from './library-index.ts';
import { freshEachTurn, leaveLevel, openLevel, openQuietly, partOf, reached, type LoopBound } from './loops.ts';
import { allocate, assume, charge, fixInput, settle, type Machine } from './machine.ts';
import { subSite } from './sites.ts';
import {
  BOOL,
  NONE,
  SMALL_INT,
  UNKNOWN,
  domainOf,
  find,
  knownInt,
  num,
  ref,
  str,
  tuple,
  withDistinct,
  type HeapObject,
  type LibraryFunction,
  type ObjectType,
  type Ref,
  type Value,
} from './value.ts';

interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly site: object;
  readonly self: Value | null;
  readonly args: readonly Arg[];
  readonly operands: ReadonlyMap<Operand, Value>;
  readonly row: LibraryRow;
  returned: Value;
  outSize: Cost | null;
  part: Ref['part'];
}

type Make = Extract<Shape, { readonly make: ContainerKind }>;

const LETTERS: readonly Operand[] = ['a', 'b', 'c', 'd'];

export function libraryCall(
  m: Machine,
  frame: Frame,
  target: LibraryFunction,
  args: readonly Arg[],
  site: object,
): Value {
  const row = rowFor(m, target, args);
  if (row === null) return unexplained(m, target, site);
  const operands = operandsOf(row, target.self, args);
  const q: Query = {
    m,
    frame,
    site,
    self: target.self,
    args,
    operands,
    row,
    returned: UNKNOWN,
    outSize: null,
    part: null,
  };
  if (row.calls !== undefined) q.returned = runCallback(q);
  const cost = evaluateText(q, row.time);
  const allocates = row.allocates === undefined ? null : evaluateText(q, row.allocates);
  if (row.basis === 'expected') assume(m, 'hash', 'hash operations are O(1) expected (worst O(n))');
  if (row.basis === 'amortised' && row.name === 'append') assume(m, 'append', 'appending is O(1) amortised');
  const node = isExpr(site) ? site : null;
  if (isOne(cost) || isZero(cost) || node === null) charge(m, isZero(cost) ? ONE : cost);
  else chargeCall(q, node, cost, allocates);
  const result = popped(q, shapeValue(q, row.result ?? 'none', site));
  if (row.effect !== undefined) applyEffect(q, row.effect);
  return result;
}

/** What is taken out of a worklist that holds nothing twice is another in each turn of its loop. */
function popped(q: Query, result: Value): Value {
  const { effect } = q.row;
  if (effect === undefined || !('pop' in effect)) return result;
  const value = q.operands.get(effect.from ?? 'self');
  if (value?.kind !== 'ref') return result;
  const object = find(value.object);
  if (object.unguarded && structureIn(result, 3) === null) return result;
  const level = q.m.levels.findLast((open) => open.source !== null && find(open.source) === object);
  if (level === undefined) return result;
  const parts =
    result.kind === 'tuple'
      ? { ...result, parts: result.parts.map((part) => withDistinct(part, level)) }
      : result;
  return withDistinct(parts, level);
}

/** A scan of each of the different parts of a container costs the total of the parts, charged once. */
function chargeCall(q: Query, node: Expr, cost: Cost, allocates: Cost | null): void {
  const { m, row } = q;
  const bound = scanOfParts(q);
  if (bound === null) {
    recordCall(m, node, row.name, cost, row.note ?? '', allocates);
    return;
  }
  const level = openQuietly(m, q.frame, node, bound.bound);
  const each = keyOf(cost) === keyOf(bound.size) ? ONE : / log /.test(row.time) ? evaluateText(q, row.time.slice(row.time.indexOf('log'))) : divide(cost, bound.size);
  recordCall(m, node, row.name, each, bound.bound.reason, allocates);
  leaveLevel(m, { level });
}

function scanOfParts(q: Query): { bound: LoopBound; size: Cost } | null {
  const name = /^(self|a|b)( log (self|a|b))?$/.exec(q.row.time)?.[1];
  const operand = name === undefined ? undefined : q.operands.get(name as Operand);
  if (operand === undefined) return null;
  const size = valueSize(q.m, operand);
  const bound = partOf(q.m, operand, size) ?? madeByLoop(q.m, operand) ?? (operand.kind === 'ref' ? freshEachTurn(q.m, find(operand.object), q.m.levels.length) : null) ?? consumedBuffer(q, name!, operand);
  return bound === null ? null : { bound, size };
}

/** Scanning what a comprehension has just made costs as much as making it did. */
function madeByLoop(m: Machine, value: Value): LoopBound | null {
  const made = value.kind === 'ref' ? find(value.object).made : null;
  return made === null || made.depth !== m.levels.length
    ? null
    : {
        count: made.count,
        from: made.from,
        rule: 'sum-of-parts',
        reason: 'each part is visited once: the parts add up to the whole',
      };
}

/** `"".join(word); word = []` in a loop: what is scanned was pushed since the last reset, so all scans cost the pushes. */
function consumedBuffer(q: Query, operand: string, value: Value): LoopBound | null {
  if (value.kind !== 'ref' || !isExpr(q.site) || q.site.kind !== 'call') return null;
  const expr =
    operand === 'self'
      ? q.site.callee.kind === 'field'
        ? q.site.callee.object
        : null
      : (q.site.args['ab'.indexOf(operand)]?.value ?? null);
  const path = expr === null ? null : pathOf(expr);
  const object = find(value.object);
  const here = q.m.levels.length;
  if (path === null || object.born >= here || object.origin === 'input') return null;
  let from = here;
  for (let at = here - 1; at >= object.born; at--) {
    const level = q.m.levels[at]!;
    if (level.kind !== 'loop') break;
    const list = changesIn(level.body, q.m.index.resolve).get(path) ?? [];
    if (
      !list.some(
        (c) =>
          c.kind === 'clear' ||
          (c.kind === 'set' && c.value?.kind === 'collection' && c.value.elements.length === 0),
      )
    )
      break;
    from = at;
  }
  return from === here
    ? null
    : {
        count: reached(q.m, object),
        from: object.born,
        rule: 'amortised',
        reason: 'the buffer is emptied after each use: every element is read once',
      };
}

function isExpr(site: object): site is Expr {
  return 'kind' in site && 'span' in site;
}

function unexplained(m: Machine, target: LibraryFunction, site: object): Value {
  charge(m, ONE);
  const on = target.on === '?' ? (kindsOf(target.self)[0] ?? '') : target.on;
  const known = target.self !== null && target.self.kind === 'unknown';
  if (isExpr(site) && !known) m.unexplained.set(`${on}.${target.name}`, site.span);
  return UNKNOWN;
}

// ---------------------------------------------------------------- finding the row

function rowFor(m: Machine, target: LibraryFunction, args: readonly Arg[]): LibraryRow | null {
  const positional = args.filter((arg) => arg.name === null);
  const first = positional[0] === undefined ? null : knownInt(positional[0].value);
  const spread = positional.length === 1 && positional[0]!.spread;
  const receivers = target.on === '?' ? kindsOf(target.self) : [target.on];
  for (const on of receivers) {
    const row = m.library.row(on, target.name, positional.length, first, spread);
    if (row !== null) return row;
  }
  // `str.lower` as a function: the receiver is the first argument.
  return null;
}

const UNKNOWN_RECEIVERS = ['list', 'string', 'map', 'set', 'deque', 'heap', 'iterator'];

/** The receivers to look a method up on, most specific first. */
function kindsOf(self: Value | null): string[] {
  switch (self?.kind) {
    case 'str':
      return ['string'];
    case 'num':
      return [self.float ? 'float' : 'int', 'int'];
    case 'tuple':
      return ['tuple', 'list'];
    case 'range':
      return ['list', 'iterator'];
    case 'ref': {
      const object = find(self.object);
      const kinds = object.className === null ? [] : [object.className];
      return object.type === 'array' || object.type === 'heap'
        ? [...kinds, object.type, 'list']
        : object.type === 'object'
          ? kinds
          : [...kinds, object.type];
    }
    default:
      return UNKNOWN_RECEIVERS;
  }
}

function operandsOf(row: LibraryRow, self: Value | null, args: readonly Arg[]): Map<Operand, Value> {
  const operands = new Map<Operand, Value>();
  if (self !== null) operands.set('self', self);
  args
    .filter((arg) => arg.name === null)
    .forEach((arg, i) => {
      const letter = LETTERS[i];
      if (letter !== undefined) operands.set(letter, arg.value);
    });
  for (const [operand, keyword] of Object.entries(row.named ?? {})) {
    const arg = args.find((candidate) => candidate.name === keyword);
    if (arg !== undefined) operands.set(operand as Operand, arg.value);
  }
  return operands;
}

// ---------------------------------------------------------------- costs

/** A cost text on the operands of the call. An operand that the call lacks counts as 1. */
function evaluateText(q: Query, text: string): Cost {
  if (text === '1') return ONE;
  if (text === '0') return ZERO;
  const template = costText(withKnownInts(q, text));
  const names = symbolsOf(template);
  if (names.length === 0) return template;
  const map = new Map<string, Cost>();
  for (const name of names) {
    const value = operandCost(q, name);
    map.set(name, isZero(value) ? ONE : value);
  }
  return settle(q.m, substitute(template, map));
}

/** The row reads a number: as a part of the input it has the digits of a machine integer. */
function isNumeral(row: LibraryRow): boolean {
  return (
    row.on === '' &&
    row.time === 'a' &&
    typeof row.result === 'object' &&
    ('int' in row.result || 'float' in row.result) &&
    /\.value$/.test('int' in row.result ? row.result.int : 'float' in row.result ? row.result.float : '')
  );
}

/** Numbers known at the call belong into exponents and binomials as numbers: `a^b.value` with b = 2 is `a^2`. */
function withKnownInts(q: Query, text: string): string {
  if (!text.includes('.value')) return text;
  return text.replace(/\b([a-d])\.value\b/g, (whole, operand: Operand) => {
    const value = q.operands.get(operand);
    const known = value === undefined ? null : knownInt(value);
    return known !== null && known >= 1 && known <= 64 && /[\^C!]/.test(text) ? String(known) : whole;
  });
}

function operandCost(q: Query, name: string): Cost {
  if (name === 'out') return outSize(q);
  const dot = name.indexOf('.');
  const operand = q.operands.get((dot < 0 ? name : name.slice(0, dot)) as Operand);
  if (operand === undefined) return ONE;
  switch (dot < 0 ? '' : name.slice(dot + 1)) {
    case '':
      if (operand.kind === 'str' && (operand.drawnFrom !== null || operand.read) && isNumeral(q.row)) {
        if (operand.read && operand.drawnFrom === null) fixInput(q.m, operand.size);
        return ONE;
      }
      return operand.kind === 'unknown' ? q.m.inputSize : valueSize(q.m, operand);
    case 'value':
      return operand.kind === 'num' ? settle(q.m, operand.max) : ONE;
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

function elementSize(q: Query, value: Value): Cost {
  const elem = elementOf(q.m, value);
  return elem.kind === 'num' ? settle(q.m, elem.max) : valueSize(q.m, elem);
}

/** The sum of the elements' magnitudes. */
function sumOf(q: Query, value: Value): Cost {
  const known = value.kind === 'ref' ? find(value.object).sum : null;
  return known !== null
    ? settle(q.m, known)
    : timesCost(nonZero(valueSize(q.m, value)), nonZero(elementSize(q, value)));
}

function totalSize(q: Query, value: Value): Cost {
  const size = valueSize(q.m, value);
  if (value.kind === 'str') return size;
  const each = elementOf(q.m, value);
  const weight = each.kind === 'ref' || each.kind === 'str' ? valueSize(q.m, each) : ONE;
  const product = isZero(size) ? ONE : isOne(weight) ? size : timesCost(size, weight);
  if (value.kind !== 'ref') return product;
  const { total } = find(value.object);
  return total === null || isZero(total) || isOne(weight)
    ? product
    : min(product, max(size, settle(q.m, total)));
}

/** The size that the callee decides: of what is read from the input. */
function outSize(q: Query): Cost {
  if (q.outSize === null) {
    const name = `in${isExpr(q.site) ? q.site.span.start : 0}`;
    q.outSize = q.m.fixed.has(name) ? ONE : symbol(name);
  }
  return q.outSize;
}

// ---------------------------------------------------------------- callbacks

/** Runs the callback under a level of its own, as often as the row says. */
function runCallback(q: Query): Value {
  const { callback, times, with: shapes } = q.row.calls!;
  const value =
    typeof callback === 'string'
      ? q.operands.get(callback)
      : q.args.find((arg) => arg.name === callback.keyword)?.value;
  if (value === undefined || value.kind === 'none' || value.kind === 'unknown') return UNKNOWN;
  const count = evaluateText(q, times);
  if (isOne(count))
    return callValue(
      q.m,
      q.frame,
      value,
      shapes.map((shape, i) => shapeValue(q, shape, subSite(q.site, `with${i}`))),
      subSite(q.site, 'callback'),
    );
  const span = isExpr(q.site) ? q.site.span : null;
  if (span === null) return UNKNOWN;
  const node = q.site as Expr;
  const open = openLevel(
    q.m,
    q.frame,
    { node, span, iterableExpr: null, body: [], label: q.row.name },
    {
      count,
      from: q.m.levels.length,
      rule: 'callback',
      reason: `${q.row.name} calls it for each element`,
    },
  );
  const args = shapes.map((shape, i) =>
    withDistinct(shapeValue(q, shape, subSite(q.site, `with${i}`)), open.level),
  );
  const result = callValue(q.m, q.frame, value, args, subSite(q.site, 'callback'));
  leaveLevel(q.m, open);
  return result;
}

// ---------------------------------------------------------------- results

function shapeValue(q: Query, shape: Shape, site: object): Value {
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
    default:
  }
  if ('int' in shape) return intValue(q, shape.int);
  if ('float' in shape) return num(nonZero(evaluateText(q, shape.float)), { float: true });
  if ('same' in shape) return q.operands.get(shape.same) ?? UNKNOWN;
  if ('copy' in shape) return copyValue(q, q.operands.get(shape.copy) ?? UNKNOWN, shape.as ?? null, site);
  if ('element' in shape) return elementOperand(q, q.operands.get(shape.element) ?? UNKNOWN);
  if ('value' in shape) return mapValue(q.operands.get(shape.value) ?? UNKNOWN);
  if ('returned' in shape) return q.returned;
  if ('tuple' in shape)
    return tuple(shape.tuple.map((part, i) => shapeValue(q, part, subSite(site, `part${i}`))));
  return makeValue(q, shape, site);
}

function elementOperand(q: Query, container: Value): Value {
  const elem = elementOf(q.m, container);
  return elem.kind === 'str' && container.kind === 'ref'
    ? { ...elem, drawnFrom: find(container.object) }
    : elem;
}

const nonZero = (cost: Cost): Cost => (isZero(cost) ? ONE : cost);

/** An int parsed from what was read from the input is an input of its own. */
function readNumber(q: Query): Value | null {
  const source = q.operands.get('a');
  if (source?.kind !== 'str' || !source.read) return null;
  const name = `value${isExpr(q.site) ? q.site.span.start : q.m.nextId}`;
  q.m.firstRead ??= name;
  return num(symbol(name), { exact: affine.symbol(name), read: true });
}

function intValue(q: Query, text: string): Value {
  // The least or largest of several values that are no numbers is one of them.
  if (/^(max|min)\(/.test(text) && [...q.operands.values()].some((value) => value.kind !== 'num'))
    return [...q.operands.values()].reduce((a, b) => join(a, b));
  const max = nonZero(evaluateText(q, text));
  if (/^(max|min)\(/.test(text)) return extreme(q, text.startsWith('min'), max);
  const operand = q.operands.get(text as Operand);
  if (operand !== undefined && text.length === 1 && q.row.time === '1') {
    const object = operand.kind === 'ref' ? find(operand.object) : null;
    const exact =
      operand.kind === 'str' ? operand.exact : operand.kind === 'range' ? null : (object?.exact ?? null);
    return num(exact !== null && !affine.isConstant(exact) ? affineToCost(exact) : max, {
      exact,
      lengthOf: object,
      lengthPart: operand.kind === 'ref' ? operand.part : null,
    });
  }
  const single = /^[a-d]\.value$/.test(text) ? q.operands.get(text[0] as Operand) : undefined;
  if (single?.kind === 'num') return { ...single, float: false, lengthOf: null };
  if (single?.kind === 'str')
    return readNumber(q) ?? (isOne(single.size) ? SMALL_INT : num(ONE, { domain: single.domain }));
  return num(max);
}

/** `min(i + k, n)` is at most each of its arguments, `max(0, i - k)` at least. */
function extreme(q: Query, least: boolean, max: Cost): Value {
  const numbers = [...q.operands.values()].filter((value) => value.kind === 'num');
  const exacts = numbers.flatMap((value) => [
    ...(value.exact === null ? [] : [value.exact]),
    ...(least ? value.below : value.above),
  ]);
  const domains = numbers.map(domainOf);
  const domain =
    domains.every((d) => d !== null) && domains.length > 0
      ? domains.reduce((a, b) => joinDomain(a, b))
      : null;
  return num(max, {
    ...(least ? { below: exacts } : { above: exacts }),
    domain,
    float: numbers.some((value) => value.float),
  });
}

const joinDomain = (a: Cost, b: Cost): Cost => maxCost(a, b);

function mapValue(value: Value): Value {
  return value.kind === 'ref' ? (find(value.object).elem ?? UNKNOWN) : UNKNOWN;
}

function copyValue(q: Query, source: Value, as: string | null, site: object): Value {
  const kind = as ?? kindOfCopy(source);
  if (kind === 'string') {
    const size = nonZero(valueSize(q.m, source));
    return source.kind === 'str' ? source : str(size);
  }
  if (kind === 'tuple' && source.kind === 'tuple') return source;
  if (source.kind === 'unknown') return makeValue(q, { make: kind as never, size: 'a' }, site);
  return copyInto(q.m, q.frame.context, site, source, objectType(kind));
}

function kindOfCopy(source: Value): string {
  if (source.kind === 'str') return 'string';
  return source.kind === 'ref' ? find(source.object).type : 'list';
}

const objectType = (kind: string): ObjectType => (kind === 'tuple' ? 'list' : (kind as ObjectType));

function makeValue(q: Query, shape: Make, site: object): Value {
  const numbers = rangeInOtherOrder(q, shape);
  if (numbers !== null) return numbers;
  const size = evaluateText(q, shape.size);
  if (shape.make === 'string') return madeString(q, shape.size, size);
  const object = allocate(q.m, q.frame.context, site, objectType(shape.make), size);
  if (shape.make === 'iterator') {
    q.part = partOfSource(q, shape);
    object.views = viewsOf(q, shape.of);
  }
  if (shape.class !== undefined) object.className = shape.class;
  if (shape.of !== undefined)
    object.elem = joinMaybe(object.elem, shapeValue(q, shape.of, subSite(site, 'of')));
  if (shape.key !== undefined)
    object.key = joinMaybe(object.key, shapeValue(q, shape.key, subSite(site, 'key')));
  if (shape.total !== undefined) {
    const total = evaluateText(q, shape.total);
    if (object.elem?.kind === 'num') object.sum = total;
    else object.total = total;
  } else if (object.elem?.kind === 'ref' || object.elem?.kind === 'str') {
    object.total = isZero(size) ? ZERO : sharedTotal(q, shape, object, size);
  }
  if (q.row.calls !== undefined && shape.make === 'map' && q.row.name === 'defaultdict')
    rememberFactory(q, object);
  if (shape.size.length === 1 && object.type !== 'set' && object.type !== 'map')
    object.exact = exactSize(q.operands.get(shape.size as Operand));
  return q.part === null ? ref(object) : { ...ref(object), part: q.part };
}

/** The containers whose elements an iterator gives. */
function viewsOf(q: Query, of: Shape | undefined): HeapObject['views'] {
  const source = (shape: Shape): HeapObject | null => {
    if (typeof shape !== 'object' || !('element' in shape || 'value' in shape)) return null;
    const operand = q.operands.get(('element' in shape ? shape.element : shape.value) as Operand);
    return operand?.kind === 'ref' ? find(operand.object) : null;
  };
  if (of === undefined || typeof of !== 'object') return null;
  return 'tuple' in of ? of.tuple.map(source) : [source(of)];
}

/** An iterator over a part of a container is that part. */
function partOfSource(q: Query, shape: Make): Ref['part'] {
  const source = q.operands.get(shape.size as Operand);
  return source?.kind === 'ref' ? source.part : null;
}

/** `reversed(range(n))` gives the same numbers. */
function rangeInOtherOrder(q: Query, shape: Make): Value | null {
  const { of } = shape;
  if (shape.make !== 'iterator' || typeof of !== 'object' || !('element' in of) || of.element !== shape.size) return null;
  const source = q.operands.get(of.element as Operand);
  return source?.kind === 'range' ? source : null;
}

/** An iterator over the elements of an operand has the operand's total. */
function sharedTotal(q: Query, shape: Make, object: HeapObject, size: Cost): Cost | null {
  const { of } = shape;
  if (of !== undefined && typeof of === 'object' && 'element' in of) {
    const source = q.operands.get(of.element);
    if (source?.kind === 'ref') return find(source.object).total;
  }
  const weight = object.elem === null ? ONE : valueSize(q.m, object.elem);
  return timesCost(size, weight);
}

function exactSize(operand: Value | undefined): HeapObject['exact'] {
  if (operand?.kind === 'ref') return find(operand.object).exact;
  return operand?.kind === 'str' ? operand.exact : null;
}

function rememberFactory(q: Query, object: HeapObject): void {
  const factory = q.operands.get('a');
  if (factory === undefined) return;
  object.elem = null;
  object.fields ??= new Map();
  object.fields.set('<factory>', factory);
}

function madeString(q: Query, text: string, size: Cost): Value {
  const read = text === 'out' || [...q.operands.values()].some((value) => value.kind === 'str' && value.read);
  const same = q.operands.get(text as Operand);
  const letter = isOne(size) && same?.kind === 'str' ? same.domain : null;
  return str(nonZero(size), {
    read,
    domain: isOne(size) ? (letter ?? ONE) : null,
    exact: same?.kind === 'str' ? same.exact : null,
  });
}

// ---------------------------------------------------------------- effects

function applyEffect(q: Query, effect: Effect): void {
  const on = (operand: Operand | undefined): HeapObject | null => {
    const value = q.operands.get(operand ?? 'self');
    return value?.kind === 'ref' ? find(value.object) : null;
  };
  if ('push' in effect) {
    const target = on(effect.to);
    const value = q.operands.get(effect.push) ?? UNKNOWN;
    if (target !== null) push(q.m, target, value, ONE, target.type === 'map' ? value : null);
  } else if ('extend' in effect) {
    const target = on(effect.to);
    const source = q.operands.get(effect.extend) ?? UNKNOWN;
    if (target !== null) extend(q, target, source);
  } else if ('put' in effect) {
    const target = on('self');
    if (target !== null)
      push(q.m, target, q.operands.get(effect.put) ?? UNKNOWN, ONE, q.operands.get(effect.key) ?? null);
  } else if ('replace' in effect) {
    const target = on(effect.in);
    const value = q.operands.get(effect.replace);
    if (target !== null && value !== undefined) target.elem = joinMaybe(target.elem, value);
  }
}

function extend(q: Query, target: HeapObject, source: Value): void {
  const size = nonZero(valueSize(q.m, source));
  const key =
    source.kind === 'ref' && find(source.object).type === 'map'
      ? find(source.object).key
      : target.type === 'map'
        ? elementOf(q.m, source)
        : null;
  const elem =
    target.type === 'map' && source.kind === 'ref'
      ? find(source.object).type === 'map'
        ? (find(source.object).elem ?? UNKNOWN)
        : SMALL_INT
      : elementOf(q.m, source);
  const parts = partOf(q.m, source, size);
  if (parts === null || !isExpr(q.site)) {
    push(q.m, target, elem, size, key);
    return;
  }
  const level = openQuietly(q.m, q.frame, q.site, parts);
  push(q.m, target, elem, ONE, key);
  leaveLevel(q.m, { level });
}
