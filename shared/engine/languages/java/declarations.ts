/**
 * What the classes of a program declare, collected before any code is lowered: code may use what stands below it, and a
 * name means a variable, a field or a class by what is declared.
 *
 * Static members belong to no object: in the intermediate representation they are functions and variables of the top
 * level, under the name given here.
 */
import { childOf, childOfType, childrenOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type JavaType,
  UNKNOWN,
  collectionOf,
  dimensionsOf,
  isIntegral,
  typeNamed,
  typeOfNode,
} from './java-types.ts';

export interface FieldInfo {
  readonly type: JavaType;
  readonly isStatic: boolean;
  /** The name in the intermediate representation. */
  readonly ir: string;
  /** What a small constant stands for: a name for 26 is as good as the number. */
  readonly value?: number;
}

export interface MethodInfo {
  readonly name: string;
  readonly params: readonly JavaType[];
  readonly isVariadic: boolean;
  readonly isStatic: boolean;
  readonly isPublic: boolean;
  readonly returns: JavaType;
  readonly ir: string;
  readonly node: SyntaxNode;
}

export interface ClassInfo {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly outer: ClassInfo | null;
  readonly bases: readonly string[];
  readonly fields: Map<string, FieldInfo>;
  readonly methods: Map<string, MethodInfo[]>;
  readonly constructors: MethodInfo[];
}

export interface Declarations {
  readonly classes: ReadonlyMap<string, ClassInfo>;
  /** Of nodes that declare a class. */
  readonly byNode: ReadonlyMap<SyntaxNode, ClassInfo>;
}

const CLASSES: ReadonlySet<string> = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'annotation_type_declaration',
]);

export const isClassNode = (node: SyntaxNode): boolean => CLASSES.has(node.type);

/** What hoisted names are taken at the top level. */
type Taken = Set<string>;

interface Collector {
  readonly text: string;
  readonly classes: Map<string, ClassInfo>;
  readonly byNode: Map<SyntaxNode, ClassInfo>;
  readonly taken: Taken;
  /** The names of all variables and classes: a method of such a name is another thing in Java, but not in the representation. */
  readonly variables: ReadonlySet<string>;
}

export function declarationsOf(text: string, root: SyntaxNode): Declarations {
  const variables = new Set<string>();
  const sites = sitesIn(text, root, variables, 0);
  const collector: Collector = { text, classes: new Map(), byNode: new Map(), taken: new Set(), variables };
  collect(collector, sites, null);
  return collector;
}

/** What declares a class, with its body and the classes inside of it. */
interface ClassSite {
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  readonly inner: readonly ClassSite[];
}

const DEEPEST = 200;

const VARIABLES: ReadonlySet<string> = new Set([
  'variable_declarator',
  'formal_parameter',
  'enhanced_for_statement',
]);

/** What declares a name that a function of the top level can't have beside it. */
const DECLARES: ReadonlySet<string> = new Set([...VARIABLES, ...CLASSES]);

/** The classes under a node, which may be declared anywhere, in methods too; adds the names of all variables to `variables`. */
function sitesIn(
  text: string,
  node: SyntaxNode,
  variables: Set<string>,
  depth: number,
): readonly ClassSite[] {
  if (DECLARES.has(node.type)) variables.add(nameOf(text, node));
  if (depth > DEEPEST) return NO_SITES;
  let sites: ClassSite[] | null = null;
  for (const child of node.children) {
    if (!child.named) continue;
    const inner = sitesIn(text, child, variables, depth + 1);
    const body = isClassNode(child) ? childOf(child, 'body') : anonymousBody(child);
    if (body !== null) (sites ??= []).push({ node: child, body, inner });
    else if (inner.length > 0) (sites ??= []).push(...inner);
  }
  return sites ?? NO_SITES;
}

const NO_SITES: readonly ClassSite[] = [];

function collect(at: Collector, sites: readonly ClassSite[], outer: ClassInfo | null): void {
  for (const { node, body, inner } of sites) {
    const info = classInfo(at, node, body, outer);
    at.byNode.set(node, info);
    if (info.name !== '' && !at.classes.has(info.name)) at.classes.set(info.name, info);
    collect(at, inner, info);
  }
}

/** The body of `new X() { ... }`, and of an enum's constant. */
export function anonymousBody(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'object_creation_expression') return childOfType(node, 'class_body');
  return node.type === 'enum_constant' ? childOf(node, 'body') : null;
}

function classInfo(at: Collector, node: SyntaxNode, body: SyntaxNode, outer: ClassInfo | null): ClassInfo {
  const nameNode = isClassNode(node) ? childOf(node, 'name') : null;
  const name = nameNode === null ? '' : at.text.slice(nameNode.start, nameNode.end);
  const info: ClassInfo = {
    name,
    node,
    outer,
    bases: basesOf(at.text, node),
    fields: new Map(),
    methods: new Map(),
    constructors: [],
  };
  for (const component of recordComponents(node)) addParamField(at, component, info);
  for (const member of membersOf(body)) addMember(at, member, info);
  nameOverloads(at, info);
  return info;
}

