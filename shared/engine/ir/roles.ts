/**
 * What the names of a language's library do, for the readings of code that know no receiver: how a loop moves its
 * variables, what a test asks, what marks and unmarks. Costs and values come from the library's rows instead.
 *
 * A name stands for a function (`len`), for a method of any receiver (`.append`), or for a member of a module or type
 * (`Math.max`, `Scanner.hasNext`); `random.*` is every member.
 */
import type { Call, Expr, ForEach } from './ir.ts';

export interface Roles {
  /** The number of elements: of the receiver of a method, or of the argument of a function. */
  readonly size: readonly string[];
  /** Whether there are no elements. */
  readonly empty: readonly string[];
  readonly max: readonly string[];
  readonly min: readonly string[];
  /** Quotient and remainder in one. */
  readonly divmod: readonly string[];
  /** The number without its fraction, or the same number in another type. */
  readonly truncate: readonly string[];
  /** The number that stands for a letter, and the letter that a number stands for, where they are not one. */
  readonly code: readonly string[];
  readonly letter: readonly string[];
  /** Plain functions of sizes and numbers, without effects. */
  readonly plain: readonly string[];
  /** The value is one of the arguments, or is made of them and no larger. */
  readonly keeps: readonly string[];
  /** A copy of its receiver or of its only argument, with the same elements. */
  readonly copies: readonly string[];
  /** Runs over the elements of its argument, in some order. */
  readonly elements: readonly string[];
  /** Gives the elements with their numbers before them. */
  readonly counted: readonly string[];
  /** Gives tuples of what its arguments have at the same places. */
  readonly pairs: readonly string[];
  /** Calls its function again and again with what the call before gave. */
  readonly folds: readonly string[];
  /** Gives the elements in another order than they have. */
  readonly reorders: readonly string[];
  /** Puts into the receiver. */
  readonly push: readonly string[];
  /** Puts into the receiver, before all that is there. */
  readonly pushFront: readonly string[];
  /** Puts into the first argument. */
  readonly pushFirst: readonly string[];
  /** Takes out of the receiver. */
  readonly pop: readonly string[];
  /** Gives an element of the receiver and leaves it there. */
  readonly peek: readonly string[];
  /** Takes out of the first argument. */
  readonly popFirst: readonly string[];
  /** Puts one element behind all others. */
  readonly append: readonly string[];
  /** Puts an element at the index that is its first argument, and takes the element at an index out. */
  readonly putAt: readonly string[];
  readonly takeAt: readonly string[];
  /** The method that a statement runs which deletes an element. */
  readonly deletes: readonly string[];
  /** Methods and functions that a queue with two ends serves as a list does, at no higher cost. */
  readonly queue: readonly string[];
  /** Leaves its receiver, or its arguments, as they are, and keeps no reference to them. */
  readonly reads: readonly string[];
  /** Takes back the last thing that was put into the receiver; without arguments. */
  readonly undo: readonly string[];
  /** Takes an element out of the receiver, and fails where there is none to take; with no more than one argument. */
  readonly takesOne: readonly string[];
  readonly clear: readonly string[];
  /** Puts its first argument, or a value under it, into the receiver. */
  readonly mark: readonly string[];
  /** Takes its first argument, or the value under it, out of the receiver. */
  readonly unmark: readonly string[];
  /** Looks up what is under its first argument; with a second one for what is not there. */
  readonly lookup: readonly string[];
  /** The first place of its first argument in the receiver, at or behind the second one; below 0 for none. */
  readonly find: readonly string[];
  /** The receiver with its second argument in the place of its first. */
  readonly replaces: readonly string[];
  /** Takes something from the program's input. */
  readonly read: readonly string[];
  /** Whether the program's input goes on. */
  readonly more: readonly string[];
  /** Adds to the program's output. */
  readonly write: readonly string[];
  /** Prepares the run of the program; no action of its own. */
  readonly configure: readonly string[];
  readonly random: readonly string[];
}

export type Role = keyof Roles;

export interface RoleIndex {
  readonly is: (call: Call, role: Role) => boolean;
  /** Something of that name, function or method, has the role. */
  readonly named: (call: Call, role: Role) => boolean;
  /** The first method of the role; null when none has it. */
  readonly method: (role: Role) => string | null;
}

