/**
 * A script's own readers: functions that take the next number or word from the input, character by character or line by
 * line. Over all calls they pass the input once, so a call counts as constant, and what it returns is an input.
 */
import { type Cost, ONE, symbol, symbolsOf } from '../cost/cost.ts';
import { factsBy } from '../ir/facts.ts';
import type { Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { someChild, someCode } from '../ir/walk.ts';
import { inputNumber } from './library/numbers.ts';
import { linesInAll } from './library/scans.ts';
import { madeUnder } from './loops/open.ts';
import { type Machine, charge } from './machine.ts';
import { type Callees, changesIn, pathOf } from './progress.ts';
import { BOOL, type HeapObject, SMALL_INT, type Value, find, str } from './value.ts';
import { pathsIn, whileBody } from './while/query.ts';

/** What a call of a reader gives; null for any other function. */
export function readByOwn(m: Machine, func: FunctionNode, site: object): Value | null {
  if (!m.isScript) return null;
  const kind = refillsBuffer(m.index, func) ? 'string' : func.returns.kind;
  if (!RETURNS.has(kind) || !isReader(m.index, func)) return null;
  charge(m, ONE);
  const start = 'span' in site ? (site as Expr).span.start : func.span.start;
  const place = `${String(start)}${m.calls.at(-1)?.context.place ?? ''}`;
  switch (kind) {
    case 'int':
    case 'float':
      return inputNumber(m, place, kind === 'float');
    case 'string':
      return m.fixed.has(`in${place}`) ? str(ONE, { read: true }) : wordRead(m, symbol(`in${place}`));
    default:
      return kind === 'bool' ? BOOL : SMALL_INT;
  }
}

/** The words that one place reads add up to the input. */
function wordRead(m: Machine, size: Cost): Value {
  return str(size, { read: true, made: madeUnder(m, linesInAll(m, size)) });
}

/**
 * What an object with readers of its own holds when it is made, a line taken apart into words, is for these readers: where
 * no other code takes words in a loop, it has as many as they take.
 */
export function holdWords(m: Machine, { cls, fields }: HeapObject): void {
  if (!m.isScript || fields === null || cls?.methods.some((method) => isReader(m.index, method)) !== true)
    return;
  for (const value of fields.values()) {
    const held = value.kind === 'ref' ? find(value.object) : null;
    if (held?.type !== 'iterator') continue;
    for (const symbol of symbolsOf(held.size)) if (!m.taken.has(symbol)) m.taken.set(symbol, false);
  }
}

/** Of a language without types: it reads into a buffer until that holds a line, and returns what it reads from there. */
function refillsBuffer(callees: Callees, { returns, body }: FunctionNode): boolean {
  const exit = body.find((stmt) => stmt.kind === 'return');
  return (
    returns.kind === 'unknown' &&
    exit?.value?.kind === 'call' &&
    callees.roles.named(exit.value, 'read') &&
    body.some(({ kind }) => kind === 'while')
  );
}

const readers = factsBy<FunctionNode, boolean>();

const RETURNS: ReadonlySet<string> = new Set(['int', 'float', 'string', 'char', 'bool']);

/**
 * It takes nothing but the input, and all its loops, and its calls of itself, go on by what they read. One that is told
 * how to read, or into what, is one by a loop of its own that no parameter ends.
 */
function isReader(callees: Callees, func: FunctionNode): boolean {
  const known = readers.get(func);
  if (known !== undefined) return known;
  readers.set(func, false);
  const found =
    (func.params.length === 0 || func.body.some((stmt) => someCode(stmt, (node) => node.kind === 'while'))) &&
    func.body.some((stmt) => reads(callees, stmt)) &&
    reachedOf(func).every((stmt) => isSimple(callees, stmt, func));
  readers.set(func, found);
  return found;
}

/** The statements of the body up to the first that leaves it. */
function reachedOf({ body }: FunctionNode): readonly Stmt[] {
  const exit = body.findIndex(({ kind }) => kind === 'return');
  return exit < 0 ? body : body.slice(0, exit + 1);
}

/** The code takes something from the input, itself or by a reader. */
function reads(callees: Callees, node: Stmt | Expr): boolean {
  return someCode(node, (one) => {
    if (one.kind !== 'call') return false;
    const func = callees.resolve(one);
    return func === null ? callees.roles.named(one, 'read') : isReader(callees, func);
  });
}

function isSimple(callees: Callees, node: Stmt | Expr, reader: FunctionNode): boolean {
  if (isNumeral(node)) return true;
  if (node.kind === 'forEach' || node.kind === 'comprehension') return false;
  if (node.kind === 'while') {
    const body = whileBody(node);
    const changes = changesIn(body, callees);
    // A position in a buffer that is a field moves through the input over all calls; a variable counts from anew in each.
    const counts = pathsIn(node.test).some(
      (path) =>
        reader.params.some(({ name }) => name === path) ||
        (reader.locals.includes(path) && (changes.get(path) ?? []).some((change) => change.kind === 'step')),
    );
    if (counts || !body.some((part) => reads(callees, part))) return false;
  }
  if (node.kind === 'call') {
    const func = callees.resolve(node);
    if (func !== null && func !== reader && !isReader(callees, func) && !isPlain(callees, func)) return false;
  }
  return !someChild(node, (child) => !isSimple(callees, child, reader));
}

/** `value = value * 10 + digit` in every turn: over the digits of a number, which machine integers have few of. */
function isNumeral(node: Stmt | Expr): boolean {
  if (node.kind !== 'forEach' && node.kind !== 'while') return false;
  return node.body.some(
    (stmt) =>
      stmt.kind === 'assign' &&
      stmt.op === null &&
      stmt.value.kind === 'binary' &&
      /^[+-]$/.test(stmt.value.op) &&
      stmt.targets.some((target) => someCode(stmt.value, (part) => isShifted(part, pathOf(target)))),
  );
}

/** `value * 10` */
const isShifted = (part: Stmt | Expr, path: string | null): boolean =>
  part.kind === 'binary' &&
  part.op === '*' &&
  [part.left, part.right].some(({ kind }) => kind === 'number') &&
  [part.left, part.right].some((side) => path !== null && pathOf(side) === path);

/** A helper without recursion, and without loops but over digits. */
function isPlain(callees: Callees, func: FunctionNode, under: readonly FunctionNode[] = []): boolean {
  if (under.includes(func)) return false;
  const repeats = (node: Stmt | Expr): boolean => {
    if (node.kind === 'forEach' || node.kind === 'while') return !isNumeral(node);
    const callee = node.kind === 'call' ? callees.resolve(node) : null;
    return callee !== null && !isPlain(callees, callee, [...under, func]);
  };
  return !func.body.some((stmt) => someCode(stmt, repeats));
}
