/**
 * Values that get a name only to be read once, right behind: `is_new = x not in seen`, then `if is_new`. What asks a test,
 * an argument or what a loop runs over for its shape finds it where it is used, and the assignment is no more. Only what
 * is evaluated as often as before, and finds and does the same, is moved. It keeps its place in the text.
 */
import type { Assign, ClassNode, Expr, FunctionNode, Name, Program, Stmt } from './ir.ts';
import { passedValues, type PassedValues } from './passed-values.ts';
import { each, withBlocks, withExprs, withHead, withParts } from './replace.ts';
import type { RoleIndex } from './roles.ts';
import { noteMoved, noteRemade } from './standing.ts';
import { leavesOf } from './targets.ts';
import { forEachExpr, someCode } from './walk.ts';

/** The program without its temporaries; the same one where it has none. */
export function withoutTemporaries(program: Program, roles: RoleIndex): Program {
  const passed = passedValues(program);
  if (passed === null) return program;
  return withParts(program, { body: inBlock({ passed, roles, func: null }, program.body) });
}

interface Around {
  readonly passed: PassedValues;
  readonly roles: RoleIndex;
  readonly func: FunctionNode | null;
}

/** A statement of the new block, with the one that it was. */
interface Rewritten {
  readonly was: Stmt;
  now: Stmt;
}

function inBlock(around: Around, block: readonly Stmt[]): readonly Stmt[] {
  const { readBy } = around.passed;
  /** From the last statement to the first. */
  const out: Rewritten[] = [];
  const gone = new Map<Stmt, Stmt>();
  for (let i = block.length - 1; i >= 0; i--) {
    const was = block[i]!;
    let reader = readBy.get(was);
    // What reads it may itself have been moved on.
    while (reader !== undefined && gone.has(reader)) reader = gone.get(reader);
    if (reader !== undefined && moveInto(around, was as Assign, reader, out)) gone.set(was, reader);
    else out.push({ was, now: within(around, was) });
  }
  if (gone.size === 0 && out.every(({ was, now }) => was === now)) return block;
  return out.reverse().map(({ now }) => now);
}

function within(around: Around, stmt: Stmt): Stmt {
  switch (stmt.kind) {
    case 'function':
      return withParts(stmt, { func: inFunction(around, stmt.func) });
    case 'class':
      return withParts(stmt, { cls: inClass(around, stmt.cls) });
    default:
      return withBlocks(stmt, (block) => inBlock(around, block));
  }
}

function inFunction(around: Around, func: FunctionNode): FunctionNode {
  return withParts(func, { body: inBlock({ ...around, func }, func.body) });
}

function inClass(around: Around, cls: ClassNode): ClassNode {
  const methods = each(cls.methods, (method) => inFunction(around, method));
  return withParts(cls, { methods, classes: each(cls.classes, (inner) => inClass(around, inner)) });
}

/** What an evaluation meets: only what no call changes, what is stored, or all that a call does. */
type Reach = 'own' | 'reads' | 'acts';

/** Puts the value where its name is read, if nothing before that place and the value come in each other's way. */
function moveInto(around: Around, set: Assign, reader: Stmt, out: Rewritten[]): boolean {
  const target = set.targets[0]!;
  if (target.kind !== 'name' || !isMovable(around, set.value, reader)) return false;
  const move = newMove(around, target.name, set.value);
  for (let i = out.length - 1; i >= 0 && !move.failed; i--) {
    const one = out[i]!;
    if (one.was !== reader) {
      pass(move, one.now);
      continue;
    }
    one.now = withHead(one.now, (expr) => put(move, expr));
    break;
  }
  if (move.placed === null) return false;
  noteMoved(set, move.placed, reader);
  return true;
}

/**
 * A literal and a name are no more where they are used than what they are. What is read from the input is known by its
 * name, unless it is handed on, and what also moves a counter, `queue[head++]`, is a statement of its own.
 */
function isMovable({ roles, func }: Around, value: Expr, reader: Stmt): boolean {
  if (PLAIN.has(value.kind)) return false;
  const isHandedOn = reader.kind === 'return' && func !== null;
  return !someCode(
    value,
    (node) => node.kind === 'assignExpr' || (!isHandedOn && node.kind === 'call' && roles.is(node, 'read')),
  );
}

const PLAIN: ReadonlySet<Expr['kind']> = new Set(['number', 'string', 'constant', 'name']);

interface Move {
  readonly around: Around;
  readonly name: string;
  readonly value: Expr;
  readonly reach: Reach;
  /** The variables that the value reads. */
  readonly reads: ReadonlySet<string>;
  /** What is evaluated between the two places. */
  passed: Reach;
  /** How often the place that is looked at is evaluated. */
  where: 'once' | 'conditional' | 'repeated';
  placed: Name | null;
  failed: boolean;
}