const indexes = new WeakMap<Roles, RoleIndex>();

/** The index of a language's roles, made when it is first asked for. */
export function indexRoles(roles: Roles): RoleIndex {
  let index = indexes.get(roles);
  if (index === undefined) indexes.set(roles, (index = makeIndex(roles)));
  return index;
}

function makeIndex(roles: Roles): RoleIndex {
  const { functions, methods, members } = sortedRoles(roles);
  const anyMember = members.get(ANY);
  return {
    is: ({ callee }, role) => {
      if (callee.kind === 'name') return functions.get(callee.name)?.has(role) === true;
      if (callee.kind !== 'field') return false;
      const { name, object, receiverType } = callee;
      if (methods.get(name)?.has(role) === true) return true;
      const owners = members.get(name);
      if (receiverType !== undefined && owners?.get(receiverType)?.has(role) === true) return true;
      if (object.kind !== 'name') return false;
      return owners?.get(object.name)?.has(role) === true || anyMember?.get(object.name)?.has(role) === true;
    },
    named: ({ callee }, role) => {
      if (callee.kind !== 'name' && callee.kind !== 'field') return false;
      const { name } = callee;
      return functions.get(name)?.has(role) === true || methods.get(name)?.has(role) === true;
    },
    method: (role) => roles[role].find((name) => name.startsWith('.'))?.slice(1) ?? null,
  };
}

/** Stands for every member of a module or type. */
const ANY = '*';

type RolesByName = Map<string, Set<Role>>;

interface SortedRoles {
  readonly functions: RolesByName;
  readonly methods: RolesByName;
  /** By the member's name, then by what it is a member of. */
  readonly members: Map<string, RolesByName>;
}

/** The other way round: the roles of each name, so that no text has to be put together to ask for one. */
function sortedRoles(roles: Roles): SortedRoles {
  const sorted: SortedRoles = { functions: new Map(), methods: new Map(), members: new Map() };
  const add = (to: RolesByName, name: string, role: Role): void => {
    to.set(name, (to.get(name) ?? new Set()).add(role));
  };
  for (const [role, entries] of Object.entries(roles) as [Role, readonly string[]][]) {
    for (const entry of entries) {
      const dot = entry.lastIndexOf('.');
      const name = entry.slice(dot + 1);
      if (dot < 0) add(sorted.functions, name, role);
      else if (dot === 0) add(sorted.methods, name, role);
      else {
        const owners = sorted.members.get(name) ?? new Map<string, Set<Role>>();
        sorted.members.set(name, owners);
        add(owners, entry.slice(0, dot), role);
      }
    }
  }
  return sorted;
}

/** What a call of the role "size" or "empty" asks about: its receiver, or its one argument. */
export function subjectOf({ callee, args }: Call): Expr | null {
  if (args.length === 0) return callee.kind === 'field' ? callee.object : null;
  return args.length === 1 ? args[0]!.value : null;
}

/** What an expression is the number of elements of, `xs` of `len(xs)`; null for any other expression. */
export function measuredBy(roles: RoleIndex, expr: Expr): Expr | null {
  return expr.kind === 'call' && roles.is(expr, 'size') ? subjectOf(expr) : null;
}

/** What an expression gives the elements of with their numbers, `xs` of `enumerate(xs)`; null for any other expression. */
export const countedBy = (roles: RoleIndex, expr: Expr): Expr | null =>
  expr.kind === 'call' && roles.is(expr, 'counted') ? (expr.args[0]?.value ?? null) : null;

/** A loop over elements: of `for i, x in enumerate(xs)` that over xs, whose turns have x. */
export function elementLoop(roles: RoleIndex, loop: ElementLoop): ElementLoop {
  const { target, iterable } = loop;
  const source = countedBy(roles, iterable);
  const element = target.kind === 'collection' && target.elements.length === 2 ? target.elements[1]! : null;
  return source === null || element === null ? loop : { target: element, iterable: source };
}

type ElementLoop = Pick<ForEach, 'target' | 'iterable'>;
