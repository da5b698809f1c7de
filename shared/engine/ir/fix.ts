/**
 * What a quick fix is to change, in terms of the intermediate representation. Rules make requests, and only when the
 * representation shows that the change is possible; the text edits are the language's.
 */
import type {
  Assign,
  Binary,
  Call,
  Compare,
  Expr,
  ExprStatement,
  FunctionNode,
  Index,
  Param,
  Stmt,
} from './ir.ts';

/** "safe" keeps what the program does; "suggestion" needs a look. */
export type FixSafety = 'safe' | 'suggestion';

interface Request {
  readonly safety: FixSafety;
}

/** A list becomes a queue with two ends. */
export interface DequeFix extends Request {
  readonly kind: 'deque';
  readonly variable: string;
  /** The lists that the variable is set to. */
  readonly creations: readonly Expr[];
  /** The parameter that comes as a list, and the statement before which it is converted. */
  readonly convertBefore: Stmt | null;
  readonly frontPops: readonly Call[];
  readonly frontPushes: readonly Call[];
  /** Reads of the first or last element by its index. */
  readonly ends: readonly Index[];
}

/** A list that is built from its end to its front is built the other way round, and read reversed. */
export interface AppendReversedFix extends Request {
  readonly kind: 'append-reversed';
  readonly frontPushes: readonly Call[];
  /** The variable, at every place where its order matters. */
  readonly reads: readonly Expr[];
}

/** A list that is only asked for membership becomes a set. */
export interface ListToSetFix extends Request {
  readonly kind: 'list-to-set';
  readonly variable: string;
  readonly creations: readonly Expr[];
  readonly appends: readonly Call[];
}

/** A list keeps its order, and a set beside it answers the tests. */
export interface SetAlongsideFix extends Request {
  readonly kind: 'set-alongside';
  readonly variable: string;
  /** The statement that makes the list, and what it holds then. */
  readonly creation: Stmt;
  readonly initial: readonly Expr[];
  readonly appends: readonly ExprStatement[];
  readonly tests: readonly Compare[];
}

/** A list that does not change any more is copied to a set, before a statement, for the tests from there on. */
export interface SetCopyFix extends Request {
  readonly kind: 'set-copy';
  readonly variable: string;
  readonly before: Stmt;
  readonly tests: readonly Compare[];
}

/** A string that grows in a loop is collected in a list and joined at the end. */
export interface StringPartsFix extends Request {
  readonly kind: 'string-parts';
  readonly variable: string;
  /** The statement that sets the string before the loop: in it the variable, and what it is set to. */
  readonly creation: Assign;
  readonly target: Expr;
  readonly value: Expr;
  /** The value, unless it is the empty string. */
  readonly initial: Expr | null;
  /** `own` is the variable in `value`, null in `x += value`. */
  readonly updates: readonly { readonly stmt: Stmt; readonly own: Expr | null; readonly value: Expr }[];
  /** The text goes in front of what is there. */
  readonly prepends: boolean;
  /** The only place that reads the string; null when there are several, and the parts are joined after `loop`. */
  readonly onlyRead: Expr | null;
  readonly loop: Stmt;
}

/** Results of a function are remembered by its arguments. */
export interface MemoiseFix extends Request {
  readonly kind: 'memoise';
  readonly func: FunctionNode;
}

/** A default value is made anew in every call. */
export interface FreshDefaultFix extends Request {
  readonly kind: 'fresh-default';
  readonly func: FunctionNode;
  readonly param: Param;
  readonly value: Expr;
}

/** `[row] * count` makes a new row for every place. */
export interface FreshRowsFix extends Request {
  readonly kind: 'fresh-rows';
  readonly repetition: Binary;
  readonly row: Expr;
  readonly count: Expr;
}

export type FixRequest =
  | DequeFix
  | AppendReversedFix
  | ListToSetFix
  | SetAlongsideFix
  | SetCopyFix
  | StringPartsFix
  | MemoiseFix
  | FreshDefaultFix
  | FreshRowsFix;
