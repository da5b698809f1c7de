/**
 * Stacks of frames, as recursions are written out by hand, read off the code: the place up to which the frame on top has
 * come moves on, `stack.append((u, i + 1))` or `stack[-1] = (u, i + 1)` or `top[1] += 1`, while the part of u goes on,
 * `if i < len(graph[u])`; or the frame has an iterator over that part, of which a turn takes the next.
 */
import { rememberedFor } from '../../ir/facts.ts';
import type { Call, Expr, Index, While } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { measuredBy } from '../../ir/roles.ts';
import { contains } from '../../ir/standing.ts';
import { type Code, operandsOf, someAct } from '../../ir/walk.ts';
import { below, testsBefore } from '../loops/tested.ts';
import { type Unmarked, marks } from '../marks.ts';
import type { ProgramIndex } from '../program-index.ts';
import { type Guard, factsOf } from '../recursion/facts.ts';
import { sameText, unmarksInTurns } from '../unmark.ts';
import { type Push, pushesOn } from './interval-splits.ts';
import { type Part, type Top, WHOLE, topOf } from './top.ts';

export interface Frames {
  /** What brings the frame on: it is put back further, or changed where it is. */
  readonly steps: readonly Code[];
  /** What a frame goes through, `graph[u]`; of a frame that counts up to something else, that. */
  readonly through: Expr;
  /** Marks are taken back under which frames are begun, or each frame begins others at every number: a search of all ways. */
  readonly isSearch: boolean;
  /** One mark for each frame that a turn begins, of what tells which part it goes through; null where there is none. */
  readonly begunBy: readonly Unmarked[] | null;
}

/** What the frames are that the loop keeps in the worklist at `path`; null where it keeps anything else there. */
export const framesIn = rememberedFor(
  (node: While, path: string, index: ProgramIndex): Frames | null =>
    byPlace(node, path, index) ?? byIterator(node, path, index),
);

interface Step {
  readonly node: Code;
  /** Which part of the frame is its place. */
  readonly part: Part;
}

function byPlace(node: While, path: string, index: ProgramIndex): Frames | null {
  const top = topOf(index, node, path);
  const pushes = pushesOn(index, node, path);
  const steps = stepsOf(node, top, pushes).flatMap((step) => {
    const limit = limitOf(node, top, step);
    return limit === null ? [] : [{ ...step, limit }];
  });
  const [first] = steps;
  if (first === undefined) return null;
  const { part, limit } = first;
  const text = printExpr(limit);
  if (steps.some((step) => step.part !== part || printExpr(step.limit) !== text)) return null;
  const through = measuredBy(index.roles, limit);
  const at = through?.kind === 'index' ? top.partOf(through.index) : null;
  const others = pushes.filter((push) => steps.every((step) => step.node !== push.node));
  // One that is put back further may as well be another way to go on.
  if (at === null && others.length < pushes.length) return null;
  const { facts, isTakenBack } = marksIn(index, node, others);
  // A few states of a frame, `state == 2`, are steps of one walk.
  const isOpen = through === null && limit.kind !== 'number';
  const isSearch = isTakenBack || (isOpen && others.some((push) => !isUnder(facts, push.node)));
  const begun = at === null ? [] : keysOf(others, at);
  const begunBy = at === null || begun.length < others.length ? null : marksFor(facts, begun);
  return { steps: steps.map((step) => step.node), through: through ?? limit, isSearch, begunBy };
}

/** Where the loop brings frames on by one, in a part that it changes in no other way. */
function stepsOf(node: While, top: Top, pushes: readonly Push[]): Step[] {
  const steps: Step[] = [];
  const others = new Set<Part>();
  const visit = (at: Code): false => {
    if (at.kind !== 'assign' && at.kind !== 'assignExpr') return false;
    const target = at.kind === 'assign' ? at.targets[0]! : at.target;
    const whole = top.isPlace(target) ? furtherPart(elementsOf(at.value), top) : null;
    const part = whole ?? (target.kind === 'name' ? null : top.partOf(target));
    if (part === null) return false;
    if (whole !== null || isByOne(at) || isFurther(at.value, part, top)) steps.push({ node: at, part });
    else others.add(part);
    return false;
  };
  for (const stmt of node.body) someAct(stmt, visit);
  for (const { node: push, items } of pushes) {
    const part = items.length === 1 ? furtherPart(items[0]!, top) : null;
    if (part !== null) steps.push({ node: push, part });
  }
  return others.has(WHOLE) ? [] : steps.filter(({ part }) => !others.has(part));
}

const elementsOf = (value: Expr): readonly Expr[] => (value.kind === 'collection' ? value.elements : []);

const isByOne = ({ op, value }: { readonly op: string | null; readonly value: Expr }): boolean =>
  op === '+' && value.kind === 'number' && value.value === 1;

/** `stack[-1] = i + 1` after `i = stack[-1]`. */
const isFurther = (value: Expr, part: Part, top: Top): boolean =>
  value.kind === 'binary' &&
  isByOne({ op: value.op, value: value.right }) &&
  top.partOf(value.left) === part &&
  top.movedBy(value.left) === 0;

