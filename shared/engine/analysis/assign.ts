/** Assignments: binding, destructuring, storing into containers and fields, and accumulation over loops. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, max, plus } from '../cost/cost.ts';
import type { Assign, BinaryOp, Expr, Stmt } from '../ir/ir.ts';
import { givenName, isHeldByName } from '../ir/standing.ts';
import { someCode } from '../ir/walk.ts';
import { accumulate, depthSince } from './accumulate.ts';
import { operate } from './arithmetic.ts';
import { noteStored } from './array-contents.ts';
import { noteRegrown } from './capacities/enter.ts';
import { noteLonger } from './capacities/longer.ts';
import { callSpecial } from './specials.ts';
import { noteLink } from './chains.ts';
import {
  adopt,
  doubleEachTurn,
  isMadeFrom,
  push,
  pushMap,
  pushingAll,
  replaceElement,
} from './containers/grow.ts';
import { storeSlice } from './containers/slices.ts';
import { elementOf, readIndex, valueSize } from './containers/read.ts';
import { evaluate } from './evaluate.ts';
import { doubledEachTurn, grownString, holdReplaced, multiplies } from './growing-text.ts';
import { operand, operatorCost, operatorOf } from './library/operators.ts';
import { scanBound } from './library/scans.ts';
import { mergeParts } from './loops/merged.ts';
import { leaveLevel, openQuietly, recordScan } from './loops/open.ts';
import { bindHere } from './rebound.ts';
import { recordCall } from './record.ts';
import { ownerOf, setVariable, type Frame } from './frame.ts';
import { heldText } from './held-text.ts';
import { spentValue } from './loops/resumed.ts';
import { join, joinMaybe } from './join.ts';
import { limitedByTest } from './lesser.ts';
import { isOnceInTurn, lengthenByProduct } from './lengths.ts';
import { inAll } from './levels.ts';
import { charge, settle, type Machine } from './machine.ts';
import { isStillPresent } from './present.ts';
import { addedOnPath } from './recursion/restored.ts';
import { pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { fixNumerals } from './numerals.ts';
import { noteLine, noteTakenApart } from './read-lines.ts';
import { areExchanged, elementUpdate, selfUpdate, updateInArm } from './updates.ts';
import {
  exactLength,
  find,
  type HeapObject,
  knownInt,
  type Num,
  numSymbol,
  UNKNOWN,
  type Value,
} from './value.ts';
import { withDistinct } from './distinct.ts';

export function execAssign(m: Machine, frame: Frame, node: Assign): void {
  const first = node.targets[0]!;
  if (node.op !== null && (node.whole === undefined || !isMadeNew(quietly(m, frame, first)))) {
    updateTarget(m, frame, { node, target: first, op: node.op, byExpr: node.value, fresh: false });
    return;
  }
  execPlain(m, frame, node, node.whole ?? node.value);
}

/** Of these an operator makes another one, where an update changes the one that is there. */
const isMadeNew = ({ kind }: Value): boolean => kind === 'ref' || kind === 'str';

function execPlain(m: Machine, frame: Frame, node: Assign, source: Expr): void {
  const first = node.targets[0]!;
  const counted = node.targets.length === 1 ? elementUpdate(m.index.roles, first, source) : null;
  if (counted !== null) {
    updateTarget(m, frame, { node, target: first, op: '+', byExpr: counted, fresh: false });
    return;
  }
  const self = selfUpdate(first, source);
  if (self !== null && node.targets.length === 1) {
    updateTarget(m, frame, { node: source, target: first, op: self.op, byExpr: self.by, fresh: true });
    return;
  }
  if (node.targets.length === 1 && goesOnInArm(m, frame, first, source)) return;
  const made = heldText(m, frame, source, evaluate(m, frame, source));
  const value = limitedByTest(m, frame, source, made);
  holdReplaced(m, first, source, value);
  noteLink(m, frame, node, value);
  if (m.levels.length > 0) noteLonger(m, frame, node, value);
  for (const target of node.targets) assignTo(m, frame, target, value, source);
}

