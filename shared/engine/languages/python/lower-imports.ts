/** Imports bind names; they are no statements of the program. */
import { childOf, childrenOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type Context, textOf } from './lower-context.ts';

/** `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`. */
export function lowerImport(ctx: Context, node: SyntaxNode): void {
  for (const name of childrenOf(node, 'name')) {
    const { module, alias } = importedName(ctx, name);
    const [top = module] = module.split('.');
    add(ctx, alias ?? top, alias === null ? top : module, null);
  }
}

export function lowerImportFrom(ctx: Context, node: SyntaxNode): void {
  const moduleNode = childOf(node, 'module_name');
  const module = moduleNode === null ? '' : compact(textOf(ctx, moduleNode));
  for (const name of childrenOf(node, 'name')) {
    const { module: member, alias } = importedName(ctx, name);
    add(ctx, alias ?? member, module, member);
  }
  if (node.children.some((child) => child.type === 'wildcard_import')) {
    ctx.imports.push({ local: '*', module, member: '*' });
  }
}

export function lowerFutureImport(ctx: Context, node: SyntaxNode): void {
  for (const name of childrenOf(node, 'name')) ctx.scope.locals.add(textOf(ctx, name));
}

/** An import of `range` is that of another version's built-in: the name keeps its meaning. */
function add(ctx: Context, local: string, module: string, member: string | null): void {
  if (local === '') return;
  ctx.scope.locals.add(local);
  ctx.imports.push({ local, module, member });
}

function importedName(ctx: Context, node: SyntaxNode): { module: string; alias: string | null } {
  if (node.type !== 'aliased_import') return { module: compact(textOf(ctx, node)), alias: null };
  const name = childOf(node, 'name') ?? node;
  const alias = childOf(node, 'alias');
  return { module: compact(textOf(ctx, name)), alias: alias === null ? null : textOf(ctx, alias) };
}

function compact(text: string): string {
  return text.replace(/\s+/g, '');
}