/** The members of a class, those of an enum behind its constants included. */
export function membersOf(body: SyntaxNode): SyntaxNode[] {
  return body.children.flatMap((child) => {
    if (!child.named) return [];
    return child.type === 'enum_body_declarations' || child.type === 'ERROR' ? membersOf(child) : [child];
  });
}

export function recordComponents(node: SyntaxNode): SyntaxNode[] {
  const list = node.type === 'record_declaration' ? childOf(node, 'parameters') : null;
  return list === null ? [] : namedChildren(list).filter((param) => param.type === 'formal_parameter');
}

function addParamField(at: Collector, param: SyntaxNode, info: ClassInfo): void {
  const { name, type } = paramOf(at.text, param);
  info.fields.set(name, { type, isStatic: false, ir: name });
}

function basesOf(text: string, node: SyntaxNode): string[] {
  const clauses = node.children.filter(
    (child) =>
      child.type === 'superclass' || child.type === 'super_interfaces' || child.type === 'extends_interfaces',
  );
  const types = clauses.flatMap((clause) =>
    namedChildren(clause).flatMap((child) => (child.type === 'type_list' ? namedChildren(child) : [child])),
  );
  const created = node.type === 'object_creation_expression' ? childOf(node, 'type') : null;
  return [...types, ...(created === null ? [] : [created])].map((type) => typeOfNode(text, type).name);
}

function addMember(at: Collector, member: SyntaxNode, info: ClassInfo): void {
  switch (member.type) {
    case 'field_declaration':
    case 'constant_declaration':
      return addFields(at, member, info);
    case 'enum_constant': {
      const name = nameOf(at.text, member);
      info.fields.set(name, { type: typeNamed(info.name), isStatic: true, ir: hoisted(at, info, name) });
      return;
    }
    case 'method_declaration':
      return addMethod(at, member, info);
    case 'constructor_declaration':
    case 'compact_constructor_declaration': {
      const ir = info.constructors.length === 0 ? info.name : `${info.name}/${paramNodes(member).length}`;
      info.constructors.push(methodInfo(at, member, ir, false));
      return;
    }
    default:
  }
}

function addFields(at: Collector, member: SyntaxNode, info: ClassInfo): void {
  const modifiers = modifiersOf(at.text, member);
  const isShared = member.type === 'constant_declaration' || info.node.type === 'interface_declaration';
  const isStatic = isShared || modifiers.has('static');
  const isConstant = isShared || (isStatic && modifiers.has('final'));
  const type = typeOfNode(at.text, childOf(member, 'type'));
  for (const declarator of childrenOf(member, 'declarator')) {
    const name = nameOf(at.text, declarator);
    const dims = type.dims + dimensionsOf(childOf(declarator, 'dimensions'));
    const ir = isStatic ? hoisted(at, info, name) : name;
    const value = isConstant && dims === 0 && isIntegral(type) ? smallNumber(at.text, declarator) : null;
    const field = { type: { ...type, dims }, isStatic, ir };
    info.fields.set(name, value === null ? field : { ...field, value });
  }
}

/** The number of fewer than four digits that a variable is declared with; a larger one may stand for the input's size. */
function smallNumber(text: string, declarator: SyntaxNode): number | null {
  const value = childOf(declarator, 'value');
  const digits = value === null ? '' : text.slice(value.start, value.end);
  return /^\d{1,3}$/.test(digits) ? Number(digits) : null;
}

function addMethod(at: Collector, member: SyntaxNode, info: ClassInfo): void {
  const name = nameOf(at.text, member);
  const isStatic = modifiersOf(at.text, member).has('static');
  const method = methodInfo(at, member, name, isStatic);
  info.methods.set(name, [...(info.methods.get(name) ?? []), method]);
}

/**
 * Of overloads the one with the fewest parameters keeps the plain name; the others are told apart by their number. So is
 * one for any number of arguments where the class extends another: the plain name may be the other's.
 */
function nameOverloads(at: Collector, info: ClassInfo): void {
  const extendsAnother = info.node.children.some((child) => child.type === 'superclass');
  for (const [name, list] of info.methods) {
    const taken = new Set<string>();
    const names = new Map<MethodInfo, string>();
    for (const method of [...list].sort((a, b) => a.params.length - b.params.length)) {
      const isPlain = taken.size === 0 && !(extendsAnother && method.isVariadic);
      const overload = isPlain ? name : `${name}/${method.params.length}`;
      const free = taken.has(overload) ? `${overload}.${taken.size}` : overload;
      taken.add(free);
      names.set(method, method.isStatic ? hoisted(at, info, free, at.variables) : free);
    }
    info.methods.set(
      name,
      list.map((method) => ({ ...method, ir: names.get(method)! })),
    );
  }
}

/** The name at the top level: the plain one unless another class, or one of the others, has taken it. */
function hoisted({ taken }: Collector, info: ClassInfo, name: string, others?: ReadonlySet<string>): string {
  const free = taken.has(name) || others?.has(name) === true ? `${info.name}.${name}` : name;
  taken.add(free);
  return free;
}

