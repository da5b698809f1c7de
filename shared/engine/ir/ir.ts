/**
 * The intermediate representation: a small imperative language, free of any source language.
 *
 * Every node is readonly, carries its source span and is discriminated by `kind`. Lowering is total: what a front end
 * cannot model becomes `unsupported` with its place and reason, and the rest of the program stays.
 *
 * Normal forms that every front end keeps:
 * - a C-style `for` is its initialisation followed by a `while` with `update` (which `continue` also runs);
 * - loops, branches that leave, negations and comparisons have one form each (`normal-forms.ts`, `comparison.ts`);
 * - a counted for-each iterates over a `range`; `i++` is an `assign` with `+` (`assignExpr` where its value is used);
 * - `switch`/`match` is a chain of `if`; `with`/`using` is its bindings followed by its body;
 * - an element is an `index`, membership `in`, equality `==`; a size is a call of that role, a cast one of the type's name;
 * - `super().f()` calls a base class's method; static members belong to the top level;
 * - the receiver parameter (`self`, `this`) is not among `params`; fields are `field` nodes on it.
 */
import type { SourceSpan } from '../../protocol/analysis.ts';
import type { Special } from './special.ts';
import type { Type } from './type.ts';

/** Where a node stands in the source text. */
export type Span = SourceSpan;
export type { Special, Type };

export type BinaryOp = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '<<' | '>>' | '&' | '|' | '^' | '@';
export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';
export type UnaryOp = '-' | '+' | '~' | 'not';

interface Node {
  readonly span: Span;
}

/** Syntax that has no model yet. `parts` are the sub-expressions that were understood, so that they still count. */
export interface Unsupported extends Node {
  readonly kind: 'unsupported';
  readonly reason: string;
  readonly parts: readonly Expr[];
}

// ---------------------------------------------------------------- expressions

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

/** A literal number; `value` is NaN when it is out of the range of a double. */
export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly value: number;
  readonly float: boolean;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

export interface ConstantLiteral extends Node {
  readonly kind: 'constant';
  readonly value: true | false | null;
}

