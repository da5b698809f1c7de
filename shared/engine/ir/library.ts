/**
 * The form of a language's library table: what a built-in costs, what it makes and what it changes, as data.
 *
 * Costs and sizes are texts of the cost algebra (`cost/parse`) over these operands:
 *   `self`           the receiver's size; `self.elem` the size of one of its elements; `self.total` the sum over its elements
 *   `a` `b` `c`      the size of the first, second, third argument; `a.elem`, `a.total` likewise
 *   `a.search`       what finding an element in it costs: its size, or a constant where it is hashed
 *   `a.sum`          the sum of the elements’ magnitudes
 *   `a.magnitude`    the magnitude of a number that may be below zero
 *   `a.value`        the magnitude of a number; for a string that is parsed as a number, what it may denote
 *   `out`            the size of the result (for results whose size the callee decides)
 *   `line`           the size of one of the lines of such a result
 * An operand that the call lacks counts as 1.
 */
import type { Roles } from './roles.ts';

/** Which value a shape refers to; `a.elem` is an element of `a`. */
export type Operand = 'self' | 'a' | 'b' | 'c' | 'd' | 'a.elem';

export type ContainerKind =
  'string' | 'list' | 'array' | 'set' | 'map' | 'deque' | 'heap' | 'tuple' | 'iterator';

/** What a call returns. */
export type Shape =
  | 'none'
  | 'bool'
  | 'float'
  | 'unknown'
  /** A function that compares two values in constant time. */
  | 'order'
  /** An int of unknown but machine-sized magnitude (a hash, an ordinal): a constant for the digits of it. */
  | 'int'
  /** An int bounded by a cost over the operands. */
  | { readonly int: string }
  /** A float bounded by a cost over the operands. */
  | { readonly float: string }
  /** What the operator makes of the first two arguments. */
  | { readonly operator: '//' | '%' }
  /** The operand itself (an alias). */
  | { readonly same: Operand }
  /** A fresh copy of the operand, optionally as another kind of container. */
  /** A new container with the same elements, or, a deep one, with copies of them. */
  | { readonly copy: Operand; readonly as?: ContainerKind; readonly deep?: true }
  /** One element of a container (for a map: one key), or one value of a map. */
  | { readonly element: Operand }
  | { readonly value: Operand }
  /** What the callback given as this operand returns. */
  | { readonly returned: Operand }
  /** A tuple of the given shapes, or the component `item` of a tuple. */
  | { readonly tuple: readonly Shape[] }
  | { readonly item: number; readonly of: Operand }
  /** A number read from the input: a symbol of its own. */
  | { readonly read: 'int' | 'float' }
  /** A fresh container of all arguments; a single array is taken for the arguments. `class` as below. */
  | { readonly gather: ContainerKind; readonly class?: string }
  /**
   * A fresh container. `domain` bounds the number of distinct elements, `total` the sum over the elements' sizes
   * (of a map whose values are numbers: the sum of the values).
   * `of` is what the elements are; a string is put together from them.
   * `class` names the library's class whose rows hold for it, before those of the container kind.
   */
  | {
      readonly make: ContainerKind;
      readonly size: string;
      readonly of?: Shape;
      readonly key?: Shape;
      readonly domain?: string;
      readonly total?: string;
      readonly class?: string;
      /** Of a map: the function that makes what a look-up does not find. */
      readonly factory?: Operand;
    };

/** What a call changes. */
export type Effect =
  /** Adds one element (argument `push`) to the receiver, or to the operand `to`. */
  | { readonly push: Operand; readonly to?: Operand }
  /** Adds all elements of the argument. */
  | { readonly extend: Operand; readonly to?: Operand }
  /** Stores argument `put`, or what the callback returned, under key `key` in the receiver; the result is looked up afterwards. */
  | { readonly put: Operand | 'returned'; readonly key: Operand }
  /** Takes one element out of the receiver or of the operand `from`. */
  | { readonly pop: true; readonly from?: Operand }
  /** Puts the argument in the place of another element: the size stays. */
  | { readonly replace: Operand | 'returned'; readonly in?: Operand }
  | { readonly clear: true };

