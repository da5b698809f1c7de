/** The loop of a script over the independent test cases of its input. */
import type { Affine } from '../../cost/affine.ts';
import { ONE } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { Call, Expr, FunctionNode, Program, Stmt } from '../../ir/ir.ts';
import type { Role } from '../../ir/roles.ts';
import { type Code, someChild, someCode, walk } from '../../ir/walk.ts';
import type { Machine } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import type { LoopBound } from './open.ts';

export const testCases = (here: number): LoopBound => ({
  count: ONE,
  from: here,
  rule: 'test-cases',
  reason: 'one turn for each independent test case: bounds are per test case',
});

/**
 * A script's loop as often as the first number read says, each turn with input and output of its own: what it keeps for
 * after the loop is there to be printed only. A loop that reads the elements of a list keeps them to work with them.
 */
export function isTestCases(m: Machine, count: Affine, body: readonly Code[]): boolean {
  if (m.firstRead === null || count.terms.size !== 1 || !count.terms.has(m.firstRead)) return false;
  return areIndependent(m, body);
}

/** A script's loop that turns while there is more to read. */
export function isUntilEnd(m: Machine, test: Expr, body: readonly Code[]): boolean {
  const { roles } = m.index;
  return m.isScript && test.kind === 'call' && roles.is(test, 'more') && areIndependent(m, body);
}

function areIndependent(m: Machine, body: readonly Code[]): boolean {
  if (!calls(m, body, 'read')) return false;
  const kept = keptBy(m, body);
  if (!kept.every((path) => isOutput(m, path))) return false;
  return kept.length > 0 || calls(m, body, 'write');
}

/** What the turns put something into, and no turn makes for itself. */
function keptBy(m: Machine, body: readonly Code[]): string[] {
  const does = (kind: Change['kind'], list: readonly Change[]) => list.some((change) => change.kind === kind);
  return [...changesIn(body, m.index)].flatMap(([path, list]) =>
    (does('push', list) && !does('set', list)) || list.every(lengthensText) ? [path] : [],
  );
}

/** `text += line + "\n"` */
const lengthensText = (change: Change): boolean =>
  change.kind === 'step' &&
  change.sign > 0 &&
  someCode(change.amount, ({ kind }) => kind === 'string' || kind === 'template');

/** Whether the program uses what is under the path in no other way than to put something in and to print it. */
function isOutput(m: Machine, path: string): boolean {
  const func = m.calls.at(-1)?.func;
  const scope = func?.locals.includes(path) === true ? func : m.program;
  return isOnlyPrinted(scope, path, m.index);
}

const isOnlyPrinted = rememberedFor(
  ({ body }: Program | FunctionNode, path: string, index: ProgramIndex): boolean =>
    otherUses(index, body, path) === 0,
);

/** How often code uses what is under the path in another way; functions that it is handed to are looked into once. */
function otherUses(index: ProgramIndex, code: readonly Code[], path: string, depth = 1): number {
  const { roles } = index;
  let count = 0;
  // What is compared, looked up or handed to a function of the program's own is not printed as it is.
  const uses = (code: Code): number => {
    let inside = 0;
    const expr = (one: Expr): boolean => {
      inside += pathOf(one) === path ? 1 : 0;
      const isOther = one.kind === 'call' && index.resolve(one) !== null;
      return one.kind !== 'compare' && one.kind !== 'index' && !isOther;
    };
    walk([code], { expr });
    return inside;
  };
  const stmt = (one: Stmt): boolean => {
    // What adds to a text is no other use either, as what sets it is not.
    if (one.kind === 'assign' && (one.op === null || one.op === '+'))
      for (const target of one.targets) if (pathOf(target) === path) count -= 1;
    // `answers.append(x)`, `out.append(x).append('\n')`, `out.flush()`
    if (one.kind === 'expr' && one.expr.kind === 'call' && puts(one.expr)) count -= 1;
    if (one.kind === 'forEach' && prints(one.body)) count -= uses(one.iterable);
    return true;
  };
  const puts = (call: Call): boolean => {
    const { callee } = call;
    const isPut = roles.named(call, 'write') || (roles.named(call, 'push') && index.resolve(call) === null);
    if (callee.kind !== 'field' || !isPut) return false;
    return pathOf(callee.object) === path || (callee.object.kind === 'call' && puts(callee.object));
  };
  const prints = (body: readonly Stmt[]): boolean =>
    body.some((one) => someCode(one, (node) => node.kind === 'call' && roles.named(node, 'write')));
  /** `static void print(Object x) { out.println(x); }` */
  const isWriter = (call: Call, at: number): boolean => {
    const func = depth === 0 ? null : index.resolve(call);
    const param = func?.params[at];
    return (
      func !== null &&
      param !== undefined &&
      prints(func.body) &&
      otherUses(index, func.body, param.name, depth - 1) === 0
    );
  };
  const expr = (one: Expr): boolean => {
    count += pathOf(one) === path ? 1 : 0;
    if (one.kind === 'call')
      one.args.forEach(({ value }, i) => {
        if (roles.named(one, 'write') || isWriter(one, i)) count -= uses(value);
      });
    return true;
  };
  walk(code, { stmt, expr, func: () => true });
  return count;
}

/** The code calls a function of that role, itself or through the program's functions. */
function calls(m: Machine, body: readonly Code[], role: Role): boolean {
  const seen = new Set<object>();
  const visit = (node: Code): boolean => {
    if (node.kind === 'call') {
      const func = m.index.resolve(node);
      if (
        func === null
          ? m.index.roles.named(node, role)
          : !seen.has(func) && (seen.add(func), func.body.some(visit))
      )
        return true;
    }
    if (node.kind === 'lambda') return node.func.body.some(visit);
    return someChild(node, visit);
  };
  return body.some(visit);
}