/** A number that some turns move on and others set back, by the arms of one expression: it goes on from where it was. */
function goesOnInArm(m: Machine, frame: Frame, target: Expr, value: Expr): boolean {
  const update = target.kind === 'name' ? updateInArm(target, value) : null;
  const old = update === null ? null : quietly(m, frame, target);
  const by = update === null || old?.kind !== 'num' ? null : quietly(m, frame, update.by);
  if (update === null || old?.kind !== 'num' || by?.kind !== 'num') return false;
  const moved = accumulate(m, frame, { ...update, place: value, target }, old, by);
  rebind(m, frame, target, join(evaluate(m, frame, value), moved), update.op, by);
  return true;
}

/** Binds a value to a target. `source` is the expression that it came from, where there is one. */
export function assignTo(m: Machine, frame: Frame, target: Expr, value: Value, source: Expr | null): void {
  if (m.regrown.length > 0) noteRegrown(m, frame, target, value);
  switch (target.kind) {
    case 'name':
      bind(m, frame, target.name, value);
      noteLine(m, target.name, value, source);
      noteSizeName(m, target.name, value);
      return;
    case 'collection':
      destructure(m, frame, target.elements, value, source);
      return;
    case 'spread':
      assignTo(m, frame, target.value, value, null);
      return;
    case 'index':
      storeIndex(m, frame, target.object, target.index, value);
      return;
    case 'slice':
      storeSlice(m, frame, target, value, source);
      return;
    case 'field': {
      const object = evaluate(m, frame, target.object);
      if (object.kind === 'ref') storeField(m, object, target.name, value);
      else if (object.kind === 'class') m.globals.set(`${object.cls.name}.${target.name}`, value);
      return;
    }
    default:
      evaluate(m, frame, target);
  }
}

/** What stands where the name was read that it had been given is held as what has a name, and called by it. */
export function asGiven(m: Machine, frame: Frame, expr: Expr, value: Value): Value {
  const name = givenName(expr);
  if (name === null) return value;
  const made = isHeldByName(expr) ? heldText(m, frame, expr, value) : value;
  const given = made.kind === 'num' && made.read ? named(m, name, made) : made;
  noteSizeName(m, name, given);
  return given;
}

function bind(m: Machine, frame: Frame, name: string, value: Value): void {
  const owner = ownerOf(frame, name);
  setVariable(owner, name, value.kind === 'num' && value.read ? named(m, name, value) : value);
  bindHere(m, owner, name);
}

/** A number that was read is an input with the name of its variable. */
function named(m: Machine, name: string, value: Num): Value {
  if (value.exact !== null && m.firstRead !== null && value.exact.terms.has(m.firstRead)) m.firstRead = name;
  m.legends.set(name, `the number ${name} that is read`);
  return numSymbol(name);
}

/** A name that a program gives to a size is the symbol that its reader knows. */
function noteSizeName(m: Machine, name: string, value: Value): void {
  if (value.kind !== 'num' || value.exact?.constant !== 0 || value.exact.terms.size !== 1) return;
  if (name.length > LONGEST_SIZE_NAME) return;
  for (const [symbol, coefficient] of value.exact.terms) {
    if (coefficient !== 1 || symbol.startsWith('@') || symbol === name) return;
    if (!m.names.has(symbol) && ![...m.names.values()].includes(name)) m.names.set(symbol, name);
  }
}

const LONGEST_SIZE_NAME = 3;

function destructure(
  m: Machine,
  frame: Frame,
  targets: readonly Expr[],
  value: Value,
  source: Expr | null,
): void {
  const parts =
    source !== null && source.kind === 'collection' && source.elements.length === targets.length
      ? source.elements
      : null;
  const at = targets.findIndex((target) => target.kind === 'spread');
  if (at < 0 && value.kind === 'ref') {
    noteTakenApart(m, find(value.object));
    fixNumerals(m, frame, find(value.object), targets);
  }
  targets.forEach((target, i) => {
    let part: Value;
    if (value.kind === 'tuple' && at < 0) part = value.parts[i] ?? UNKNOWN;
    else if (target.kind === 'spread') part = value.kind === 'ref' ? value : UNKNOWN;
    else part = readPart(value);
    const distinct = 'distinct' in value ? value.distinct : null;
    if (distinct !== null && i === 0) part = withDistinct(part, distinct);
    if (parts !== null && stepOnward(m, frame, target, parts[i]!, targets)) return;
    if (part.kind === 'str' && parts !== null && areExchanged(targets, parts)) {
      evaluate(m, frame, target);
      return;
    }
    assignTo(m, frame, target, part, parts === null ? null : parts[i]!);
  });
}

