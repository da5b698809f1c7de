/** Variables that each turn sets to sums of one another: `a, b = b, a + b`. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { changesIn } from '../progress.ts';
import type { Query } from './query.ts';

/** A sum of variables as they are before a turn, each so many times; a number that is added does not count. */
type Sum = ReadonlyMap<string, number>;

/** What the variables are after a turn; null for what is no such sum. */
type Turn = ReadonlyMap<string, Sum | null>;

const MOST_VARIABLES = 6;

const NOTHING: Turn = new Map();

/**
 * Whether the variable at least doubles in as many turns as there are variables, as Fibonacci's numbers do: it is a sum
 * with a variable of which the sum after so many turns holds that variable twice. Numbers below 0 are not expected.
 */
export function doubles(q: Query, path: string): boolean {
  const turn = turnOf(q.node, q);
  if (!turn.has(path) || turn.size > MOST_VARIABLES) return false;
  const sum = after(turn, path);
  return sum !== null && [...sum.keys()].some((name) => (after(turn, name)?.get(name) ?? 0) >= 2);
}

/** What is never more than one variable, and something, never holds one twice. */
const isOfSeveral = (sum: Sum | null): boolean =>
  sum !== null && (sum.size > 1 || [...sum.values()].some((count) => count > 1));

/** The variable after as many turns as there are variables. */
function after(turn: Turn, path: string): Sum | null {
  let sum: Sum | null = new Map([[path, 1]]);
  for (let count = 0; count < turn.size && sum !== null; count++)
    sum = add([...sum].map(([name, times]) => scaled(turn.has(name) ? turn.get(name)! : one(name), times)));
  return sum;
}

const one = (name: string): Sum => new Map([[name, 1]]);

function scaled(sum: Sum | null, times: number): Sum | null {
  return sum === null ? null : new Map([...sum].map(([name, count]) => [name, count * times]));
}

function add(sums: readonly (Sum | null)[]): Sum | null {
  const total = new Map<string, number>();
  for (const sum of sums) {
    if (sum === null) return null;
    for (const [name, count] of sum) total.set(name, (total.get(name) ?? 0) + count);
  }
  return total;
}

/** Without sums of several variables it is of no use, and nothing. */
const turnOf = remembered(({ body, update }: While, q: Query): Turn => {
  const turn = new Map<string, Sum | null>();
  for (const stmt of [...body, ...update]) {
    const set = assigned(turn, stmt);
    if (set !== null) for (const [name, sum] of set) turn.set(name, sum);
    else for (const path of changesIn([stmt], q.m.index).keys()) turn.set(path, null);
  }
  return [...turn.values()].some(isOfSeveral) ? turn : NOTHING;
});

/** What an assignment sets; null for any other statement. */
function assigned(turn: Turn, stmt: Stmt): [string, Sum | null][] | null {
  if (stmt.kind !== 'assign' || stmt.targets.length !== 1) return null;
  const [target] = stmt.targets;
  if (target?.kind === 'name') {
    const value = sumOf(turn, stmt.value);
    if (stmt.op === null) return [[target.name, value]];
    return stmt.op === '+' ? [[target.name, add([sumOf(turn, target), value])]] : null;
  }
  if (target?.kind !== 'collection' || stmt.value.kind !== 'collection') return null;
  const values = stmt.value.elements;
  return target.elements.flatMap((element, i): [string, Sum | null][] =>
    element.kind === 'name' ? [[element.name, values[i] === undefined ? null : sumOf(turn, values[i])]] : [],
  );
}

/** An expression by the variables before the turn, in its middle. */
function sumOf(turn: Turn, expr: Expr): Sum | null {
  switch (expr.kind) {
    case 'name':
      return turn.has(expr.name) ? turn.get(expr.name)! : one(expr.name);
    case 'number':
      return expr.value >= 0 ? new Map() : null;
    case 'binary':
      return expr.op === '+' ? add([sumOf(turn, expr.left), sumOf(turn, expr.right)]) : null;
    default:
      return null;
  }
}