function methodInfo(at: Collector, node: SyntaxNode, ir: string, isStatic: boolean): MethodInfo {
  const modifiers = modifiersOf(at.text, node);
  const params = paramNodes(node);
  return {
    name: nameOf(at.text, node),
    params: params.map((param) => paramOf(at.text, param).type),
    isVariadic: params.at(-1)?.type === 'spread_parameter',
    isStatic,
    isPublic: !modifiers.has('private') && !modifiers.has('protected'),
    returns: typeOfNode(at.text, childOf(node, 'type')),
    ir,
    node,
  };
}

export function modifiersOf(text: string, node: SyntaxNode): ReadonlySet<string> {
  const list = childOfType(node, 'modifiers');
  return new Set(list?.children.map((child) => text.slice(child.start, child.end)) ?? []);
}

/** The parameters of a method, constructor or lambda. */
export function paramNodes(node: SyntaxNode): SyntaxNode[] {
  const list = childOf(node, 'parameters');
  return list === null
    ? []
    : namedChildren(list).filter(
        (child) => child.type === 'formal_parameter' || child.type === 'spread_parameter',
      );
}

export function paramOf(text: string, node: SyntaxNode): { readonly name: string; readonly type: JavaType } {
  if (node.type === 'spread_parameter') {
    const declarator = childOfType(node, 'variable_declarator');
    const type = typeOfNode(text, namedChildren(node).find(isType) ?? null);
    return {
      name: declarator === null ? '' : nameOf(text, declarator),
      type: { ...type, dims: type.dims + 1 },
    };
  }
  const type = typeOfNode(text, childOf(node, 'type'));
  const dims = type.dims + dimensionsOf(childOf(node, 'dimensions'));
  return { name: nameOf(text, node), type: { ...type, dims } };
}

const isType = (node: SyntaxNode): boolean =>
  node.type !== 'modifiers' && node.type !== 'variable_declarator';

export function nameOf(text: string, node: SyntaxNode): string {
  const name = childOf(node, 'name');
  return name === null ? '' : text.slice(name.start, name.end);
}

/** The classes from this one up through its bases in the program. */
export function lineage(declarations: Declarations, info: ClassInfo): ClassInfo[] {
  const out: ClassInfo[] = [];
  const work = [info];
  for (let at = work.shift(); at !== undefined; at = work.shift()) {
    if (out.includes(at)) continue;
    out.push(at);
    for (const base of at.bases) {
      const found = declarations.classes.get(base);
      if (found !== undefined) work.push(found);
    }
  }
  return out;
}

/** The field of a class or of its bases. */
export function fieldOf(declarations: Declarations, info: ClassInfo, name: string): FieldInfo | null {
  for (const cls of lineage(declarations, info)) {
    const field = cls.fields.get(name);
    if (field !== undefined) return field;
  }
  return null;
}

/** The method of a class or of its bases for so many arguments of these types; the nearest where none fits. */
export function methodOf(
  declarations: Declarations,
  info: ClassInfo,
  name: string,
  args: readonly JavaType[],
): MethodInfo | null {
  const all = lineage(declarations, info).flatMap((cls) => cls.methods.get(name) ?? []);
  const found = bestOverload(all, args);
  if (found === null || found.params.length === args.length) return found;
  // One that takes any number of arguments comes last in Java: the library's class may have one for exactly these.
  const takesThem = found.isVariadic && found.params.length < args.length;
  return takesThem || libraryBase(declarations, info) === null ? found : null;
}

/** Whether a class or one of its bases in the program has a method of that name. */
export function hasMethod(declarations: Declarations, info: ClassInfo, name: string): boolean {
  return lineage(declarations, info).some((cls) => cls.methods.has(name));
}

/** The class of the library that this one extends, itself or by its bases. */
export function libraryBase(declarations: Declarations, info: ClassInfo): string | null {
  const bases = lineage(declarations, info).flatMap((cls) => cls.bases);
  return bases.find((base) => !declarations.classes.has(base)) ?? null;
}

/** The collection of the library that a class extends: its objects hold one, as a field of this name. */
export const BASE = '<base>';

export function collectionBase(declarations: Declarations, info: ClassInfo): string | null {
  const base = libraryBase(declarations, info);
  return base !== null && isImplementation(typeNamed(base)) ? base : null;
}

/** A collection that can be made: not an interface, which a class without a name implements itself. */
export const isImplementation = (type: JavaType): boolean =>
  collectionOf(type) !== null && /^(?:Array|Hash|Linked|Priority|Tree)|^(?:Stack|Vector)$/.test(type.name);

export function bestOverload(all: readonly MethodInfo[], args: readonly JavaType[]): MethodInfo | null {
  const sameArity = all.filter((method) => method.params.length === args.length);
  const exact = sameArity.find((method) => method.params.every((param, i) => isLike(param, args[i]!)));
  return exact ?? sameArity[0] ?? all.find((method) => method.isVariadic) ?? all[0] ?? null;
}

function isLike(param: JavaType, arg: JavaType): boolean {
  return arg === UNKNOWN || arg.name === '' || (param.name === arg.name && param.dims === arg.dims);
}