/** The part that is one further, where all others are as they are in the element on top. */
function furtherPart(item: readonly Expr[], top: Top): number | null {
  let further: number | null = null;
  for (const [i, expr] of item.entries()) {
    const isMoved = expr.kind === 'binary' && isByOne({ op: expr.op, value: expr.right });
    const kept = isMoved ? expr.left : expr;
    const moved = top.movedBy(kept);
    if (top.partOf(kept) !== i || moved === null) return null;
    const by = moved + (isMoved ? 1 : 0);
    if (by > 1 || (by === 1 && further !== null)) return null;
    if (by === 1) further = i;
  }
  return further;
}

/** What the place is below, or not yet at, where the step is made. */
function limitOf(node: While, top: Top, { node: step, part }: Step): Expr | null {
  for (const test of testsBefore(node.body, step)) {
    const found = [...below(test), ...unlike(test)].find(([small]) => top.partOf(small) === part);
    if (found !== undefined) return found[1];
  }
  return null;
}

/** The sides of `i != len(part)`, either way round. */
const unlike = (test: Expr): (readonly [Expr, Expr])[] =>
  operandsOf(test, 'and').flatMap((part): (readonly [Expr, Expr])[] =>
    part.kind === 'compare' && part.op === '!='
      ? [
          [part.left, part.right],
          [part.right, part.left],
        ]
      : [],
  );

/** Frames with an iterator: all that the loop begins go through parts of one table. */
function byIterator(node: While, path: string, index: ProgramIndex): Frames | null {
  const top = topOf(index, node, path);
  const steps: Step[] = [];
  const visit = (at: Code): false => {
    const part = at.kind === 'forEach' ? top.partOf(at.iterable) : nextOf(index, top, at);
    if (part !== null) steps.push({ node: at, part });
    return false;
  };
  for (const stmt of node.body) someAct(stmt, visit);
  const [step] = steps;
  if (step === undefined || steps.some(({ part }) => part !== step.part)) return null;
  const pushes = pushesOn(index, node, path);
  const parts = pushes.map((push) => iteratedBy(index, push, step.part));
  const [through] = parts;
  if (through == null || !parts.every((part) => part !== null && sameText(part.object, through.object)))
    return null;
  const begun = pushes.map((push, i) => ({ push: push.node, key: parts[i]!.index }));
  const { facts, isTakenBack } = marksIn(index, node, pushes);
  const begunBy = marksFor(facts, begun);
  return { steps: steps.map(({ node: at }) => at), through, isSearch: isTakenBack, begunBy };
}

/** The part of the frame on top that a call takes the next element of. */
function nextOf({ roles }: ProgramIndex, top: Top, at: Code): Part | null {
  if (at.kind !== 'call') return null;
  const [first] = at.args;
  if (first !== undefined && roles.is(at, 'popFirst')) return top.partOf(first.value);
  return at.callee.kind === 'field' && roles.is(at, 'pop') ? top.partOf(at.callee.object) : null;
}

/** `graph[v]` of `stack.append(iter(graph[v]))`. */
function iteratedBy({ roles }: ProgramIndex, { node }: Push, part: Part): Index | null {
  const [arg, more] = node.kind === 'call' ? node.args : [];
  if (arg === undefined || more !== undefined) return null;
  const item = part === WHOLE ? arg.value : typeof part === 'number' ? elementsOf(arg.value)[part] : null;
  if (item?.kind !== 'call' || !roles.is(item, 'elements')) return null;
  const over = iterated(item);
  return over?.kind === 'index' ? over : null;
}

const iterated = ({ callee, args }: Call): Expr | null =>
  args.length === 1 ? args[0]!.value : args.length === 0 && callee.kind === 'field' ? callee.object : null;

/** A frame that is begun, and what tells which part it goes through. */
interface Begun {
  readonly push: Code;
  readonly key: Expr;
}

/** The frames that are begun one by one, with their part number `at`. */
const keysOf = (pushes: readonly Push[], at: Part): Begun[] =>
  pushes.flatMap(({ node: push, items: [item, more] }) => {
    const whole = push.kind === 'call' && push.args.length === 1 ? push.args[0]!.value : undefined;
    const key = at === WHOLE ? whole : more === undefined && typeof at === 'number' ? item?.[at] : undefined;
    return key === undefined ? [] : [{ push, key }];
  });

/**
 * The tests for marks that the block under them sets for good, and whether a frame is begun under others alone, whose
 * marks are taken back. A search for cycles has both: what was seen, and what is on the way.
 */
function marksIn(
  { roles }: ProgramIndex,
  { body }: While,
  pushes: readonly Push[],
): { readonly facts: readonly Guard[]; readonly isTakenBack: boolean } {
  const all = factsOf(roles, body).filter((fact) => marks(roles, fact.region, fact));
  const facts = all.filter((fact) => !unmarksInTurns(roles, body, fact));
  const isTakenBack = pushes.some(({ node: push }) => isUnder(all, push) && !isUnder(facts, push));
  return { facts, isTakenBack };
}

/** The code runs only where one of the tests has found no mark. */
const isUnder = (facts: readonly Guard[], node: Code): boolean =>
  facts.some(({ region }) => region.some((code) => contains(code, node)));

/** For each frame the mark that a test around asks for; null where one has none. */
function marksFor(facts: readonly Guard[], begun: readonly Begun[]): Unmarked[] | null {
  const found = begun.map(({ push, key }) =>
    facts.find(
      ({ region, keys: [only, more] }) =>
        more === undefined && sameText(only!, key) && region.some((code) => contains(code, push)),
    ),
  );
  return found.every((fact) => fact !== undefined) ? found : null;
}
