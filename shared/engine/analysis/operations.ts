/** Classes of operations: the share of one operation in the cost of many. */
import { type Cost, ONE, divide, isOne, isUnknown, plus, symbol, symbolsOf } from '../cost/cost.ts';
import { splitTerms } from '../cost/terms.ts';
import type { ClassNode, FunctionNode } from '../ir/ir.ts';
import { callValue } from './calls.ts';
import type { Context, Frame } from './frame.ts';
import { inputValue } from './inputs.ts';
import { allocate } from './heap.ts';
import { forgetSetup, type Machine, pushLevel, popLevel } from './machine.ts';
import { reachable } from './space.ts';
import { type Value, find, ref } from './value.ts';
import { newLevel } from './levels.ts';

/** The symbol for the number of operations on an object. */
const OPERATIONS = 'operations';

/** One operation among many: all of them run under a level of n turns, and the cost is shared out among the turns. */
export function operation(
  m: Machine,
  top: Frame,
  func: FunctionNode,
  operations: readonly FunctionNode[],
  self: Value,
  setup: Context,
): Value {
  const n = symbol(OPERATIONS);
  m.legends.set(OPERATIONS, 'the number of operations so far');
  m.inputSize = n;
  const body = operations.flatMap((each) => each.body);
  pushLevel(m, newLevel({ kind: 'loop', count: n, from: 0, node: null, body, frame: top }));
  const invoke = (method: FunctionNode, context: Context): Value => {
    // An operation that takes out, or starts anew, need not be as frequent as one that puts in.
    m.gaps.length = 0;
    for (const object of m.objects) if (object.remade === m.levels.length) object.remade = null;
    const args = method.params.map((param) => ofEachTurn(input(m, method, param)));
    return callValue(
      m,
      { ...top, context, base: 1 },
      { kind: 'closure', func: method, frame: top, self },
      args,
      method,
    );
  };
  const before = m.objects.length;
  for (const other of operations) if (other !== func) invoke(other, setup);
  keepState(m, self, before);
  forgetSetup(m);
  const value = invoke(func, top.context);
  popLevel(m);
  m.time = perTurn(m.time, n);
  return value;
}

/** Of what the other operations made, only what the object still holds is there when the one in question runs. */
function keepState(m: Machine, self: Value, before: number): void {
  const held = reachable(self);
  const kept = m.objects.slice(before).filter((object) => held.has(find(object)));
  m.objects.splice(before, m.objects.length - before, ...kept);
}

/** A text is one value within an operation, and another one in every operation. */
const ofEachTurn = (value: Value): Value => (value.kind === 'str' ? { ...value, domain: null } : value);

/** The share of one turn; what all turns together cost less than once a turn is constant, amortised. */
function perTurn(total: Cost, n: Cost): Cost {
  return splitTerms(total).reduce<Cost>((sum, term) => {
    if (isUnknown(term)) return plus(sum, term);
    return plus(sum, symbolsOf(term).includes(OPERATIONS) ? divide(term, n) : ONE);
  }, ONE);
}

export function input(m: Machine, func: FunctionNode, param: FunctionNode['params'][number]): Value {
  const id = `${func.name}.${param.name}`;
  const known = m.inputs.get(id);
  if (known !== undefined) return known;
  const value = inputValue(m, func, param);
  m.inputs.set(id, value);
  return value;
}

/** The size that stands for the whole input where no better bound is known. */
export function largestInput(values: readonly Value[]): Cost {
  for (const value of values) {
    if (value.kind === 'ref') return find(value.object).size;
    if (value.kind === 'str') return value.size;
  }
  for (const value of values) if (value.kind === 'num' && !isOne(value.max)) return value.max;
  return symbol('n');
}

/** The object whose method is run: constructed, and with every operation run once, so that its state has its sizes. */
export function instance(m: Machine, top: Frame, cls: ClassNode, setup: Context): Value {
  const object = allocate(m, setup, cls, 'object', ONE);
  object.cls = cls;
  object.scope = top;
  object.className = cls.name;
  object.born = 0;
  const self = ref(object);
  const init = m.index.constructorOf(cls, null);
  const frame: Frame = { ...top, context: setup };
  if (init !== null) {
    const args = init.params.map((param) => input(m, init, param));
    m.inputSize = largestInput(args);
    callValue(m, frame, { kind: 'closure', func: init, frame: top, self }, args, init);
  }
  return self;
}
