/** What the top level of a program binds before its entry runs: functions, classes and constants. */
import { remembered } from '../ir/facts.ts';
import type { ClassNode, FunctionNode, Program, Stmt, Type } from '../ir/ir.ts';
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
 */
export function definitionsFor(program: Program, func: FunctionNode, cls: ClassNode | null): readonly Stmt[] {
  const [first, ...others] = program.body;
  // There is nothing but the class, as nearly always.
  if (first?.kind === 'class' && first.cls === cls && others.length === 0) return program.body;
  const binders = bindersOf(program);
  const found = new Set<Stmt>();
  const open: string[] = [...all(mentionsOf(func)), ...(cls === null ? [] : [cls.name])];
  const seen = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const stmt of binders.get(name) ?? []) {
      if (found.has(stmt)) continue;
      found.add(stmt);
      for (const mentioned of all(mentionsOf(stmt))) {
        if (seen.has(mentioned)) continue;
        seen.add(mentioned);
        open.push(mentioned);
      }
    }
  }
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

type Binders = ReadonlyMap<string, readonly Stmt[]>;

/** The top-level statements that give something to a name. */
const bindersOf = remembered((program: Program): Binders => {
  const made = new Map<string, Stmt[]>();
  for (const stmt of program.body) {
    for (const name of boundBy(stmt)) {
      const list = made.get(name);
      if (list === undefined) made.set(name, [stmt]);
      else list.push(stmt);
    }
  }
  return made;
});

function boundBy(stmt: Stmt): Iterable<string> {
  switch (stmt.kind) {
    case 'function':
      return [stmt.func.name];
    case 'class':
      return classNames(stmt.cls);
    case 'assign':
      // All names of the targets: `table[i] = 1` and `Node.limit = 2` change what a name stands for.
      return all(mentionsIn(stmt.targets));
    default:
      return [];
  }
}

function classNames({ name, methods, classes }: ClassNode): string[] {
  return [name, ...methods.map((method) => method.name), ...classes.flatMap(classNames)];
}

/** What a piece of code mentions, at any depth. */
interface Mentions {
  /** Names of variables, without those that a function has for itself: the top level may have others so named. */
  readonly names: Set<string>;
  /** Names of fields, methods and types. */
  readonly others: Set<string>;
}

const mentionsOf = remembered((node: Stmt | FunctionNode): Mentions =>
  node.kind === 'functionNode' ? mentionsOfFunction(node) : mentionsIn([node]),
);

function mentionsOfFunction({ params, returns, body, locals }: FunctionNode): Mentions {
  const found = mentionsIn([...params.flatMap(({ defaultValue }) => defaultValue ?? []), ...body]);
  for (const name of locals) found.names.delete(name);
  for (const { type } of params) addType(type, found.others);
  addType(returns, found.others);
  return found;
}

function mentionsIn(nodes: readonly Code[]): Mentions {
  const names = new Set<string>();
  const others = new Set<string>();
  walk(nodes, {
    expr: (expr) => {
      if (expr.kind === 'name') names.add(expr.name);
      if (expr.kind === 'field') others.add(expr.name);
    },
    stmt: (stmt) => {
      if (stmt.kind === 'assign' && stmt.declared !== null) addType(stmt.declared, others);
      if (stmt.kind === 'class') for (const base of basesOf(stmt.cls)) others.add(base);
    },
    func: (func) => {
      const inner = mentionsOf(func);
      for (const name of inner.names) names.add(name);
      for (const name of inner.others) others.add(name);
      return false;
    },
  });
  return { names, others };
}

const all = ({ names, others }: Mentions): string[] => [...names, ...others];

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
