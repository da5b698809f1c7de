/**
 * Texts and lists that a loop puts together out of more than one piece in a turn, over something whose length has a
 * symbol: they are longer than that by a factor, though nobody knows by which.
 */
import type { Affine } from '../cost/affine.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { someAct } from '../ir/walk.ts';
import { binderOf, type Frame, setVariable } from './frame.ts';
import type { Machine } from './machine.ts';
import { pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { mostOnPath } from './recursion/paths.ts';
import { selfUpdate } from './updates.ts';
import { exactLength, find, type Value } from './value.ts';

/** Notes, at the end of a loop of so many turns, what its body has spread. */
export function noteSpread(m: Machine, frame: Frame, body: readonly Stmt[], turns: Affine | null): void {
  const over = symbolOf(turns);
  if (over === null || m.pass > 1) return;
  for (const [path, nodes] of putsIn(m, frame, body)) {
    const owner = binderOf(frame, path);
    const value = owner?.vars.get(path);
    const object = value?.kind === 'ref' ? find(value.object) : null;
    if (value?.kind !== 'str' && object?.origin !== 'local') continue;
    const isMore = mostOnPath(body, new Set(nodes.keys()), COUNTED) > 1;
    const isLonger = isMore || Math.max(...nodes.values()) > 1;
    if (value?.kind === 'str' && isLonger) setVariable(owner!, path, { ...value, spread: over });
    if (object === null) continue;
    if (isMore) object.spread = over;
    if (isLonger) object.spreadText = over;
  }
}

/** The symbol of the length that a comprehension goes by, where each of the texts that it makes has more than one piece. */
export const spreadOfText = (m: Machine, frame: Frame, turns: Affine | null, element: Expr): string | null =>
  symbolOf(turns) !== null && piecesOf(m, frame, element) > 1 ? symbolOf(turns) : null;

/** The length that a `while` goes up to: `i < len(text)`. */
export function lengthTested(m: Machine, frame: Frame, test: Expr): Affine | null {
  if (test.kind === 'logical') return lengthTested(m, frame, test.left) ?? lengthTested(m, frame, test.right);
  if (test.kind !== 'compare') return null;
  for (const side of [test.left, test.right]) {
    const value = quietly(m, frame, side);
    if (value.kind === 'num' && symbolOf(value.exact) !== null) return value.exact;
  }
  return null;
}

/** Whether a value is longer by a factor than at the head of the loop. */
export function isSpreadOver(value: Value, head: Affine): boolean {
  const over = spreadOf(value);
  return over !== null && exactLength(value) === null && head.terms.has(over);
}

/** What a value was spread over. */
const spreadOf = (value: Value): string | null =>
  value.kind === 'str' ? value.spread : value.kind === 'ref' ? find(value.object).spread : null;

/** What the text that is made of a value is spread over. */
export function textSpread(value: Value): string | null {
  if (value.kind === 'str') return value.spread;
  return value.kind === 'ref' ? (find(value.object).spreadText ?? find(value.object).spread) : null;
}

/** The symbol of a length that stands twice in a sum. */
export const spreadByTimes = (exact: Affine | null): string | null =>
  [...(exact?.terms ?? [])].find(([, by]) => by > 1)?.[0] ?? null;

const symbolOf = (turns: Affine | null): string | null =>
  turns === null ? null : ([...turns.terms.keys()][0] ?? null);

/** What stands in the body that puts something to a name, and how many pieces of a text each of them puts there. */
function putsIn(m: Machine, frame: Frame, body: readonly Stmt[]): Map<string, Map<Stmt | Expr, number>> {
  const puts = new Map<string, Map<Stmt | Expr, number>>();
  const note = (path: string | null, node: Stmt | Expr, put: Expr | undefined): void => {
    if (path === null || put === undefined) return;
    puts.set(path, (puts.get(path) ?? new Map<Stmt | Expr, number>()).set(node, piecesOf(m, frame, put)));
  };
  const { roles } = m.index;
  for (const stmt of body)
    someAct(stmt, (node) => {
      if (node.kind === 'call' && roles.is(node, 'push'))
        note(receiverOf(roles, node), node, node.args[0]?.value);
      if (node.kind === 'assign' && node.targets.length === 1)
        note(pathOf(node.targets[0]!), node, addedTo(node.targets[0]!, node.op, node.value));
      return false;
    });
  return puts;
}

/** What a `while` inside puts in may be what the loop around then leaves out. */
const COUNTED: ReadonlySet<(Stmt | Expr)['kind']> = new Set(['forEach', 'comprehension']);

function addedTo(target: Expr, op: string | null, value: Expr): Expr | undefined {
  if (op === '+') return value;
  const update = op === null ? selfUpdate(target, value) : null;
  return update?.op === '+' ? update.by : undefined;
}

/** `text.append(a).append(b)` puts both to the text. */
function receiverOf(roles: RoleIndex, call: Expr & { kind: 'call' }): string | null {
  const { callee } = call;
  if (callee.kind !== 'field') return null;
  const { object } = callee;
  return object.kind === 'call' && roles.is(object, 'push') ? receiverOf(roles, object) : pathOf(object);
}

/** How many pieces of a text an expression puts together: at least so many characters. */
function piecesOf(m: Machine, frame: Frame, expr: Expr): number {
  const within = (part: Expr): number => piecesOf(m, frame, part);
  switch (expr.kind) {
    case 'string':
      return expr.value.length;
    case 'binary': {
      const isText = [expr.left, expr.right].some((side) => quietly(m, frame, side).kind === 'str');
      return expr.op === '+' && isText ? within(expr.left) + within(expr.right) : 1;
    }
    case 'template':
      return expr.parts.reduce((sum, part) => sum + within(part), 0);
    case 'conditional':
      return Math.max(within(expr.then), within(expr.otherwise));
    default:
      return 1;
  }
}
