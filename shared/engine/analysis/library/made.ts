/** Containers that library calls make. */
import { affine } from '../../cost/affine.ts';
import { type Cost, ONE, ZERO, isZero, times as timesCost } from '../../cost/cost.ts';
import type { ContainerKind, Operand, Shape } from '../../ir/library.ts';
import { copyInto } from '../containers/copy.ts';
import { adopt, push } from '../containers/grow.ts';
import { valueSize } from '../containers/read.ts';
import { joinMaybe } from '../join.ts';
import { allocate } from '../heap.ts';
import { subSite } from '../sites.ts';
import { type HeapObject, type Ref, type Str, type Value, exactLength, find, ref } from '../value.ts';
import { evaluateText } from './operands.ts';
import type { Make, Query } from './query.ts';
import { madeByScan, madeString, objectType, shapeValue } from './results.ts';

export function makeValue(q: Query, shape: Make, site: object): Value {
  const numbers = rangeInOtherOrder(q, shape);
  if (numbers !== null) return numbers;
  const size = evaluateText(q, shape.size);
  if (shape.make === 'string') return madeString(q, shape, size);
  const object = allocate(q.m, q.frame.context, site, objectType(shape.make), size);
  if (shape.make === 'iterator') {
    q.part = partOfSource(q, shape);
    object.views = viewsOf(q, shape.of);
    object.unique ||= givesKeys(q, shape.of);
  }
  if (shape.class !== undefined) object.className = shape.class;
  if (shape.of !== undefined) {
    const elem = shapeValue(q, shape.of, subSite(site, 'of'));
    if (isMade(shape.of)) adopt(q.m, object, elem);
    object.elem = joinMaybe(object.elem, elem);
  }
  if (shape.key !== undefined)
    object.key = joinMaybe(object.key, shapeValue(q, shape.key, subSite(site, 'key')));
  object.keyTotal = shape.key === undefined ? ZERO : keyTotal(q, shape);
  sumUp(q, shape, object, size);
  object.pieces = piecesOf(q, shape);
  object.made = madeByScan(q, size);
  if (shape.factory !== undefined) rememberFactory(object, q.operands.get(shape.factory));
  if (object.type !== 'set' && object.type !== 'map') object.exact = exactSize(q, shape.size);
  return q.part === null ? ref(object) : { ...ref(object), part: q.part };
}

/** What the call itself makes, or its callback for each element. */
const isMade = (shape: Shape): boolean =>
  typeof shape === 'object' && ('make' in shape || 'returned' in shape);

/** A fresh container of all arguments; a single array, or what is spread, gives the elements itself. */
export function gathered(
  q: Query,
  shape: Extract<Shape, { readonly gather: ContainerKind }>,
  site: object,
): Value {
  const [only] = q.args;
  const isArray = only?.value.kind === 'ref' && /^(?:array|list)$/.test(find(only.value.object).type);
  if (q.args.length === 1 && (isArray || only!.spread))
    return withClass(
      copyInto(q.m, q.frame.context, site, only!.value, objectType(shape.gather)),
      shape.class,
    );
  const object = allocate(
    q.m,
    q.frame.context,
    site,
    objectType(shape.gather),
    q.args.length === 0 ? ZERO : ONE,
  );
  for (const arg of q.args) push(q.m, object, arg.value);
  return withClass(ref(object), shape.class);
}

function withClass(value: Ref, name: string | undefined): Ref {
  if (name !== undefined) find(value.object).className = name;
  return value;
}

/** The total over what was made, by the table or by what it was made of. */
function sumUp(q: Query, shape: Make, object: HeapObject, size: Cost): void {
  const { elem } = object;
  if (shape.total !== undefined) {
    const total = evaluateText(q, shape.total);
    if (elem?.kind === 'num') object.sum = total;
    else object.total = total;
  } else if (elem?.kind === 'ref' || elem?.kind === 'str') {
    object.total = isZero(size) ? ZERO : (returnedTotal(q, shape) ?? sharedTotal(q, shape, object, size));
  }
}

const returnedTotal = (q: Query, { of }: Make): Cost | null =>
  typeof of === 'object' && 'returned' in of ? q.returnedTotal : null;

/** What the keys add up to: those of an operand no more than its elements. */
function keyTotal({ operands }: Query, { key }: Make): Cost | null {
  const source = typeof key === 'object' && 'element' in key ? operands.get(key.element) : undefined;
  return source?.kind === 'ref' ? find(source.object).total : null;
}

/** The text of the input that a split takes apart, or the one that the operand is made of. */
function piecesOf({ self, operands }: Query, { size, total }: Make): Str | null {
  if (size === 'self' && total === 'self' && self?.kind === 'str') return self.input ? self : null;
  const source = operands.get(size as Operand);
  return source?.kind === 'ref' ? find(source.object).pieces : null;
}

/** The containers whose elements an iterator gives. */
function viewsOf(q: Query, of: Shape | undefined): HeapObject['views'] {
  const source = (shape: Shape): HeapObject | null => {
    if (typeof shape !== 'object' || !('element' in shape || 'value' in shape)) return null;
    const operand = q.operands.get('element' in shape ? shape.element : shape.value);
    return operand?.kind === 'ref' ? find(operand.object) : null;
  };
  if (of === undefined || typeof of !== 'object') return null;
  if ('tuple' in of) return of.tuple.map(source);
  const only = source(of);
  return only?.type === 'iterator' && only.views !== null ? only.views : [only];
}

/** The elements of a set, or the keys of a map: no two are the same. */
function givesKeys(q: Query, of: Shape | undefined): boolean {
  if (typeof of !== 'object' || !('element' in of)) return false;
  const operand = q.operands.get(of.element);
  if (operand?.kind !== 'ref') return false;
  const { type, unique } = find(operand.object);
  return type === 'set' || type === 'map' || (type === 'iterator' && unique);
}

/** An iterator over a part of a container is that part. */
function partOfSource(q: Query, shape: Make): Ref['part'] {
  const source = q.operands.get(shape.size as Operand);
  return source?.kind === 'ref' ? source.part : null;
}

/** `reversed(range(n))` gives the same numbers. */
function rangeInOtherOrder(q: Query, shape: Make): Value | null {
  const { of } = shape;
  if (shape.make !== 'iterator' || typeof of !== 'object' || !('element' in of) || of.element !== shape.size)
    return null;
  const source = q.operands.get(of.element);
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

/** Of nothing, of the size of an operand or its value, or of the smaller one of two that are equally long. */
function exactSize(q: Query, size: string): HeapObject['exact'] {
  if (size === '0') return affine.constant(0);
  const number = /^(\w)\.value$/.exec(size)?.[1];
  if (number !== undefined) {
    const value = q.operands.get(number as Operand);
    return value?.kind === 'num' ? value.exact : null;
  }
  const [, only, left, right] = /^(?:(\w|self)|min\((\w), (\w)\))$/.exec(size) ?? [];
  const exacts = [only, left, right].flatMap((name) =>
    name === undefined ? [] : [exactLength(q.operands.get(name as Operand))],
  );
  const [first, second = first] = exacts;
  return first && second && affine.equals(first, second) ? first : null;
}

function rememberFactory(object: HeapObject, factory: Value | undefined): void {
  if (factory === undefined) return;
  object.elem = null;
  object.fields ??= new Map();
  object.fields.set('<factory>', factory);
}
