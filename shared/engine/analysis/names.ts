/** What names stand for: variables, imports, the library's functions. */
import { ONE } from '../cost/cost.ts';
import { type Frame, lookup } from './frame.ts';
import type { Machine } from './machine.ts';
import { SMALL_INT, numConst, UNKNOWN, type Value, str } from './value.ts';

export function nameValue(m: Machine, frame: Frame, name: string): Value {
  const bound = lookup(frame, name);
  if (bound !== undefined) return bound;
  const receiver = receiverNamed(frame, name) ?? outerObject(m, name);
  if (receiver !== null) return receiver;
  const imported = m.index.imports.get(name);
  if (imported !== undefined) return importedValue(m, imported.module, imported.member);
  for (const module of m.index.starModules) {
    if (m.library.has(`module:${module}`, name))
      return { kind: 'library', on: `module:${module}`, name, self: null };
    if (m.library.table.modules.includes(`${module}.${name}`))
      return { kind: 'module', name: `${module}.${name}` };
    const constant = libraryConstant(m, `${module}.${name}`);
    if (constant !== null) return constant;
  }
  if (m.library.has('', name)) return { kind: 'library', on: '', name, self: null };
  const prelude = preludeFunction(m, name);
  return prelude ?? UNKNOWN;
}

/** The object of the method, or of the one that the function stands in. */
function receiverNamed(frame: Frame, name: string): Value | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent)
    if (at.func?.receiver === name) return at.self;
  return null;
}

/** `Outer.this`: the object of a class around, which is that of the innermost open call of one of its methods. */
function outerObject(m: Machine, name: string): Value | null {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return null;
  const [owner, receiver] = [name.slice(0, dot), name.slice(dot + 1)];
  const open = m.calls.findLast(({ func }) => func?.owner === owner && func.receiver === receiver);
  return open?.self ?? null;
}

/** LeetCode imports the usual modules on its own: an unbound name that a module of the table has is that module's. */
function preludeFunction(m: Machine, name: string): Value | null {
  if (m.library.table.modules.includes(name)) return { kind: 'module', name };
  const module = m.library.moduleOf(name);
  if (module !== null) return { kind: 'library', on: `module:${module}`, name, self: null };
  const { constants, texts } = m.library.table;
  const full = [...texts, ...constants].find((whole) => whole.endsWith(`.${name}`));
  return libraryConstant(m, full ?? name);
}

/** The value of a constant of the library, by its full name; null when there is none. */
export function libraryConstant(m: Machine, name: string): Value | null {
  const { constants, values, texts } = m.library.table;
  if (texts.includes(name)) return str(ONE, { domain: ONE, input: true });
  const value = values[name];
  return value !== undefined ? numConst(value) : constants.includes(name) ? SMALL_INT : null;
}

export function importedValue(m: Machine, module: string, member: string | null): Value {
  if (member === null) return { kind: 'module', name: module };
  if (m.library.has(`module:${module}`, member))
    return { kind: 'library', on: `module:${module}`, name: member, self: null };
  if (m.library.table.modules.includes(`${module}.${member}`))
    return { kind: 'module', name: `${module}.${member}` };
  if (m.library.has('', member)) return { kind: 'library', on: '', name: member, self: null };
  const constant = libraryConstant(m, `${module}.${member}`);
  if (constant !== null) return constant;
  return m.library.table.modules.includes(member) ? { kind: 'module', name: member } : UNKNOWN;
}
