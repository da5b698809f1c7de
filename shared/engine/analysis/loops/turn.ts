/** One turn of a loop, statement by statement: where its variables stand. */
import { type Affine, affine } from '../../cost/affine.ts';
import type { Assign, Binary, Call, Expr, Stmt } from '../../ir/ir.ts';
import type { Machine } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { pathsIn } from '../while/query.ts';

/**
 * What the variables are within a turn, by what they were at its start; what is not known has a symbol of its own. Where
 * something is cut off at a limit, `min(i + k, n)`, the limit is the same for all of it.
 */
export class Turn {
  private readonly values = new Map<string, Affine>();
  private unknowns = 0;
  private others: { readonly expr: Expr; readonly symbol: Affine }[] = [];

  private readonly m: Machine;

  constructor(m: Machine) {
    this.m = m;
  }

  at(path: string): Affine {
    return this.values.get(path) ?? affine.symbol(path);
  }

  run(stmt: Stmt): void {
    if (stmt.kind === 'assign' && this.assign(stmt)) return;
    for (const [path, list] of changesIn([stmt], this.m.index)) {
      const isStep = list.every((change) => change.kind === 'step' && change.sign === 1);
      this.set(path, isStep ? affine.plus(this.at(path), this.unknown()) : this.unknown());
    }
  }

  private assign({ targets, op, value }: Assign): boolean {
    if (op !== null && op !== '+') return false;
    const pairs = targets.flatMap((target) =>
      op === null ? pairsOf(target, value) : [[target, value] as const],
    );
    const paths = pairs.map(([place]) => pathOf(place));
    if (paths.includes(null)) return false;
    const given = pairs.map(([, part]) => this.value(part));
    paths.forEach((path, i) => {
      this.set(path!, op === null ? given[i]! : affine.plus(this.at(path!), given[i]!));
    });
    return true;
  }

  private set(path: string, value: Affine): void {
    this.values.set(path, value);
    this.others = this.others.filter(({ expr }) => !pathsIn(expr).includes(path));
  }

  value(expr: Expr): Affine {
    if (expr.kind === 'number') return affine.constant(expr.value);
    const path = pathOf(expr);
    if (path !== null) return this.at(path);
    const known =
      expr.kind === 'binary' ? this.combined(expr) : expr.kind === 'call' ? this.called(expr) : null;
    if (known !== null) return known;
    const same = this.others.find((other) => sameText(other.expr, expr));
    if (same !== undefined) return same.symbol;
    const symbol = this.unknown();
    this.others.push({ expr, symbol });
    return symbol;
  }

  private combined({ op, left, right, span }: Binary): Affine | null {
    if (op === '+' || op === '-')
      return affine.plus(this.value(left), affine.scale(this.value(right), op === '+' ? 1 : -1));
    if (op === '*' && left.kind === 'number') return affine.scale(this.value(right), left.value);
    if (op === '*' && right.kind === 'number') return affine.scale(this.value(left), right.value);
    // `1 << (k + 1)` is twice `1 << k`.
    if (op !== '<<' || right.kind !== 'binary' || right.op !== '+' || right.right.kind !== 'number')
      return null;
    const one = this.value({ kind: 'binary', span, op, left, right: right.left });
    return affine.scale(one, 2 ** right.right.value);
  }

  private called(call: Call): Affine | null {
    const { roles } = this.m.index;
    const [first, second] = call.args.map(({ value }) => value);
    if (second === undefined) return null;
    if (roles.is(call, 'find')) return affine.plus(this.value(second), this.unknown());
    if (!roles.is(call, 'min')) return null;
    return this.value([first!, second].find(({ kind }) => kind === 'binary') ?? first!);
  }

  private unknown(): Affine {
    return affine.symbol(`?${String(this.unknowns++)}`);
  }
}

/** `i, j = a, b` as what each variable gets. */
const pairsOf = (target: Expr, value: Expr): (readonly [Expr, Expr])[] =>
  target.kind === 'collection' &&
  value.kind === 'collection' &&
  target.elements.length === value.elements.length
    ? target.elements.map((element, i) => [element, value.elements[i]!] as const)
    : [[target, value]];
