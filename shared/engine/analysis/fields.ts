/** Fields of objects, classes and modules. */
import { ONE, max } from '../cost/cost.ts';
import type { ClassNode, Field, FunctionNode } from '../ir/ir.ts';
import { callValue } from './calls.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { libraryConstant } from './names.ts';
import { subSite } from './sites.ts';
import { LINKS, LINK_LISTS } from './platform.ts';
import { type HeapObject, UNKNOWN, type Value, find, num, ref } from './value.ts';
import { withDistinct } from './distinct.ts';

export function field(m: Machine, frame: Frame, expr: Field): Value {
  const object = evaluate(m, frame, expr.object);
  const value = readField(m, object, expr.name);
  const isComputed = value.kind === 'closure' && value.func.special === 'property';
  return isComputed ? callValue(m, frame, value, [], subSite(expr, 'property')) : value;
}

/** What `object.name(...)` calls: of a method and a field of one name the method, where the field holds nothing callable. */
export function calledMember(m: Machine, frame: Frame, expr: Field): Value {
  const object = evaluate(m, frame, expr.object);
  const value = readField(m, object, expr.name);
  return isCallable(value) ? value : (methodNamed(m, object, expr.name) ?? value);
}

const isCallable = (value: Value): boolean =>
  value.kind === 'closure' || value.kind === 'class' || value.kind === 'library' || value.kind === 'ref';

function methodNamed(m: Machine, self: Value, name: string): Value | null {
  if (self.kind !== 'ref') return null;
  const object = find(self.object);
  const func = object.cls?.methods.find((method) => method.name === name) ?? inherited(m, object, name);
  return func === null ? null : { kind: 'closure', func, frame: null, self };
}

export function readField(m: Machine, object: Value, name: string): Value {
  switch (object.kind) {
    case 'module':
      return moduleMember(m, object.name, name);
    case 'class': {
      const method = object.cls.methods.find((candidate) => candidate.name === name);
      if (method !== undefined) return { kind: 'closure', func: method, frame: object.frame, self: object };
      return (
        object.frame.vars.get(`${object.cls.name}.${name}`) ??
        innerClass(object.cls, object.frame, name) ??
        UNKNOWN
      );
    }
    case 'ref':
      return objectField(m, find(object.object), object, name);
    case 'unknown':
      return UNKNOWN;
    case 'library':
      return classMember(m, object, name);
    default:
      return { kind: 'library', on: '?', name, self: object };
  }
}

/** A class that stands in the body of another one. */
function innerClass(cls: ClassNode, frame: Frame | null, name: string): Value | null {
  const inner = frame === null ? undefined : cls.classes.find((candidate) => candidate.name === name);
  return inner === undefined ? null : { kind: 'class', cls: inner, frame: frame! };
}

/** `dict.fromkeys`, `itertools.chain.from_iterable`: a type of the library is the module of its class methods. */
function classMember(m: Machine, type: Value & { kind: 'library' }, name: string): Value {
  const module = type.on.startsWith('module:') ? `${type.on.slice(7)}.${type.name}` : type.name;
  if (m.library.has(`module:${module}`, name))
    return { kind: 'library', on: `module:${module}`, name, self: null };
  return libraryConstant(m, `${module}.${name}`) ?? { kind: 'library', on: '?', name, self: type };
}

function moduleMember(m: Machine, module: string, name: string): Value {
  if (m.library.has(`module:${module}`, name))
    return { kind: 'library', on: `module:${module}`, name, self: null };
  const constant = libraryConstant(m, `${module}.${name}`);
  if (constant !== null) return constant;
  if (m.library.table.modules.includes(`${module}.${name}`))
    return { kind: 'module', name: `${module}.${name}` };
  return { kind: 'library', on: `module:${module}`, name, self: null };
}

function objectField(m: Machine, object: HeapObject, self: Value, name: string): Value {
  const stored = object.fields?.get(name);
  if (stored !== undefined) return distinctField(self, name, stored);
  const method = methodNamed(m, self, name);
  if (method !== null) return method;
  const constantField = object.cls === null ? undefined : classConstant(m, object.cls.name, name);
  if (constantField !== undefined) return constantField;
  const inner = object.cls === null ? null : innerClass(object.cls, object.scope, name);
  if (inner !== null) return inner;
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'graph') {
    if (object.className !== null && m.library.has(object.className, name))
      return { kind: 'library', on: object.className, name, self };
    if (LINK_LISTS.has(name)) return childList(object, self);
    if (LINKS.has(name)) return ref(object);
    return num(max(m.valueSymbol, ONE), { domain: object.size });
  }
  return object.type === 'object' ? UNKNOWN : { kind: 'library', on: '?', name, self };
}

/** A field that a mark around was asked for by is another in each turn of the guard. */
function distinctField(self: Value, name: string, stored: Value): Value {
  const level = self.kind === 'ref' ? self.distinctFields?.get(name) : undefined;
  return level === undefined ? stored : withDistinct(stored, level);
}

/** The list of a node's neighbours: over different nodes their lengths add up to the edges. */
export function childList(object: HeapObject, self: Value): Value {
  const list = object.elem;
  if (list === null) return UNKNOWN;
  const level = self.kind === 'ref' ? self.distinct : null;
  return list.kind === 'ref' && level !== null ? { ...list, part: { container: object, level } } : list;
}

function inherited(m: Machine, object: HeapObject, name: string): FunctionNode | null {
  for (const base of object.cls?.bases ?? []) {
    const found = m.index.classes.get(base)?.methods.find((method) => method.name === name);
    if (found !== undefined) return found;
  }
  return null;
}

function classConstant(m: Machine, cls: string, name: string): Value | undefined {
  return m.globals.get(`${cls}.${name}`);
}
