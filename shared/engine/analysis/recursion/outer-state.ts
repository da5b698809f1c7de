/** Texts and lists that are no parameters: what a call finds there is what the calls before it have left. */
import { isOne, isZero } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import { type Frame, binderOf, setVariable } from '../frame.ts';
import { join } from '../join.ts';
import type { Machine } from '../machine.ts';
import { type Callees, type Change, changesIn } from '../progress.ts';
import { type Value, find } from '../value.ts';

/** Names from around a function that it gives another value. */
const outerNames = remembered((func: FunctionNode, callees: Callees): readonly string[] => {
  const isReplaced = ({ kind }: Change): boolean => kind === 'set' || kind === 'step' || kind === 'copy';
  return [...changesIn(func.body, callees)].flatMap(([path, changes]) =>
    /[.[]/.test(path) || func.locals.includes(path) || !changes.some(isReplaced) ? [] : [path],
  );
});

/** Notes what the names are where the function calls itself. */
export function noteOuterState(m: Machine, open: Frame): void {
  const func = open.func!;
  for (const name of outerNames(func, m.index)) {
    const value = binderOf(open, name)?.vars.get(name);
    if (value === undefined || !isSequence(value)) continue;
    const seen = open.context.carried.get(func) ?? new Map<string, Value>();
    const before = seen.get(name);
    seen.set(name, before === undefined ? value : join(before, value));
    open.context.carried.set(func, seen);
  }
}

/** The names at the head of the function, as any of its calls may find them. */
export function widenOuterState(frame: Frame): void {
  for (const [name, value] of frame.context.carried.get(frame.func!) ?? []) {
    const owner = binderOf(frame, name);
    const now = owner?.vars.get(name);
    if (owner !== null && now?.kind === value.kind) setVariable(owner, name, join(now, value));
  }
}

/** A text that has grown, or a list. */
function isSequence(value: Value): boolean {
  if (value.kind === 'num') return !isOne(value.max) && !isZero(value.max);
  if (value.kind === 'str') return !isOne(value.size);
  return value.kind === 'ref' && find(value.object).type === 'list';
}
