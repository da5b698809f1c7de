/** How many things can be marked in a container: cells, entries, members that are looked up or stored. */
import { type Cost, ONE, compare, isOne, isZero, times } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import type { Frame } from './frame.ts';
import { sizeOf, totalOf } from './heap.ts';
import { reached } from './loops/paths.ts';
import type { Machine } from './machine.ts';
import type { Unmarked } from './marks.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import { type HeapObject, UNKNOWN, domainOf, find } from './value.ts';

export function capacity(m: Machine, frame: Frame, object: HeapObject, mark: Unmarked): Cost | null {
  const [first, second, ...more] = mark.keys;
  if (first === undefined || more.length > 0) return null;
  if (mark.form === 'left') return object.type === 'set' || object.type === 'map' ? reached(m, object) : null;
  if (mark.form === 'member') return memberCapacity(m, frame, object, first);
  if (object.type === 'map')
    return second === undefined ? entryCapacity(m, frame, object, first, mark) : null;
  const size = sizeOf(m, object);
  if (second === undefined || sameText(first, second)) return size;
  const inner = object.elem?.kind === 'ref' ? sizeOf(m, find(object.elem.object)) : ONE;
  const product = times(size, inner);
  const total = totalOf(m, object);
  if (total === null || isZero(total) || isOne(total)) return product;
  return compare(total, product) === 'less' ? total : product;
}

/** How many entries of a map can be marked: where it makes none by itself, those that it has. */
function entryCapacity(
  m: Machine,
  frame: Frame,
  map: HeapObject,
  key: Expr,
  { form }: Unmarked,
): Cost | null {
  if (map.fields?.has('<factory>') === true) return memberCapacity(m, frame, map, key);
  const wanted = domainOf(quietly(m, frame, key));
  return wanted === null && form === 'cell' ? sizeOf(m, map) : wanted;
}

/** The number of different tuples: the product of what their parts can be. */
function keyDomain(m: Machine, frame: Frame, key: Expr): Cost | null {
  if (key.kind !== 'collection') return domainOf(quietly(m, frame, key));
  let product: Cost | null = ONE;
  for (const element of key.elements) {
    const domain = keyDomain(m, frame, element);
    product = product === null || domain === null ? null : times(product, domain);
  }
  return product;
}

/** It is a number that is multiplied again and again, or has one: no set of constants tells how many there will be. */
function isWide(m: Machine, frame: Frame, key: Expr): boolean {
  if (key.kind === 'collection') return key.elements.some((element) => isWide(m, frame, element));
  const value = quietly(m, frame, key);
  return value.kind === 'num' && value.wide;
}

/** How many different members can be added: by what is looked up, or by what is stored. */
function memberCapacity(m: Machine, frame: Frame, object: HeapObject, key: Expr): Cost | null {
  // Of a tuple what is stored tells its parts; of a list, which is stored by reference, only its literal does.
  const isList = key.kind === 'collection' && key.shape === 'list';
  const wanted = isList ? keyDomain(m, frame, key) : domainOf(quietly(m, frame, key));
  const stored = object.type === 'map' ? object.key : object.elem;
  const known = stored === null || stored === UNKNOWN ? null : domainOf(stored);
  // Members that are constants were put in beforehand: those that are marked are still to come.
  if (wanted === null && known !== null && isOne(known))
    return keyDomain(m, frame, key) ?? (isWide(m, frame, key) ? null : known);
  if (wanted === null) return known;
  if (known === null || isOne(known) || compare(known, wanted) !== 'less') return wanted;
  object.limitsMarks = true;
  return known;
}
