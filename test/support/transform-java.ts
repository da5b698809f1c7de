/**
 * Java programs rewritten so that they do the same at the same cost. Each transformation answers null where it does not
 * apply. They work on the text by the places of the syntax tree.
 */
import {
  childOf,
  childOfType,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from '../../shared/engine/syntax/tree.ts';
import { parseJava } from './engine.ts';
import { type Edit, type Transformation, apply, indentOf, nodes, slice } from './transform-text.ts';

export const javaTransformations: Readonly<Record<string, Transformation>> = {
  'names of the user’s own changed': (text) => rename(parseJava(text)),
  'comments that lie': (text) => addComments(parseJava(text)),
  'methods in another order': (text) => reorder(parseJava(text)),
  'code that is never run': (text) => addDeadCode(parseJava(text)),
  'blocks around the bodies of loops': (text) => addBraces(parseJava(text)),
};

/** Variables of methods get other names; those that are fields too keep theirs. */
function rename({ root, text }: SyntaxTree): string | null {
  const all = [...nodes(root)];
  const declared = (type: RegExp): string[] =>
    all.flatMap((node) => {
      if (!type.test(node.type)) return [];
      return namedChildren(node).flatMap((child) => {
        const name = child.type === 'variable_declarator' ? childOf(child, 'name') : child;
        return name?.type === 'identifier' && name.field === 'name' ? [slice(text, name)] : [];
      });
    });
  const fields = new Set(
    declared(/^(field_declaration|constant_declaration|record_declaration|enum_constant)$/),
  );
  const names = declared(/^(local_variable_declaration|formal_parameter|enhanced_for_statement)$/);
  const changed = [...new Set(names)].filter((name) => !fields.has(name) && name !== 'args');
  if (changed.length === 0) return null;
  const fresh = new Map(changed.map((name, i) => [name, `name${i}`]));
  const edits = all.flatMap((node): Edit[] => {
    const other = node.type === 'identifier' ? fresh.get(slice(text, node)) : undefined;
    return other === undefined || isMember(all, node)
      ? []
      : [{ start: node.start, end: node.end, text: other }];
  });
  return apply(text, edits);
}

/** The name of a field of an object, of a method, of a class or of a label. */
function isMember(all: readonly SyntaxNode[], node: SyntaxNode): boolean {
  if (node.field === 'field') return true;
  const parent = all.find((one) => one.children.includes(node));
  return (
    parent !== undefined &&
    /^(method_invocation|method_declaration|constructor_declaration|class_declaration|method_reference)$/.test(
      parent.type,
    ) &&
    (node.field === 'name' || (parent.type === 'method_reference' && parent.children.at(-1) === node))
  );
}

/** Comments at the ends of lines, and above methods and loops. */
function addComments({ root, text }: SyntaxTree): string {
  const strings = [...nodes(root)].filter(({ type }) => /string|character|text_block/.test(type));
  let at = 0;
  const lines = text.split('\n').map((line) => {
    const end = at + line.length;
    at = end + 1;
    const inside = strings.some((node) => node.start < end && node.end > end);
    if (inside || line.trim() === '' || /^\s*(\/?\*|\/\/)/.test(line)) return line;
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const lie = `${line}  // O(1), constant`;
    return /^\s*(for|while|public|private) ?/.test(line) ? `${indent}/* time: O(2^n) */\n${lie}` : lie;
  });
  return lines.join('\n');
}

/** The methods of every class in the opposite order. */
function reorder({ root, text }: SyntaxTree): string | null {
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    const methods = node.type === 'class_body' ? namedChildren(node).filter(isMethod) : [];
    if (methods.length < 2 || methods.some((method) => namedChildren(method).some(hasClass))) return [];
    return methods.map(({ start, end }, i) => ({ start, end, text: slice(text, methods.at(-1 - i)!) }));
  });
  return edits.length === 0 ? null : apply(text, edits);
}

const isMethod = ({ type }: SyntaxNode): boolean => type === 'method_declaration';

const hasClass = (node: SyntaxNode): boolean => [...nodes(node)].some(({ type }) => type === 'class_body');

const NEVER_CALLED = `
    private static long neverCalled(int[] values) {
        long sum = 0;
        for (int x : values) for (int y : values) sum += x * y;
        return sum;
    }
`;

/** A method that nothing calls, at the end of the first class. */
function addDeadCode({ root, text }: SyntaxTree): string | null {
  const first = namedChildren(root).find(({ type }) => type === 'class_declaration');
  const body = first === undefined ? null : childOf(first, 'body');
  return body === null ? null : apply(text, [{ start: body.end - 1, end: body.end - 1, text: NEVER_CALLED }]);
}

/** `for (...) x();` and `if (...) x();` with braces. */
function addBraces({ root, text }: SyntaxTree): string | null {
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    if (!/^(for|enhanced_for|while)_statement$/.test(node.type)) return [];
    const body = childOf(node, 'body');
    if (body === null || body.type === 'block' || childOfType(body, ';') === null) return [];
    const indent = indentOf(text, node);
    return [
      { start: body.start, end: body.start, text: `{\n${indent}    ` },
      { start: body.end, end: body.end, text: `\n${indent}}` },
    ];
  });
  return edits.length === 0 ? null : apply(text, edits);
}
