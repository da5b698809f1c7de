/**
 * Java programs rewritten in what else a statement or an expression can be written as. Each transformation answers null
 * where it does not apply.
 */
import {
  childOf,
  childrenOf,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from '../../shared/engine/syntax/tree.ts';
import { parseJava } from './engine.ts';
import { type Rewriting, type Transformation, nodes, rewritten, slice } from './transform-text.ts';

const transformation =
  (rewriting: (tree: SyntaxTree) => Rewriting): Transformation =>
  (text) => {
    const tree = parseJava(text);
    return rewritten(tree, rewriting(tree));
  };

export const javaForms: Readonly<Record<string, Transformation>> = {
  'loops over containers by places and iterators': transformation(byElements),
  'updates spelled out': transformation(spelledOut),
  'limits of whole numbers moved by one': transformation(movedByOne),
  'the lesser and the greater as a choice': transformation(asChoice),
  'types left to the compiler': transformation(withoutTypes),
  'queues by their other methods': transformation(byOtherMethods),
  'emptiness asked by sizes and by null': transformation(byEmptiness),
  'small numbers as constants of the class': transformation(byConstants),
};

/** The types that variables are declared with, by name; none for a name with several. */
function typesIn({ root, text }: SyntaxTree): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const note = (name: SyntaxNode, type: SyntaxNode): void => {
    const [key, value] = [slice(text, name), slice(text, type).replaceAll(/\s/g, '')];
    types.set(key, (types.get(key) ?? value) === value ? value : '');
  };
  for (const node of nodes(root)) {
    const type = childOf(node, 'type');
    if (type === null) continue;
    const declarators = childrenOf(node, 'declarator');
    if (/^(formal_parameter|enhanced_for_statement)$/.test(node.type)) note(childOf(node, 'name')!, type);
    for (const declarator of declarators) note(childOf(declarator, 'name')!, type);
  }
  return types;
}

/** What a block holds, or the statement. */
const inBraces = (text: string): string => (text.startsWith('{') ? text.slice(1, -1) : text);

/** Standing in a block, a statement may become several. */
function inBlocks({ root }: SyntaxTree): ReadonlySet<SyntaxNode> {
  return new Set([...nodes(root)].flatMap((node) => (node.type === 'block' ? namedChildren(node) : [])));
}

/** `for (T x : xs)` as `while (it.hasNext())`, or as `for (int i = 0; i < xs.size(); i++)`. */
function byElements(tree: SyntaxTree): Rewriting {
  const { text } = tree;
  const types = typesIn(tree);
  const plain = inBlocks(tree);
  let count = 0;
  return (node, render) => {
    if (node.type !== 'enhanced_for_statement' || !plain.has(node)) return null;
    const [type, name, value] = ['type', 'name', 'value'].map((field) => slice(text, childOf(node, field)!));
    const container = types.get(value!) ?? '';
    const isList = /^(?:List|ArrayList)</.test(container);
    const element = /^(?:List|ArrayList|Set|HashSet|Queue|Deque|TreeSet)<(.*)>$/.exec(container)?.[1];
    if (element === undefined && !container.endsWith('[]')) return null;
    const variable = `at${count++}`;
    const isPlace = element === undefined || (isList && count % 2 === 0);
    const [length, given] = isList ? ['size()', `.get(${variable})`] : ['length', `[${variable}]`];
    const head = isPlace
      ? `for (int ${variable} = 0; ${variable} < ${value}.${length}; ${variable}++) {`
      : `Iterator<${element}> ${variable} = ${value}.iterator();\nwhile (${variable}.hasNext()) {`;
    const drawn = isPlace ? `${value}${given}` : `${variable}.next()`;
    return `${head}\n${type} ${name} = ${drawn};\n${inBraces(render(childOf(node, 'body')!))}\n}`;
  };
}

/** `i++` and `i += k` as `i = i + k`. */
function spelledOut(tree: SyntaxTree): Rewriting {
  const { root, text } = tree;
  const steps = new Set(
    [...nodes(root)].flatMap((node) => {
      if (node.type === 'expression_statement') return namedChildren(node);
      return node.type === 'for_statement' ? childrenOf(node, 'update') : [];
    }),
  );
  const types = typesIn(tree);
  return (node) => {
    if (!steps.has(node)) return null;
    const place = childOf(node, 'left') ?? namedChildren(node)[0]!;
    // With any other type a cast would be needed, or a text be made.
    if (place.type !== 'identifier' || types.get(slice(text, place)) !== 'int') return null;
    const [name, operator] = [slice(text, place), childOf(node, 'operator')];
    if (node.type === 'update_expression')
      return `${name} = ${name} ${slice(text, node).includes('+') ? '+' : '-'} 1`;
    if (node.type !== 'assignment_expression' || !/^[-+*/]=$/.test(operator?.type ?? '')) return null;
    return `${name} = ${name} ${operator!.type.slice(0, -1)} (${slice(text, childOf(node, 'right')!)})`;
  };
}

const NEXT: Readonly<Record<string, string>> = { '<': '<= -', '>': '>= +', '<=': '< +', '>=': '> -' };

/** `i < n` as `i <= n - 1`. */
function movedByOne(tree: SyntaxTree): Rewriting {
  const { text } = tree;
  const types = typesIn(tree);
  return (node) => {
    const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
    const next = node.type === 'binary_expression' ? NEXT[childOf(node, 'operator')!.type] : undefined;
    if (next === undefined || types.get(slice(text, left!)) !== 'int') return null;
    const isWhole =
      types.get(slice(text, right!)) === 'int' || /\.length$|\.size\(\)$/.test(slice(text, right!));
    if (!isWhole) return null;
    const [operator, sign] = next.split(' ');
    return `${slice(text, left!)} ${operator} ${slice(text, right!)} ${sign} 1`;
  };
}

