/** Texts that a program writes down: what is looked up among them, or put to them, is a text too. */
import type { Expr, Stmt } from '../ir/ir.ts';

/** Of one letter, as far as the uses tell, or of any length. */
export type Text = 'letter' | 'text';

/** Names that hold texts, or tables of them. */
export class TextTables {
  readonly values = new Map<string, Expr>();

  note(node: Stmt | Expr): void {
    if (node.kind !== 'assign' || node.op !== null) return;
    for (const target of node.targets) this.assign(target, node.value);
  }

  assign(target: Expr, value: Expr): void {
    if (target.kind === 'name' && (isText(value) || elementsOf(value) !== null)) {
      this.values.set(target.name, value);
    } else if (target.kind === 'collection' && value.kind === 'collection') {
      target.elements.forEach((part, i) => {
        const given = value.elements[i];
        if (given !== undefined) this.assign(part, given);
      });
    }
  }

  valueOf(expr: Expr): Expr {
    return expr.kind === 'name' ? (this.values.get(expr.name) ?? expr) : expr;
  }

  isText(expr: Expr): boolean {
    return isText(this.valueOf(expr));
  }

  /** What a map is asked for. */
  keysOf(expr: Expr): Text | null {
    const value = this.valueOf(expr);
    return value.kind === 'map' || value.kind === 'comprehension' ? elementsOf(value) : null;
  }

  /** What may be an element: a letter of a text, or a key. */
  elementsOf(expr: Expr): Text | null {
    return elementsOf(this.valueOf(expr));
  }
}

export const isText = (expr: Expr): boolean =>
  expr.kind === 'string' ||
  expr.kind === 'template' ||
  (expr.kind === 'binary' && expr.op === '+' && (isText(expr.left) || isText(expr.right)));

function elementsOf(expr: Expr): Text | null {
  switch (expr.kind) {
    case 'string':
      return 'letter';
    case 'map':
      return sameText(expr.entries.flatMap(({ key }) => key ?? []));
    case 'collection':
      return sameText(expr.elements);
    case 'comprehension': {
      // `{c: i for i, c in enumerate('aeiou')}`
      const [clause] = expr.clauses;
      return expr.shape === 'map' && clause?.kind === 'for' ? elementsOf(clause.iterable) : null;
    }
    case 'call': {
      // `set('aeiou')`
      const [first] = expr.args;
      return expr.args.length === 1 && first!.value.kind === 'string' ? 'letter' : null;
    }
    default:
      return null;
  }
}

/** All of them are texts that are written down. */
function sameText(keys: readonly Expr[]): Text | null {
  if (keys.length === 0) return null;
  const texts = keys.flatMap((key) => (key.kind === 'string' ? [key.value] : []));
  if (texts.length < keys.length) return null;
  return texts.every((text) => text.length === 1) ? 'letter' : 'text';
}