/** `x, y = x + dx, y + dy`: each moves on by itself, where what it moves by is none of the others. */
function stepOnward(m: Machine, frame: Frame, target: Expr, value: Expr, targets: readonly Expr[]): boolean {
  const self = selfUpdate(target, value);
  const isTarget = (name: string): boolean => targets.some((other) => pathOf(other) === name);
  if (self === null || someCode(self.by, (at) => at.kind === 'name' && isTarget(at.name))) return false;
  const [old, by] = [target, self.by].map((expr) => quietly(m, frame, expr));
  if (old?.kind !== 'num' || by?.kind !== 'num') return false;
  const next = accumulate(m, frame, { ...self, place: value, target }, old, by);
  rebind(m, frame, target, next, self.op, by);
  return true;
}

/** One of the parts of a container that is taken apart; a number that was read stays an input of its own. */
function readPart(value: Value): Value {
  const elem = elementOf(value);
  if (value.kind !== 'ref' || (elem.kind === 'num' && elem.read)) return elem;
  return readIndex(value, UNKNOWN);
}

function storeIndex(m: Machine, frame: Frame, objectExpr: Expr, indexExpr: Expr, value: Value): void {
  const object = evaluate(m, frame, objectExpr);
  const index = evaluate(m, frame, indexExpr);
  if (object.kind !== 'ref') return;
  const container = find(object.object);
  if (container.cls !== null && callSpecial(m, frame, indexExpr, object, 'setItem', [index, value]) !== null)
    return;
  if (container.type === 'map' && !isStillPresent(m, { object: objectExpr, index: indexExpr })) {
    const method = operatorOf(m, 'setItem', object);
    if (method !== null) {
      const pair = [operand(index, indexExpr), operand(value, null)];
      charge(m, operatorCost(m, frame, method, pair, indexExpr));
    }
    push(m, container, value, ONE, spentValue(m, frame, index, indexExpr));
    return;
  }
  noteStored(m, frame, objectExpr, container, value);
  replaceElement(m, container, value);
}

export function storeField(m: Machine, self: Value & { kind: 'ref' }, name: string, value: Value): void {
  const object = find(self.object);
  adopt(m, object, value);
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'graph') {
    if (value.kind === 'ref' && find(value.object) !== object) {
      const other = find(value.object);
      object.size = max(object.size, other.size);
      object.growth = null;
      if (object.origin === 'local' && other.type === object.type)
        (object.fields ??= new Map()).set(name, joinMaybe(object.fields.get(name) ?? null, value)!);
    }
    return;
  }
  object.fields ??= new Map();
  const before = object.fields.get(name);
  object.fields.set(name, before === undefined ? value : join(before, value));
}

// ---------------------------------------------------------------- updates in place

/** `target op= byExpr`, written so, or as `target = target op byExpr`, which makes a new value (`fresh`). */
export interface Update {
  readonly node: Stmt | Expr;
  readonly target: Expr;
  readonly op: BinaryOp;
  readonly byExpr: Expr;
  readonly fresh: boolean;
}

/** `target op= by`; over a loop an accumulated value grows with every turn since it was last set. */
export function updateTarget(m: Machine, frame: Frame, update: Update): Value {
  const { node, target, op, byExpr, fresh } = update;
  const by = evaluate(m, frame, byExpr);
  const old = evaluate(m, frame, target);
  const since = depthSince(m, frame, target);
  if (old.kind === 'ref' && !fresh && (op === '+' || op === '|'))
    return extendInPlace(m, frame, old, by, byExpr);
  if (old.kind === 'ref' && !fresh && op === '-' && find(old.object).type === 'set') {
    // As many look-ups as there are elements to take out.
    const scan = { node: byExpr, label: 'set algebra', reason: 'visits the elements', allocates: null };
    recordScan(m, frame, scan, valueSize(m, by), scanBound(m, frame, by, byExpr));
    return old;
  }
  let next: Value;
  if (old.kind === 'num' && by.kind === 'num')
    next = accumulate(m, frame, { place: node, target, op, by: byExpr }, old, by);
  else if (old.kind === 'str' && op === '+') next = grownString(m, frame, update, old, by, since);
  else next = combined(m, frame, update, { old, by, since });
  rebind(m, frame, target, next, op, by);
  return next;
}