export interface LibraryRow {
  /** Receiver: a container kind, `int`, `float`, `function`, `module:NAME` for a module's function, `` (empty) for a free function, or a class name. */
  readonly on: string;
  readonly name: string;
  /** The row applies to calls with this many positional arguments; absent: any. */
  readonly arity?: readonly [min: number, max: number];
  /** Only when argument 0 is the literal given here (`pop(0)`). */
  readonly when?: number;
  /** Only when the call is `f(*a)`: `a` is what is spread, the arguments are its elements. */
  readonly spread?: true;
  /** Operands that may also be given by keyword (`product(xs, repeat=3)`). */
  readonly named?: { readonly [operand in Operand]?: string };
  readonly time: string;
  /** Worst case behind an expected or amortised cost, for the hover. */
  readonly worst?: string;
  readonly basis?: 'amortised' | 'expected';
  /** Auxiliary memory used while it runs, beside its result. */
  readonly allocates?: string;
  readonly result?: Shape;
  readonly effect?: Effect;
  /** A callback: the operand or keyword that holds it, how often it is called, and what each of its parameters receives. */
  readonly calls?: {
    readonly callback: Operand | { readonly keyword: string };
    readonly times: string;
    readonly with: readonly Shape[];
    /** The operand that stands for what the callback returned, the first time. */
    readonly start?: Operand;
  };
  /** The arguments that are iterated and thereby consumed when they are iterators (their own cost is then charged). */
  readonly consumes?: readonly Operand[];
  /** The cost of `time` is paid when the result is iterated, element by element (generators, `map`, `zip`). */
  readonly lazy?: boolean;
  /** Takes a common divisor: calls that each take the result of the one before cost no more together than one, and a step each. */
  readonly divides?: true;
  /** Its result is the function that is its first argument, given the other ones. */
  readonly binds?: true;
  /** One line for the hover. */
  readonly note?: string;
}

/** A module of the library that the program may import, or the names that a star import brings. */
export interface LibraryTable {
  readonly rows: readonly LibraryRow[];
  /** Types by the name of their constructor or annotation: `defaultdict` -> map, `deque` -> deque. */
  readonly types: Readonly<Record<string, ContainerKind>>;
  /** Modules whose free functions are in the table (`module:heapq`), so that `from heapq import heappush` resolves. */
  readonly modules: readonly string[];
  /** Module constants whose value is a number (`math.inf`, `sys.maxsize`): they are constants. */
  readonly constants: readonly string[];
  /** The values of those that are known, as the largest number of a type is. */
  readonly values: Readonly<Record<string, number>>;
  /** Module constants that are short strings (`string.digits`). */
  readonly texts: readonly string[];
  /** Whether `text += more` extends the string in place where nothing else refers to it, as CPython does. */
  readonly appendsInPlace: boolean;
  /** `==` and `<` compare containers element by element. */
  readonly comparesContents: boolean;
  /** A letter of a text is a number, as `s[i] - s[0]` needs it. */
  readonly lettersAreNumbers: boolean;
  /** The methods that operators on containers call, where the language has such. */
  readonly operators: Operators | null;
  readonly roles: Roles;
  readonly hints: TypeHints;
}

/** The methods of `x in items`, `items[i]` and `items[i] = x`. */
export interface Operators {
  readonly in: string;
  readonly item: string;
  readonly setItem: string;
}

/** What the uses of a variable tell of its type, where the program declares none. */
export interface TypeHints {
  /** Methods of strings, of lists and of maps alone. */
  readonly string: readonly string[];
  readonly list: readonly string[];
  readonly map: readonly string[];
  /** Those of strings that are mostly asked of a single letter. */
  readonly letter: readonly string[];
  /** Methods of strings that put the elements of their argument together to one. */
  readonly joins: readonly string[];
  /** Methods of lists and of strings that look for their argument among the elements. */
  readonly searches: readonly string[];
  /** Functions whose result has the elements of their first argument. */
  readonly copies: readonly string[];
  /** Functions of one argument that has a size. */
  readonly sized: readonly string[];
  /** Functions of one argument that is a number. */
  readonly numeric: readonly string[];
  /** Functions that read a number from its digits to a base, the first of their two arguments. */
  readonly digits: readonly string[];
  /** Functions and methods that take a number of elements, first or second: which argument that is; the other has a size. */
  readonly counted: Readonly<Record<string, number | undefined>>;
}
