/** Finding the row of a call, and its operands. */
import type { LibraryRow, Operand } from '../../ir/library.ts';
import type { Arg } from '../calls.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { type LibraryFunction, type Value, find, knownInt } from '../value.ts';
import { isLastPlace } from './last-place.ts';

const LETTERS: readonly Operand[] = ['a', 'b', 'c', 'd'];

/** The row of a call. A place that is counted from the end of the receiver is the last one, -1. */
export function rowFor(
  m: Machine,
  frame: Frame,
  target: LibraryFunction,
  args: readonly Arg[],
  site: object,
): LibraryRow | null {
  const positional = positionalOf(args);
  const place = positional[0];
  const first = (): number | null => {
    if (place === undefined) return null;
    return isLastPlace(m, frame, site, place) ? -1 : knownInt(place.value);
  };
  const spread = positional.length === 1 && positional[0]!.spread;
  const receivers = target.on === '?' ? kindsOf(target.self) : [target.on];
  for (const on of receivers) {
    const row = m.library.row(on, target.name, positional.length, first, spread);
    if (row !== null) return row;
  }
  // `str.lower` as a function: the receiver is the first argument.
  return null;
}

function positionalOf(args: readonly Arg[]): readonly Arg[] {
  for (const { name } of args) if (name !== null) return args.filter((arg) => arg.name === null);
  return args;
}

const UNKNOWN_RECEIVERS = ['list', 'string', 'map', 'set', 'deque', 'heap', 'iterator'];

/** The receivers to look a method up on, most specific first. */
export function kindsOf(self: Value | null): string[] {
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
          : object.type === 'iterator'
            ? // What Python 2 gives as a list is one.
              [...kinds, 'iterator', 'list']
            : // What another path has brought, a list, may be the deque that this one asks.
              object.joined && object.type === 'list'
              ? [...kinds, 'list', 'deque']
              : [...kinds, object.type];
    }
    case 'closure':
    case 'library':
      return ['function', ...UNKNOWN_RECEIVERS];
    default:
      return UNKNOWN_RECEIVERS;
  }
}

export function operandsOf(row: LibraryRow, self: Value | null, args: readonly Arg[]): Map<Operand, Value> {
  const operands = new Map<Operand, Value>();
  if (self !== null) operands.set('self', self);
  const positional = positionalOf(args);
  for (let i = 0; i < positional.length && i < LETTERS.length; i++)
    operands.set(LETTERS[i]!, positional[i]!.value);
  if (row.named === undefined) return operands;
  for (const [operand, keyword] of Object.entries(row.named)) {
    const arg = args.find((candidate) => candidate.name === keyword);
    if (arg !== undefined) operands.set(operand as Operand, arg.value);
  }
  return operands;
}