/** String interpolation: a new string made of the parts. */
export interface Template extends Node {
  readonly kind: 'template';
  readonly parts: readonly Expr[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly op: UnaryOp;
  readonly operand: Expr;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}

/** One comparison; a chain `a < b < c` is a `logical` "and" of two. */
export interface Compare extends Node {
  readonly kind: 'compare';
  readonly op: CompareOp;
  readonly left: Expr;
  readonly right: Expr;
}

export interface Logical extends Node {
  readonly kind: 'logical';
  readonly op: 'and' | 'or';
  readonly left: Expr;
  readonly right: Expr;
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

export interface Argument {
  readonly value: Expr;
  /** The keyword of a named argument. */
  readonly name: string | null;
  /** `*args`, `**kwargs`, `...args`. */
  readonly spread: boolean;
}

/** `callee` is a `name` (free call), a `field` (method call) or any expression; `style` "new" marks constructor syntax. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
  readonly style: 'call' | 'new';
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly object: Expr;
  readonly index: Expr;
}

export interface Slice extends Node {
  readonly kind: 'slice';
  readonly object: Expr;
  readonly start: Expr | null;
  readonly end: Expr | null;
  readonly step: Expr | null;
}

export interface Field extends Node {
  readonly kind: 'field';
  readonly object: Expr;
  readonly name: string;
  readonly nameSpan: Span;
  /** The class of the object, the program's own or the library's, where the front end knows it. */
  readonly receiverType?: string;
}

/** The numbers from `start` (default 0) towards `end` (exclusive unless `inclusive`) by `step` (default 1). */
export interface Range extends Node {
  readonly kind: 'range';
  readonly start: Expr | null;
  readonly end: Expr;
  readonly step: Expr | null;
  readonly inclusive: boolean;
}

export interface Collection extends Node {
  readonly kind: 'collection';
  readonly shape: 'list' | 'set' | 'tuple' | 'array';
  readonly elements: readonly Expr[];
}

export interface MapLiteral extends Node {
  readonly kind: 'map';
  /** An entry without a key spreads another map. */
  readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
}

/** `*xs` in a collection, in a target or as a value. */
export interface Spread extends Node {
  readonly kind: 'spread';
  readonly value: Expr;
}

export type Clause =
  | { readonly kind: 'for'; readonly target: Expr; readonly iterable: Expr; readonly span: Span }
  | { readonly kind: 'if'; readonly test: Expr; readonly span: Span };

/** A loop in an expression. A "generator" holds nothing until it is consumed. `key` is set for shape "map" only. */
export interface Comprehension extends Node {
  readonly kind: 'comprehension';
  readonly shape: 'list' | 'set' | 'map' | 'generator';
  readonly clauses: readonly Clause[];
  readonly key: Expr | null;
  readonly element: Expr;
}

export interface Lambda extends Node {
  readonly kind: 'lambda';
  readonly func: FunctionNode;
}

/** An assignment used as a value: `(x := v)`, `i++` in an index. `result` says which value it has. */
export interface AssignExpr extends Node {
  readonly kind: 'assignExpr';
  readonly target: Expr;
  readonly op: BinaryOp | null;
  readonly value: Expr;
  readonly result: 'old' | 'new';
}

export interface Yield extends Node {
  readonly kind: 'yield';
  readonly value: Expr | null;
  /** `yield from` / `yield*`: yields every element of `value`. */
  readonly each: boolean;
}

export type Expr =
  | Name
  | NumberLiteral
  | StringLiteral
  | ConstantLiteral
  | Template
  | Unary
  | Binary
  | Compare
  | Logical
  | Conditional
  | Call
  | Index
  | Slice
  | Field
  | Range
  | Collection
  | MapLiteral
  | Spread
  | Comprehension
  | Lambda
  | AssignExpr
  | Yield
  | Unsupported;

// ---------------------------------------------------------------- statements

/**
 * `targets` are names, indexes, slices, fields, tuples (`collection`) and spreads; several targets share one value.
 * With `op` the target is updated in place (`x += v`); `whole` is the value of one written out (`xs[i] = xs[i] + v`).
 */
export interface Assign extends Node {
  readonly kind: 'assign';
  readonly targets: readonly Expr[];
  readonly op: BinaryOp | null;
  readonly whole?: Binary;
  readonly value: Expr;
  readonly declared: Type | null;
}

export interface ExprStatement extends Node {
  readonly kind: 'expr';
  readonly expr: Expr;
}

export interface If extends Node {
  readonly kind: 'if';
  readonly test: Expr;
  readonly then: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
}

/** `headerSpan` covers the loop's header (keyword to colon or parenthesis). `otherwise` is Python's loop `else`. */
export interface ForEach extends Node {
  readonly kind: 'forEach';
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
  readonly headerSpan: Span;
}

/** `postTest` marks do-while. `update` runs after every turn, also after `continue`. */
export interface While extends Node {
  readonly kind: 'while';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly update: readonly Stmt[];
  readonly postTest: boolean;
  readonly otherwise: readonly Stmt[];
  readonly headerSpan: Span;
}

export interface Return extends Node {
  readonly kind: 'return';
  readonly value: Expr | null;
}

export interface Jump extends Node {
  readonly kind: 'break' | 'continue';
}

export interface Throw extends Node {
  readonly kind: 'throw';
  readonly value: Expr | null;
}

export interface Try extends Node {
  readonly kind: 'try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly (readonly Stmt[])[];
  readonly finalizer: readonly Stmt[];
}

export interface Delete extends Node {
  readonly kind: 'delete';
  readonly target: Expr;
}

export interface FunctionStatement extends Node {
  readonly kind: 'function';
  readonly func: FunctionNode;
}

export interface ClassStatement extends Node {
  readonly kind: 'class';
  readonly cls: ClassNode;
}

export type Stmt =
  | Assign
  | ExprStatement
  | If
  | ForEach
  | While
  | Return
  | Jump
  | Throw
  | Try
  | Delete
  | FunctionStatement
  | ClassStatement
  | Unsupported;

// ---------------------------------------------------------------- declarations

export interface Param {
  readonly name: string;
  readonly type: Type;
  readonly defaultValue: Expr | null;
  readonly role: 'plain' | 'variadic' | 'keywords';
  readonly span: Span;
}

/** What a language calls a method for, other than by its name. */
export interface FunctionNode extends Node {
  readonly kind: 'functionNode';
  readonly name: string;
  /** Null for a lambda. */
  readonly nameSpan: Span | null;
  /** From the first keyword to the end of the signature. */
  readonly headerSpan: Span;
  readonly params: readonly Param[];
  readonly returns: Type;
  readonly body: readonly Stmt[];
  /** The name by which the body calls its object (`self`, `this`), or null for a free function. */
  readonly receiver: string | null;
  /** The class that the function is a method of. */
  readonly owner: string | null;
  readonly special: Special | null;
  /** Results are cached by their arguments (`@cache`, `@lru_cache`, ...). */
  readonly memoised: boolean;
  /** The function yields. */
  readonly generator: boolean;
  /** Names that the body binds in its own scope (parameters included); all others resolve outwards. */
  readonly locals: readonly string[];
  readonly isPublic: boolean;
}

export interface ClassNode extends Node {
  readonly kind: 'classNode';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly string[];
  /** Statements of the class body that are not methods or classes: constants, shared state. */
  readonly fields: readonly Stmt[];
  readonly methods: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
}

/** Something the front end wants the user to know: an unmodelled construct or a syntax error. */
export interface Note {
  readonly span: Span;
  readonly kind: 'unsupported' | 'syntax';
  readonly message: string;
}

/**
 * A name that an import binds: `from heapq import heappush as hp` is local "hp", module "heapq", member "heappush";
 * `import collections as c` has no member; `from math import *` has the member "*".
 */
export interface ImportBinding {
  readonly local: string;
  readonly module: string;
  readonly member: string | null;
}

export interface Program {
  readonly kind: 'program';
  readonly language: string;
  /** Those inside functions too. */
  readonly imports: readonly ImportBinding[];
  /** Top-level statements in source order, definitions included. */
  readonly body: readonly Stmt[];
  readonly notes: readonly Note[];
  readonly span: Span;
}
