/** The operations that a class may define by a method. */
import type { CompareOp } from './ir.ts';

export type Special =
  | 'construct'
  | 'call'
  | 'item'
  | 'setItem'
  | 'size'
  | 'iterate'
  /** The next element of an object that is its own iterator. */
  | 'next'
  /** Reading a field of that name runs it. */
  | 'property'
  | '+='
  | '+'
  | '-'
  | '*'
  | CompareOp;