/** `Math.min(a, b)` as `(a < b ? a : b)`. */
function asChoice({ text }: SyntaxTree): Rewriting {
  return (node, render) => {
    const found = /^Math\.(min|max)\(/.exec(node.type === 'method_invocation' ? slice(text, node) : '');
    const [left, right] = found === null ? [] : namedChildren(childOf(node, 'arguments')!);
    // A call would be made once more.
    if (left === undefined || right === undefined || (slice(text, left) + slice(text, right)).includes('('))
      return null;
    const [one, other] = [render(left), render(right)];
    return `(${one} ${found![1] === 'min' ? '<' : '>'} ${other} ? ${one} : ${other})`;
  };
}

/** `List<T> xs = new ArrayList<>()` as `var xs = new ArrayList<T>()`. */
function withoutTypes({ text }: SyntaxTree): Rewriting {
  return (node, render) => {
    const [declarator, ...others] = childrenOf(node, 'declarator');
    if (node.type !== 'local_variable_declaration' || declarator === undefined || others.length > 0)
      return null;
    const value = childOf(declarator, 'value');
    if (value?.type !== 'object_creation_expression' || value.children.at(-1)?.type === 'class_body')
      return null;
    const given = /<.*>$/s.exec(slice(text, childOf(node, 'type')!))?.[0] ?? '<>';
    const made = render(value).replace('<>', given);
    return made.includes('<>') ? null : `var ${slice(text, childOf(declarator, 'name')!)} = ${made};`;
  };
}

const OTHER_METHODS: Readonly<Record<string, string>> = {
  add: 'offer',
  offer: 'add',
  remove: 'poll',
  push: 'addFirst',
  pop: 'removeFirst',
};

function byOtherMethods(tree: SyntaxTree): Rewriting {
  const { text } = tree;
  const types = typesIn(tree);
  return (node, render) => {
    const object = node.type === 'method_invocation' ? childOf(node, 'object') : null;
    if (object === null || !/^(?:Queue|Deque|PriorityQueue)</.test(types.get(slice(text, object)) ?? ''))
      return null;
    const name = slice(text, childOf(node, 'name')!);
    const list = childOf(node, 'arguments')!;
    const other =
      namedChildren(list).length === (/^(?:add|offer|push)$/.test(name) ? 1 : 0)
        ? OTHER_METHODS[name]
        : undefined;
    return other === undefined ? null : `${slice(text, object)}.${other}${render(list)}`;
  };
}

/** `!xs.isEmpty()` as `xs.size() != 0`, and `while (!queue.isEmpty())` before a `poll()` as what asks that for null. */
function byEmptiness(tree: SyntaxTree): Rewriting {
  const [polls, sizes] = [byPolls(tree), bySize(tree)];
  return (node, render) => polls(node, render) ?? sizes(node, render);
}

function bySize(tree: SyntaxTree): Rewriting {
  const { text } = tree;
  const types = typesIn(tree);
  return (node) => {
    const found = /^(!?)(\w+)\.isEmpty\(\)$/.exec(slice(text, node));
    if (found === null || !/^(?:unary_expression|method_invocation)$/.test(node.type)) return null;
    const [, not, name] = found;
    const size = /^(?:String|StringBuilder)$/.test(types.get(name!) ?? '') ? 'length' : 'size';
    return `${name}.${size}() ${not === '!' ? '!=' : '=='} 0`;
  };
}

/** `new int[26]` as `new int[LIMIT]`. */
function byConstants({ text }: SyntaxTree): Rewriting {
  const limits = new Map<string, string>();
  const named: Rewriting = (node) => {
    // What is a constant already stays one.
    if (node.type === 'field_declaration') return slice(text, node);
    const number = node.type === 'decimal_integer_literal' ? slice(text, node) : '';
    if (!/^[1-9]\d{1,2}$/.test(number)) return null;
    if (!limits.has(number)) limits.set(number, `LIMIT_${number}`);
    return limits.get(number)!;
  };
  let outer: SyntaxNode | null = null;
  return (node, render) => {
    if (node.type !== 'class_body' || outer !== null) return outer === null ? null : named(node, render);
    outer = node;
    const body = render(node);
    outer = null;
    const constants = [...limits].map(([value, name]) => `static final int ${name} = ${value};\n`);
    limits.clear();
    return `{\n${constants.join('')}${body.slice(1)}`;
  };
}

/** `while (!queue.isEmpty()) { T x = queue.poll(); ...` as `while ((x = queue.poll()) != null) {`. */
function byPolls(tree: SyntaxTree): Rewriting {
  const { text } = tree;
  const types = typesIn(tree);
  const plain = inBlocks(tree);
  return (node, render) => {
    if (node.type !== 'while_statement' || !plain.has(node)) return null;
    const queue = /^\(!(\w+)\.isEmpty\(\)\)$/.exec(slice(text, childOf(node, 'condition')!))?.[1] ?? '';
    const element = /^(?:Queue|Deque|PriorityQueue)<(.*)>$/.exec(types.get(queue) ?? '')?.[1];
    const body = inBraces(render(childOf(node, 'body')!));
    const taken = new RegExp(`^\\s*[\\w<>\\[\\]]+ (\\w+) = ${queue}\\.poll\\(\\);`).exec(body);
    if (element === undefined || taken === null) return null;
    const test = `(${taken[1]} = ${queue}.poll()) != null`;
    return `${element} ${taken[1]};\nwhile (${test}) {${body.slice(taken[0].length)}}`;
  };
}
