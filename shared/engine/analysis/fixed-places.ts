/**
 * Names of lists of which only elements at fixed places are asked for (`pair[0]`, `pair[1]`), and names of lists of such
 * lists (`pairs[i][0]`, `for pair in pairs`). By name, over the whole program, without its flow.
 */
import { remembered } from '../ir/facts.ts';
import type { Call, Compare, Comprehension, Expr, Program, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { walk } from '../ir/walk.ts';

type Kind = 'line' | 'rows';

export interface FixedPlaces {
  /** Every use is an element at a place that is written as a number, a comparison with a word, or puts it into one of `rows`. */
  readonly line: ReadonlySet<string>;
  /** Every use of an element is one of a line. */
  readonly rows: ReadonlySet<string>;
}

/** Such names of a program, found once. */
export const fixedPlaces = remembered(findNames);

/** A name is of a kind only if another name is of one. */
interface Need {
  readonly kind: Kind;
  readonly name: string;
  readonly needs: readonly [Kind, string];
}

/** Uses of each name that no kind allows, and what the allowed ones need. */
interface Uses {
  readonly line: Map<string, number>;
  readonly rows: Map<string, number>;
  readonly needs: Need[];
}

function findNames({ body }: Program, roles: RoleIndex): FixedPlaces {
  const uses: Uses = { line: new Map(), rows: new Map(), needs: [] };
  const stmt = (one: Stmt): void => {
    if (one.kind === 'forEach') runsOver(uses, one);
    if (one.kind !== 'assign' || one.op !== null) return;
    for (const target of one.targets) {
      allow(uses, target, 'line');
      allow(uses, target, 'rows');
      if (target.kind === 'name') madeFrom(uses, one.value, target.name, roles);
    }
  };
  const expr = (one: Expr): void => {
    if (one.kind === 'name') for (const kind of KINDS) count(uses, kind, one.name, 1);
    if (one.kind === 'index' && isFixedPlace(one.index)) {
      allow(uses, one.object, 'line');
      if (one.object.kind === 'index') allow(uses, one.object.object, 'rows');
    }
    for (const key of keysOf(one, roles)) allow(uses, key, 'line');
    if (one.kind === 'compare') for (const word of wordsIn(one)) allow(uses, word, 'line');
    if (one.kind === 'comprehension')
      for (const clause of one.clauses) if (clause.kind === 'for') runsOver(uses, clause);
    if (one.kind === 'call') called(uses, one, roles);
  };
  walk(body, { stmt, expr, func: () => undefined });
  return settled(uses);
}

/** The lists whose copies are keys: `table[tuple(pair)]`, `tuple(pair) in seen`, `seen.add(tuple(pair))`. */
function keysOf(one: Expr, roles: RoleIndex): Expr[] {
  const keys =
    one.kind === 'index'
      ? [one.index]
      : one.kind === 'compare' && /^(?:not )?in$/.test(one.op)
        ? [one.left]
        : one.kind === 'call' && roles.is(one, 'mark')
          ? one.args.slice(0, 1).map(({ value }) => value)
          : [];
  return keys.flatMap((key) =>
    key.kind === 'call' &&
    key.callee.kind === 'name' &&
    key.args.length === 1 &&
    roles.is(key, 'keeps') &&
    roles.is(key, 'elements')
      ? [key.args[0]!.value]
      : [],
  );
}

/** What a test compares with words that the program writes: it tells apart no others. */
export function wordsIn({ op, left, right }: Compare): readonly Expr[] {
  if (op !== '==' && op !== '!=') return [];
  return left.kind === 'string' ? [right] : right.kind === 'string' ? [left] : [];
}

const KINDS = ['line', 'rows'] as const;

function count(uses: Uses, kind: Kind, name: string, by: number): void {
  uses[kind].set(name, (uses[kind].get(name) ?? 0) + by);
}

/** This use is one that the kind allows, if another name is of the kind that it needs. */
function allow(uses: Uses, expr: Expr, kind: Kind, needs?: readonly [Kind, string]): void {
  if (expr.kind !== 'name') return;
  count(uses, kind, expr.name, -1);
  if (needs !== undefined) uses.needs.push({ kind, name: expr.name, needs });
}

/** `for pair in pairs`, `for a, b in pairs` */
function runsOver(uses: Uses, { target, iterable }: { target: Expr; iterable: Expr }): void {
  if (target.kind === 'name') {
    for (const kind of KINDS) count(uses, kind, target.name, -1);
    allow(uses, iterable, 'rows', ['line', target.name]);
  } else if (target.kind === 'collection') allow(uses, iterable, 'rows');
}

function called(uses: Uses, call: Call, roles: RoleIndex): void {
  const { callee, args } = call;
  const [only] = args;
  if (roles.is(call, 'size') && only !== undefined) allow(uses, only.value, 'rows');
  if (callee.kind !== 'field') return;
  if (roles.is(call, 'append') && args.length === 1) {
    allow(uses, callee.object, 'rows');
    if (callee.object.kind === 'name') allow(uses, only!.value, 'line', ['rows', callee.object.name]);
  }
  const by = roles.is(call, 'reorders') ? parameterOfKey(call) : null;
  if (by !== null) allow(uses, callee.object, 'rows', ['line', by]);
}

/** `line = [int(part) for part in line]`, `pairs = sorted(pairs, key=lambda pair: pair[1])` */
function madeFrom(uses: Uses, value: Expr, name: string, roles: RoleIndex): void {
  const all = value.kind === 'comprehension' ? takenWhole(value) : null;
  if (all !== null) allow(uses, all, 'line', ['line', name]);
  if (value.kind !== 'call' || value.callee.kind !== 'name' || !roles.is(value, 'reorders')) return;
  const by = parameterOfKey(value);
  const [first] = value.args;
  if (by === null || first?.value.kind !== 'name') return;
  allow(uses, first.value, 'rows', ['line', by]);
  uses.needs.push({ kind: 'rows', name: first.value.name, needs: ['rows', name] });
}

/** What a list comprehension takes each element of. */
function takenWhole({ shape, clauses: [clause, ...more] }: Comprehension): Expr | null {
  return shape === 'list' && clause?.kind === 'for' && more.length === 0 ? clause.iterable : null;
}

/** The one parameter of the lambda by which a call sorts. */
function parameterOfKey({ args }: Call): string | null {
  const key = args.map(({ value }) => value).find((value) => value.kind === 'lambda');
  return key?.func.params.length === 1 ? key.func.params[0]!.name : null;
}

export const isFixedPlace = (at: Expr): boolean =>
  at.kind === 'number' || (at.kind === 'unary' && at.operand.kind === 'number');

/** All names but those with another use, and those that need one that is left out. */
function settled(uses: Uses): FixedPlaces {
  const names = (kind: Kind): Set<string> =>
    new Set([...uses[kind]].flatMap(([name, others]) => (others === 0 ? [name] : [])));
  const left: Record<Kind, Set<string>> = { line: names('line'), rows: names('rows') };
  const isLacking = ({ kind, name, needs: [other, needed] }: Need): boolean =>
    left[kind].has(name) && !left[other].has(needed);
  for (let lacking = uses.needs.find(isLacking); lacking !== undefined; lacking = uses.needs.find(isLacking))
    left[lacking.kind].delete(lacking.name);
  return left;
}
