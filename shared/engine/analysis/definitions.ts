/** What the top level of a program binds before its entry runs: functions, classes and constants. */
import { remembered } from '../ir/facts.ts';
import type { Assign, ClassNode, FunctionNode, Program, Stmt, Type } from '../ir/ir.ts';
import { leafNames, leavesOf } from '../ir/targets.ts';
import { type Code, walk } from '../ir/walk.ts';
import { type Frame, setVariable } from './frame.ts';
import type { Machine } from './machine.ts';
import { execBlock } from './statements.ts';
import type { Value } from './value.ts';

/** Binds functions and classes of the top level, and the constants of the classes. */
export function define(m: Machine, top: Frame, body: readonly Stmt[]): void {
  for (const stmt of body) {
    if (stmt.kind === 'function')
      setVariable(top, stmt.func.name, { kind: 'closure', func: stmt.func, frame: top, self: null });
    if (stmt.kind === 'class') defineClass(m, top, stmt.cls);
  }
}

function defineClass(m: Machine, top: Frame, cls: ClassNode): void {
  const value: Value = { kind: 'class', cls, frame: top };
  setVariable(top, cls.name, value);
  const scope: Frame = { ...top, vars: new Map(), kept: false, boundAt: new Map(), parent: top };
  m.calls.push(scope);
  execBlock(
    m,
    scope,
    cls.fields.filter((field) => field.kind === 'assign'),
  );
  m.calls.pop();
  for (const [name, bound] of scope.vars) {
    m.globals.set(`${cls.name}.${name}`, bound);
    setVariable(top, `${cls.name}.${name}`, bound);
  }
  for (const inner of cls.classes) defineClass(m, top, inner);
}

/**
 * The definitions and assignments of the top level that a function may come to use, in source order: those of the names
 * that it mentions, of the names that those mention, and so on. A method may be called on any object, so a class counts
 * as mentioned by the names of its methods too.
 *
 * A backward slice of the straight-line code (Weiser 1984): of what gives the same name another value only the last
 * counts, and what comes before it only as far as it goes into that.
 */
export function definitionsFor(program: Program, func: FunctionNode, cls: ClassNode | null): readonly Stmt[] {
  const [first, ...others] = program.body;
  // There is nothing but the class, as nearly always.
  if (first?.kind === 'class' && first.cls === cls && others.length === 0) return program.body;
  const { definitions, assigns } = topLevelOf(program);
  const found = new Set<Stmt>();
  const live: Mentions = { names: new Set(), fields: new Set() };
  /** Also what the functions and classes so named mention: they read it when they run. */
  const need = (mentions: Mentions): void => {
    const open = [mentions];
    const within = new Set<Stmt>();
    const define = (stmt: Stmt): void => {
      if (within.has(stmt)) return;
      within.add(stmt);
      found.add(stmt);
      open.push(mentionsOf(stmt));
    };
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      addAll(live, next);
      for (const name of [...next.names, ...next.fields]) definitions.get(name)?.forEach(define);
    }
  };
  need(mentionsOf(func));
  if (cls !== null) need({ names: new Set([cls.name]), fields: new Set() });
  for (const { stmt, mentioned, changes, replaces } of assigns) {
    if (!changes(live)) continue;
    found.add(stmt);
    for (const name of replaces) live.names.delete(name);
    need(mentioned);
  }
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

interface TopLevel {
  /** Functions and classes, by the names that lead to them. */
  readonly definitions: ReadonlyMap<string, readonly Stmt[]>;
  /** Assignments, the last one first. */
  readonly assigns: readonly TopAssign[];
}

interface TopAssign {
  readonly stmt: Stmt;
  /** What it reads. */
  readonly mentioned: Mentions;
  /** Whether it changes something that is still to be read. */
  readonly changes: (live: Mentions) => boolean;
  /** The names that have nothing of their earlier values afterwards. */
  readonly replaces: readonly string[];
}

const topLevelOf = remembered((program: Program): TopLevel => {
  const definitions = new Map<string, Stmt[]>();
  const assigns: TopAssign[] = [];
  for (const stmt of program.body) {
    if (stmt.kind === 'assign') assigns.push(topAssign(stmt));
    for (const name of definedBy(stmt)) {
      const list = definitions.get(name);
      if (list === undefined) definitions.set(name, [stmt]);
      else list.push(stmt);
    }
  }
  return { definitions, assigns: assigns.reverse() };
});

function topAssign(stmt: Assign): TopAssign {
  const bound = stmt.targets.flatMap(leafNames);
  // `table[i] = 1` and `Node.limit = 2` change what the names in them stand for, or what is reached by the field.
  const inside = stmt.targets.flatMap(leavesOf).filter((target) => target.kind !== 'name');
  const parts = mentionsIn(inside);
  return {
    stmt,
    mentioned: mentionsIn([stmt.value, ...inside]),
    changes: ({ names, fields }) =>
      bound.some((name) => names.has(name)) || meets(parts.names, names) || meets(parts.fields, fields),
    replaces: stmt.op === null ? bound : [],
  };
}

function definedBy(stmt: Stmt): readonly string[] {
  switch (stmt.kind) {
    case 'function':
      return [stmt.func.name];
    case 'class':
      return classNames(stmt.cls);
    default:
      return [];
  }
}

function classNames({ name, methods, classes }: ClassNode): string[] {
  return [name, ...methods.map((method) => method.name), ...classes.flatMap(classNames)];
}

/** What a piece of code mentions, at any depth. */
interface Mentions {
  /** Names of variables and types, without those that a function has for itself: the top level may have others so named. */
  readonly names: Set<string>;
  /** Names of fields and methods. */
  readonly fields: Set<string>;
}

const mentionsOf = remembered((node: Stmt | FunctionNode): Mentions =>
  node.kind === 'functionNode' ? mentionsOfFunction(node) : mentionsIn([node]),
);

function mentionsOfFunction({ params, returns, body, locals }: FunctionNode): Mentions {
  const found = mentionsIn([...params.flatMap(({ defaultValue }) => defaultValue ?? []), ...body]);
  for (const name of locals) found.names.delete(name);
  for (const { type } of params) addType(type, found.names);
  addType(returns, found.names);
  return found;
}

function mentionsIn(nodes: readonly Code[]): Mentions {
  const found: Mentions = { names: new Set(), fields: new Set() };
  const { names, fields } = found;
  walk(nodes, {
    expr: (expr) => {
      if (expr.kind === 'name') names.add(expr.name);
      if (expr.kind === 'field') fields.add(expr.name);
    },
    stmt: (stmt) => {
      if (stmt.kind === 'assign' && stmt.declared !== null) addType(stmt.declared, names);
      if (stmt.kind === 'class') for (const base of basesOf(stmt.cls)) names.add(base);
    },
    func: (func) => {
      addAll(found, mentionsOf(func));
      return false;
    },
  });
  return found;
}

function addAll(to: Mentions, { names, fields }: Mentions): void {
  for (const name of names) to.names.add(name);
  for (const name of fields) to.fields.add(name);
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}

function basesOf({ bases, classes }: ClassNode): string[] {
  return [...bases, ...classes.flatMap(basesOf)];
}

function addType(type: Type, out: Set<string>): void {
  switch (type.kind) {
    case 'object':
      out.add(type.name);
      return;
    case 'map':
      addType(type.key, out);
      return addType(type.value, out);
    case 'tuple':
      for (const element of type.elements) addType(element, out);
      return;
    default:
      if ('element' in type) addType(type.element, out);
  }
}
