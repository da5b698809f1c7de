/** Sets: `HashSet`, `LinkedHashSet`, `TreeSet`, `BitSet`. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { BALANCED, HASHED, collection } from './collection.ts';
import { args, byName, copy, element, hashed, int, make, on, same } from '../../shared/rows.ts';

const set = on('set');
const tree = on('TreeSet');
const bits = on('BitSet');
const create = on('');

const pop = { effect: { pop: true } } as const;

const SET: readonly LibraryRow[] = byName([
  ...collection('set', HASHED, HASHED),
  set('add', '1', 'bool', { ...args(1), ...hashed(), effect: { push: 'a' } }),
  set('remove', '1', 'bool', { ...args(1), ...hashed(), ...pop }),
]);

const view: Shape = make('set', 'self', element('self'), { class: 'TreeSet' });
const viewNote = { note: 'a view: no copy' } as const;

const TREE: readonly LibraryRow[] = byName([
  ...collection('TreeSet', BALANCED, BALANCED),
  tree('add', 'log self', 'bool', { ...args(1), effect: { push: 'a' } }),
  tree('ceiling', 'log self', element('self'), args(1)),
  tree('descendingIterator', '1', make('iterator', 'self', element('self')), args(0)),
  tree('descendingSet', '1', same('self'), { ...args(0), ...viewNote }),
  tree('first', 'log self', element('self'), args(0)),
  tree('floor', 'log self', element('self'), args(1)),
  tree('getFirst', 'log self', element('self'), args(0)),
  tree('getLast', 'log self', element('self'), args(0)),
  tree('headSet', 'log self', view, { ...args(1, 2), ...viewNote }),
  tree('higher', 'log self', element('self'), args(1)),
  tree('last', 'log self', element('self'), args(0)),
  tree('lower', 'log self', element('self'), args(1)),
  tree('pollFirst', 'log self', element('self'), { ...args(0), ...pop }),
  tree('pollLast', 'log self', element('self'), { ...args(0), ...pop }),
  tree('remove', 'log self', 'bool', { ...args(1), ...pop }),
  tree('subSet', 'log self', view, { ...args(2, 4), ...viewNote }),
  tree('tailSet', 'log self', view, { ...args(1, 2), ...viewNote }),
]);

/** Its size is the number of bits that it was made with; operations on whole sets are on words of 64 of them. */
const BITS: readonly LibraryRow[] = byName([
  bits('and', 'self', 'none', args(1)),
  bits('andNot', 'self', 'none', args(1)),
  bits('cardinality', 'self', int('self'), args(0)),
  bits('clear', '1', 'none', args(0)),
  bits('clear', '1', 'none', args(1, 2)),
  bits('clone', 'self', copy('self'), args(0)),
  bits('flip', '1', 'none', args(1)),
  bits('flip', 'self', 'none', args(2)),
  bits('get', '1', 'bool', args(1)),
  bits('isEmpty', '1', 'bool', args(0)),
  bits('length', '1', int('self'), args(0)),
  bits('nextClearBit', '1', int('self'), args(1)),
  bits('nextSetBit', '1', int('self'), args(1)),
  bits('or', 'self', 'none', args(1)),
  bits('previousSetBit', '1', int('self'), args(1)),
  bits('set', '1', 'none', args(1)),
  bits('set', 'self', 'none', args(2, 3)),
  bits('size', '1', int('self'), args(0)),
  bits('xor', 'self', 'none', args(1)),
]);

const emptySet = make('set', '0');
const treeOfA = make('set', 'a', element('a'), { class: 'TreeSet' });

const CONSTRUCTORS: readonly LibraryRow[] = [
  create('BitSet', '1', make('array', '1', 'bool', { class: 'BitSet' }), args(0)),
  create('BitSet', 'a.value', make('array', 'a.value', 'bool', { class: 'BitSet' }), args(1)),
  create('HashSet', '1', emptySet, args(0)),
  create('HashSet', 'a', copy('a', 'set'), { ...args(1, 2), ...hashed('a^2') }),
  create('LinkedHashSet', '1', emptySet, args(0)),
  create('LinkedHashSet', 'a', copy('a', 'set'), { ...args(1, 2), ...hashed('a^2') }),
  create('TreeSet', '1', make('set', '0', undefined, { class: 'TreeSet' }), args(0)),
  create('TreeSet', 'a log a', treeOfA, args(1)),
];

export const sets: readonly LibraryRow[] = [...SET, ...TREE, ...BITS, ...CONSTRUCTORS];
