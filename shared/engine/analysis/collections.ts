/** Collections and comprehensions. */
import { spreadOfText } from './spread.ts';
import { notePresentKeys } from './present.ts';
import { type Affine, affine } from '../cost/affine.ts';
import { ONE, ZERO, compare, constant, max } from '../cost/cost.ts';
import type { Collection, Comprehension, MapLiteral, Spread } from '../ir/ir.ts';
import { leafNames } from '../ir/targets.ts';
import { assignTo } from './assign.ts';
import { copied } from './assigned-changes.ts';
import { copyInto } from './containers/copy.ts';
import { elementOf, valueSize } from './containers/read.ts';
import { push } from './containers/grow.ts';
import { evaluate, evaluateTest } from './evaluate.ts';
import { type Frame, ownerOf, setVariable } from './frame.ts';
import { iterated } from './loops/iterated.ts';
import { enterIteration, leaveLevel, madeUnder } from './loops/open.ts';
import { allocate } from './heap.ts';
import { type Machine, charge } from './machine.ts';
import { pathOf } from './progress.ts';
import { recordCall } from './record.ts';
import { type HeapObject, UNKNOWN, type Value, find, ref, tuple } from './value.ts';

export function collection(m: Machine, frame: Frame, expr: Collection): Value {
  const values = expr.elements.map((element) => evaluate(m, frame, element));
  if (expr.shape === 'tuple' && !expr.elements.some((element) => element.kind === 'spread'))
    return tuple(values);
  const [only] = expr.elements;
  if (expr.shape === 'list' && only?.kind === 'spread' && values.length === 1)
    return copyOfSpread(m, frame, expr, only, values[0]!);
  const object = allocate(
    m,
    frame.context,
    expr,
    expr.shape === 'set' ? 'set' : 'list',
    values.length === 0 ? ZERO : ONE,
  );
  object.exact = affine.constant(values.length);
  const { grows, size: made } = object;
  expr.elements.forEach((element, i) => {
    const value = values[i]!;
    if (element.kind === 'spread') {
      const size = valueSize(m, value);
      push(m, object, elementOf(value), size);
      if (value.kind === 'ref') object.longerThan = find(value.object);
      recordCall(m, element, 'spread', size, 'copies every element', size);
    } else {
      push(m, object, value);
    }
  });
  if (!expr.elements.some((element) => element.kind === 'spread')) {
    object.grows = grows;
    object.unique = true;
    // One that stands in for an input, or for what another place has made, says nothing of how large that is.
    const isPart = object.joined && (values.length > 0 || object.holder !== null);
    const other = object.given ?? (isPart ? made : ZERO);
    if (object.joined && !isPart) object.heldBefore = max(object.heldBefore, made);
    object.size = max(other, constant(values.length));
    object.exact =
      compare(other, constant(values.length)) === 'greater' ? null : affine.constant(values.length);
  }
  return ref(object);
}

/** `[*xs]` is a copy of `xs`. */
function copyOfSpread(m: Machine, frame: Frame, expr: Collection, spread: Spread, source: Value): Value {
  const copy = copyInto(m, frame.context, expr, source, 'list');
  const size = valueSize(m, source);
  recordCall(m, spread, 'spread', size, 'copies every element', size);
  return copy;
}

export function mapLiteral(m: Machine, frame: Frame, expr: MapLiteral): Value {
  const object = allocate(m, frame.context, expr, 'map', expr.entries.length === 0 ? ZERO : ONE);
  for (const entry of expr.entries) {
    const value = evaluate(m, frame, entry.value);
    if (entry.key === null) {
      const size = valueSize(m, value);
      charge(m, size);
      if (value.kind === 'ref')
        push(m, object, find(value.object).elem ?? UNKNOWN, size, find(value.object).key);
    } else push(m, object, value, ONE, evaluate(m, frame, entry.key));
  }
  return ref(object);
}

export function comprehension(m: Machine, frame: Frame, expr: Comprehension): Value {
  const type = expr.shape === 'generator' ? 'iterator' : expr.shape;
  const object = allocate(m, frame.context, expr, type, ZERO);
  const around = shadowed(frame, expr);
  const exact = clauses(m, frame, expr, 0, object, () => {
    const key = expr.key === null ? null : evaluate(m, frame, expr.key);
    const value = evaluate(m, frame, expr.element);
    push(m, object, value, ONE, key);
    charge(m, ONE);
  });
  for (const { owner, name, value } of around) setVariable(owner, name, value);
  if (exact !== null && (type === 'list' || type === 'iterator')) object.exact = exact;
  if (object.derived?.type === type && copiesElements(m, expr)) object.copyOf = object.derived;
  return ref(object);
}

/** `[row[:] for row in rows]` */
function copiesElements(
  { index }: Machine,
  { clauses: [clause, ...others], element }: Comprehension,
): boolean {
  if (clause?.kind !== 'for' || others.length > 0) return false;
  const path = pathOf(clause.target);
  return path !== null && pathOf(copied(element, index.roles) ?? element) === path;
}

/** The variables around a comprehension that have a name of one of its own: it leaves them as they are. */
function shadowed(frame: Frame, { clauses }: Comprehension): { owner: Frame; name: string; value: Value }[] {
  return clauses
    .flatMap((clause) => (clause.kind === 'for' ? leafNames(clause.target) : []))
    .flatMap((name) => {
      const owner = ownerOf(frame, name);
      const value = owner.vars.get(name);
      return value === undefined ? [] : [{ owner, name, value }];
    });
}

/** Runs the clauses as nested loops; the exact length when there is one plain loop. */
function clauses(
  m: Machine,
  frame: Frame,
  expr: Comprehension,
  at: number,
  object: HeapObject,
  body: () => void,
): Affine | null {
  const clause = expr.clauses[at];
  if (clause === undefined) {
    body();
    return null;
  }
  if (clause.kind === 'if') {
    evaluateTest(m, frame, clause.test);
    clauses(m, frame, expr, at + 1, object, body);
    return null;
  }
  const { expr: iterableExpr, value: iterable, given } = iterated(m, frame, clause);
  const place = { node: expr, span: clause.span, iterableExpr, body: [expr.element], label: 'for' };
  const open = enterIteration(m, frame, place, iterable);
  assignTo(m, frame, clause.target, given(open), null);
  const known = notePresentKeys(m, frame, clause, iterable, []);
  clauses(m, frame, expr, at + 1, object, body);
  m.present.length = known;
  leaveLevel(m, open);
  const { level, exact } = open;
  object.derived = level.source ?? (iterable.kind === 'ref' ? find(iterable.object) : null);
  const single = expr.clauses.filter((other) => other.kind === 'for').length === 1;
  object.made = single && level.from < m.levels.length ? madeUnder(m, level) : null;
  if (at === 0) object.spreadText = spreadOfText(m, frame, exact, expr.element);
  return expr.clauses.length === 1 ? exact : null;
}