interface Sides {
  readonly old: Value;
  readonly by: Value;
  /** The depth at which the target was set. */
  readonly since: number;
}

/** What an operator makes of other values than numbers and texts that grow; over a loop it grows with every turn. */
function combined(m: Machine, frame: Frame, update: Update, { old, by, since }: Sides): Value {
  const { node, target, op, byExpr, fresh } = update;
  const next = operate(m, frame, expressionOf(node, target), op, old, by);
  if (op === '*') return repeatedEachTurn(m, next, by, since);
  if (next.kind !== 'ref' || !fresh || (op !== '+' && op !== '|')) return next;
  const object = find(next.object);
  const added = valueSize(m, by);
  const grown =
    multiplies(old, by) || isMadeFrom(by, old)
      ? doubledEachTurn(m, since)
      : (addedOnPath(m, frame, { place: node, target, by: byExpr, added, since }) ??
        inAll(m.levels, added, since));
  lengthen(m, object, grown);
  return next;
}

/** `cells *= 2`, `text = text * k`: so many times as long in every turn. */
function repeatedEachTurn(m: Machine, next: Value, by: Value, since: number): Value {
  if (m.levels.length <= since || (by.kind === 'num' && (knownInt(by) ?? 2) < 2)) return next;
  const longer = doubledEachTurn(m, since);
  if (next.kind === 'str')
    return { ...next, size: settle(m, plus(next.size, longer)), exact: null, made: null };
  if (next.kind === 'ref') lengthen(m, find(next.object), longer);
  return next;
}

/** Longer by so much, which no push tells. */
function lengthen(m: Machine, object: HeapObject, by: Cost): void {
  object.size = settle(m, plus(object.size, by));
  object.growth = null;
  object.exact = null;
}

function expressionOf(node: Stmt | Expr, target: Expr): Expr {
  return node.kind === 'assign' ? node.value : node.kind === 'binary' ? node : target;
}

function extendInPlace(
  m: Machine,
  frame: Frame,
  old: Value & { kind: 'ref' },
  by: Value,
  byExpr: Expr,
): Value {
  const own = callSpecial(m, frame, byExpr, old, '+=', [by]);
  if (own !== null) return own;
  if (isMadeFrom(by, old)) {
    doubleEachTurn(m, find(old.object), elementOf(by));
    return old;
  }
  const size = valueSize(m, by);
  const object = find(old.object);
  const parts = byExpr.kind === 'collection' ? null : scanBound(m, frame, by, byExpr);
  if (parts !== null) {
    const level = openQuietly(m, frame, byExpr, parts);
    recordCall(m, byExpr, 'extend', ONE, parts.reason);
    if (!mergeParts(m, object, by, byExpr)) push(m, object, elementOf(by), ONE);
    leaveLevel(m, { level });
    lengthenByProduct(m, frame, object, byExpr);
    return old;
  }
  if (size !== ONE && byExpr.kind !== 'collection')
    recordCall(m, byExpr, 'extend', size, 'appends every element');
  if (mergeParts(m, object, by, byExpr)) return old;
  const { exact } = object;
  const more = isOnceInTurn(m, object) ? exactLength(by) : null;
  if (by.kind === 'ref' && find(by.object).type === 'map') pushMap(m, object, find(by.object));
  else push(m, object, elementOf(by), size, null, pushingAll(by));
  if (object.type === 'list' && exact !== null && more !== null) object.exact = affine.plus(exact, more);
  else lengthenByProduct(m, frame, object, byExpr);
  return old;
}

function rebind(m: Machine, frame: Frame, target: Expr, next: Value, op: BinaryOp, by: Value): void {
  if (target.kind === 'name') {
    // An accumulation goes on from where it was: the depth of the last reset stays.
    const owner = ownerOf(frame, target.name);
    setVariable(owner, target.name, next);
    if (!owner.boundAt.has(target.name)) owner.boundAt.set(target.name, m.levels.length);
    return;
  }
  if (target.kind === 'index') {
    const object = evaluate(m, frame, target.object);
    if (object.kind === 'ref' && op === '+' && by.kind === 'num' && next.kind === 'num') {
      const container = find(object.object);
      container.sum = plus(
        container.sum ?? ONE,
        settle(m, inAll(m.levels, by.max, Math.min(container.born, m.levels.length))),
      );
    }
  }
  assignTo(m, frame, target, next, null);
}
