/** Methods that all collections have: `java.util.Collection` and `Iterable`. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, calls, consumes, copy, element, int, make, on } from '../../shared/rows.ts';

/** How a kind of collection finds or adds an element: the time, and the worst case behind an expected time. */
export interface Access {
  readonly time: string;
  readonly worst?: string;
}

export const SCAN: Access = { time: 'self' };
export const HASHED: Access = { time: '1', worst: 'self' };
export const BALANCED: Access = { time: 'log self' };

/** The basis of one access, or of one for each element of the argument. */
export function basisOf({ worst }: Access, each = ''): Pick<LibraryRow, 'basis' | 'worst'> {
  return worst === undefined ? {} : { basis: 'expected', worst: `${each}${worst}` };
}

/** The time of one access for each element of the argument. */
export const forEachOfA = ({ time }: Access): string => (time === '1' ? 'a' : `a ${time}`);

/** The rows that are alike for every receiver that is a collection; taking out is its own. */
export function collection(receiver: string, search: Access, add: Access): readonly LibraryRow[] {
  const method = on(receiver);
  const stream = make('iterator', 'self', element('self'), { class: 'Stream' });
  return [
    method('addAll', forEachOfA(add), 'bool', {
      ...args(1),
      ...basisOf(add, 'a '),
      ...consumes('a'),
      effect: { extend: 'a' },
    }),
    method('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
    method('clone', 'self', copy('self'), args(0)),
    method('contains', search.time, 'bool', { ...args(1), ...basisOf(search) }),
    method('containsAll', forEachOfA(search), 'bool', {
      ...args(1),
      ...basisOf(search, 'a '),
      ...consumes('a'),
    }),
    method('equals', 'self', 'bool', args(1)),
    method('forEach', 'self', 'none', { ...args(1), ...calls('a', 'self', element('self')) }),
    method('getClass', '1', 'unknown', args(0)),
    method('hashCode', 'self', 'int', args(0)),
    method('isEmpty', '1', 'bool', args(0)),
    method('iterator', '1', make('iterator', 'self', element('self')), args(0)),
    method('parallelStream', '1', stream, args(0)),
    method('removeAll', search === SCAN ? 'self a.search + a' : 'self + a', 'bool', {
      ...args(1),
      ...consumes('a'),
      effect: { pop: true },
    }),
    method('removeIf', 'self', 'bool', {
      ...args(1),
      ...calls('a', 'self', element('self')),
      effect: { pop: true },
    }),
    method('retainAll', 'self a.search + a', 'bool', { ...args(1), effect: { pop: true } }),
    method('size', '1', int('self'), args(0)),
    method('stream', '1', stream, args(0)),
    method('toArray', 'self', copy('self', 'array'), { ...args(0, 1), note: 'copies every element' }),
    method('toString', 'self', make('string', 'self'), args(0)),
  ];
}
