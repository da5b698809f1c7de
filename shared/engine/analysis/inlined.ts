/** What functions that only return something make of their arguments: `self.parent(i)` is `(i - 1) // 2`. */
import type { Call, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { type Callees, pathOf } from './progress.ts';

/** What a call of such a function of the program returns, by the names of its caller; null for any other. */
export function returnedBy({ resolve }: Pick<Callees, 'resolve'>, call: Call): Expr | null {
  const func = resolve(call);
  if (func?.params.length !== call.args.length) return null;
  if (call.args.some(({ spread, name }) => spread || name !== null)) return null;
  const object = call.callee.kind === 'field' ? call.callee.object : null;
  if (object !== null && pathOf(object) === null) return null;
  const given = new Map(func.params.map(({ name }, i) => [name, call.args[i]!.value]));
  for (const stmt of func.body) {
    const inside = { func, object, given };
    if (stmt.kind === 'return') return stmt.value && seenFrom(inside, stmt.value);
    const [name, value] = definedBy(stmt);
    const seen = value && seenFrom(inside, value);
    if (name === null || seen === null) return null;
    given.set(name, seen);
  }
  return null;
}

/** `left = 2 * i + 1` before it is returned. */
function definedBy(stmt: Stmt): readonly [string, Expr] | readonly [null, null] {
  const target = stmt.kind === 'assign' && stmt.targets.length === 1 ? stmt.targets[0] : undefined;
  return stmt.kind === 'assign' && stmt.op === null && target?.kind === 'name'
    ? [target.name, stmt.value]
    : [null, null];
}

/** The function that is looked into, and what its own names are outside. */
interface Inside {
  readonly func: FunctionNode;
  readonly object: Expr | null;
  readonly given: ReadonlyMap<string, Expr>;
}

/** An expression as the caller would write it; null where it is anything but plain. */
function seenFrom(inside: Inside, expr: Expr): Expr | null {
  const seen = (part: Expr): Expr | null => seenFrom(inside, part);
  switch (expr.kind) {
    case 'name': {
      if (expr.name === inside.func.receiver) return inside.object;
      return inside.given.get(expr.name) ?? (inside.func.locals.includes(expr.name) ? null : expr);
    }
    case 'number':
    case 'constant':
      return expr;
    case 'collection':
      return expr.elements.length === 0 ? expr : null;
    case 'field': {
      const object = seen(expr.object);
      return object && { ...expr, object };
    }
    case 'unary': {
      const operand = seen(expr.operand);
      return operand && { ...expr, operand };
    }
    case 'binary':
    case 'compare':
    case 'logical': {
      const [left, right] = [seen(expr.left), seen(expr.right)];
      return left && right && { ...expr, left, right };
    }
    case 'call': {
      const callee = expr.callee.kind === 'name' ? expr.callee : seen(expr.callee);
      const args = expr.args.flatMap((arg) => {
        const value = seen(arg.value);
        return value === null ? [] : [{ ...arg, value }];
      });
      return callee === null || args.length < expr.args.length ? null : { ...expr, callee, args };
    }
    default:
      return null;
  }
}