function newMove(around: Around, name: string, value: Expr): Move {
  const reads = new Set<string>();
  let reach: Reach = 'own';
  forEachExpr([value], (expr) => {
    if (expr.kind === 'name') {
      reads.add(expr.name);
      if (!isOwn(around, expr.name)) reach = wider(reach, 'reads');
    } else reach = wider(reach, reachOf(expr));
  });
  return { around, name, value, reach, reads, passed: 'own', where: 'once', placed: null, failed: false };
}

const isOwn = ({ passed, func }: Around, name: string): boolean => passed.isOwn(func, name);

const ORDER: readonly Reach[] = ['own', 'reads', 'acts'];

const wider = (one: Reach, other: Reach): Reach => ORDER[Math.max(ORDER.indexOf(one), ORDER.indexOf(other))]!;

/** What the expression does beside its parts. */
function reachOf(expr: Expr): Reach {
  switch (expr.kind) {
    case 'call':
    case 'assignExpr':
    case 'yield':
    case 'unsupported':
      return 'acts';
    case 'index':
    case 'slice':
    case 'field':
    case 'comprehension':
    case 'spread':
      return 'reads';
    case 'compare':
      return expr.op === 'in' || expr.op === 'not in' ? 'reads' : 'own';
    default:
      return 'own';
  }
}

const meets = (one: Reach, other: Reach): boolean =>
  (one === 'acts' && other !== 'own') || (other === 'acts' && one !== 'own');

/** A statement that stays between the two. */
function pass(move: Move, stmt: Stmt): void {
  if (stmt.kind !== 'assign' && stmt.kind !== 'expr') {
    move.failed = true;
    return;
  }
  forEachExpr([stmt], (expr) => passExpr(move, expr));
  if (stmt.kind !== 'assign') return;
  for (const target of stmt.targets) setTarget(move, target);
}

function setTarget(move: Move, target: Expr): void {
  for (const leaf of leavesOf(target)) {
    if (leaf.kind !== 'name') passReach(move, 'acts');
    else if (move.reads.has(leaf.name) || !isOwn(move.around, leaf.name)) move.failed = true;
  }
}

function passExpr(move: Move, expr: Expr): void {
  if (expr.kind === 'name') {
    if (!isOwn(move.around, expr.name)) passReach(move, 'reads');
  } else if (expr.kind === 'assignExpr') setTarget(move, expr.target);
  else passReach(move, reachOf(expr));
}

function passReach(move: Move, reach: Reach): void {
  move.passed = wider(move.passed, reach);
  if (meets(move.passed, move.reach)) move.failed = true;
}

/** The expression with the value in the place of its name; parts are visited in the order of their evaluation. */
function put(move: Move, expr: Expr): Expr {
  if (move.placed !== null || move.failed) return expr;
  const made = putIn(move, expr);
  if (made !== expr && made !== move.value) noteRemade(expr, made);
  return made;
}

function putIn(move: Move, expr: Expr): Expr {
  switch (expr.kind) {
    case 'name':
      if (expr.name === move.name) return place(move, expr);
      passExpr(move, expr);
      return expr;
    case 'logical':
      return putFirst(move, expr, expr.left);
    case 'conditional':
      return putFirst(move, expr, expr.test);
    case 'comprehension': {
      const first = expr.clauses[0]!;
      return first.kind === 'for' ? putFirst(move, expr, first.iterable, 'repeated') : expr;
    }
    default: {
      const placed = withExprs(expr, (part) =>
        expr.kind === 'call' && part === expr.callee ? putInCallee(move, part) : put(move, part),
      );
      if (move.placed === null) passExpr(move, expr);
      return placed;
    }
  }
}

/** What function a call calls is not changed by what is evaluated before. */
function putInCallee(move: Move, callee: Expr): Expr {
  if (callee.kind === 'name') return callee.name === move.name ? put(move, callee) : callee;
  if (callee.kind !== 'field') return put(move, callee);
  const made = withExprs(callee, (part) => put(move, part));
  if (made !== callee) noteRemade(callee, made);
  return made;
}

function place(move: Move, name: Name): Expr {
  if (move.where === 'repeated' || (move.where === 'conditional' && move.reach === 'acts')) {
    move.failed = true;
    return name;
  }
  move.placed = name;
  return move.value;
}

/** Only the first part is always evaluated, and once. */
function putFirst(move: Move, expr: Expr, first: Expr, others: Move['where'] = 'conditional'): Expr {
  const around = move.where;
  const placed = withExprs(expr, (part) => {
    if (part !== first && move.where === 'once') move.where = others;
    return put(move, part);
  });
  move.where = around;
  if (move.placed === null) passExpr(move, expr);
  return placed;
}
