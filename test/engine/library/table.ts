/** What holds for the table of every language: it is well-formed, and without gaps in the families that it covers. */
import assert from 'node:assert/strict';
import { parse, symbolsOf } from '../../../shared/engine/cost/cost.ts';
import type { Effect, LibraryRow, LibraryTable, Operand, Shape } from '../../../shared/engine/ir/library.ts';

/** What a table is held against. */
export interface TableNames {
  readonly language: string;
  /** Receivers that are neither kinds nor classes that a row makes: they come from declared types. */
  readonly declared: readonly string[];
  /** Types that no program constructs. */
  readonly abstract: RegExp;
  /** Functions of a module or methods of a type (`on` of a row) that must have a row. */
  readonly families: Readonly<Record<string, readonly string[]>>;
  /** What changes its receiver or its first argument; sorting, reversing and rotating only move elements. */
  readonly mutators: Readonly<Record<string, readonly string[]>>;
}

const KINDS = [
  'string',
  'list',
  'array',
  'set',
  'map',
  'deque',
  'heap',
  'tuple',
  'iterator',
  'int',
  'float',
  'function',
];
const POSITIONS = ['a', 'b', 'c', 'd'];
const OPERAND = /^(?:out|line|(?:self|[abcd])(?:\.(?:elem|total|sum|value|search|magnitude))?)$/;

const show = (row: LibraryRow): string => `${row.on === '' ? '' : `${row.on}.`}${row.name}`;
const isMethod = (row: LibraryRow): boolean => row.on !== '' && !row.on.startsWith('module:');

/** The shape and the shapes in it. */
function shapesIn(shape: Shape): Shape[] {
  if (typeof shape === 'string') return [shape];
  if ('tuple' in shape) return [shape, ...shape.tuple.flatMap(shapesIn)];
  if ('make' in shape)
    return [shape, ...[shape.of, shape.key].flatMap((part) => (part === undefined ? [] : shapesIn(part)))];
  return [shape];
}

const shapesOf = (row: LibraryRow): Shape[] =>
  [row.result ?? 'none', ...(row.calls?.with ?? [])].flatMap(shapesIn);

/** Every cost text of a row. */
function costsOf(row: LibraryRow): string[] {
  const texts = [row.time, row.worst, row.allocates, row.calls?.times];
  for (const shape of shapesOf(row)) {
    if (typeof shape === 'string') continue;
    if ('int' in shape) texts.push(shape.int);
    if ('float' in shape) texts.push(shape.float);
    if ('make' in shape) texts.push(shape.size, shape.domain, shape.total);
  }
  return texts.filter((text) => text !== undefined);
}

function effectOperands(effect: Effect): Operand[] {
  return Object.values(effect).filter(
    (operand): operand is Operand => typeof operand === 'string' && operand !== 'returned',
  );
}

/** Every operand of a row, in costs, shapes, effects and callbacks. */
function operandsOf(row: LibraryRow): string[] {
  const inShapes = shapesOf(row).flatMap((shape) =>
    typeof shape === 'string'
      ? []
      : (['same', 'copy', 'element', 'value', 'returned'] as const).flatMap((field) =>
          field in shape ? [(shape as Record<string, string>)[field]!] : [],
        ),
  );
  const callback = row.calls?.callback;
  return [
    ...costsOf(row).flatMap((text) => symbolsOf(parse(text))),
    ...inShapes,
    ...(row.effect === undefined ? [] : effectOperands(row.effect)),
    ...(row.consumes ?? []),
    ...(typeof callback === 'string' ? [callback] : []),
  ];
}

/** Whether a call with `count` positional arguments can have this operand. */
function mayHave(row: LibraryRow, operand: string): boolean {
  const base = operand.split('.')[0]!;
  if (base === 'out' || base === 'line') return true;
  if (base === 'self') return isMethod(row);
  if (row.spread === true) return base === 'a';
  const most = row.arity?.[1] ?? POSITIONS.length;
  return POSITIONS.indexOf(base) < most || base in (row.named ?? {}) || row.calls?.callback === base;
}

/** The tests of one table. */
export function checkTable(
  { rows, types, modules, constants }: LibraryTable,
  { language, declared, abstract, families, mutators: all }: TableNames,
): void {
  const wrong = (test: (row: LibraryRow) => boolean): string[] => rows.filter(test).map(show);
  const names = (on: string): Set<string> =>
    new Set(rows.filter((row) => row.on === on).map((row) => row.name));

  describe(`the library of ${language}`, () => {
    it('has costs that parse', () => {
      for (const row of rows) {
        for (const text of costsOf(row)) assert.doesNotThrow(() => parse(text), `${show(row)}: ${text}`);
      }
    });

    it('names only operands that exist', () => {
      const unknown = rows.flatMap((row) =>
        operandsOf(row)
          .filter((operand) => !OPERAND.test(operand) || !mayHave(row, operand))
          .map((operand) => `${show(row)}: ${operand}`),
      );
      assert.deepEqual(unknown, []);
    });

    it('has no row twice', () => {
      const seen = new Map<string, number>();
      for (const row of rows) {
        const id = JSON.stringify([row.on, row.name, row.arity ?? [], row.when ?? null, row.spread ?? false]);
        seen.set(id, (seen.get(id) ?? 0) + 1);
      }
      assert.deepEqual(
        [...seen].filter(([, count]) => count > 1).map(([id]) => id),
        [],
      );
    });

    it('has no two rows for the same number of arguments', () => {
      const hidden = rows.filter((row, index) =>
        rows
          .slice(0, index)
          .some(
            (other) =>
              other.on === row.on &&
              other.name === row.name &&
              (other.spread ?? row.spread) === undefined &&
              (other.when ?? row.when) === undefined &&
              (other.arity?.[0] ?? 0) <= (row.arity?.[1] ?? Infinity) &&
              (row.arity?.[0] ?? 0) <= (other.arity?.[1] ?? Infinity),
          ),
      );
      assert.deepEqual(hidden.map(show), []);
    });

    it('is in order: the rows of a receiver together, by name, `f(*a)` behind the other forms of f', () => {
      const groups = new Map<string, LibraryRow[]>();
      let last = '';
      for (const row of rows) {
        const group = groups.get(row.on);
        assert.ok(
          group === undefined || row.on === last || row.on === '',
          `${show(row)} is apart from its group`,
        );
        last = row.on;
        if (group === undefined) groups.set(row.on, [row]);
        else group.push(row);
      }
      groups.delete('');
      for (const [on, group] of groups) {
        const order = group.map(({ name, spread }) => name + (spread === true ? ' *' : ''));
        assert.deepEqual(order, [...order].sort(), on);
      }
    });

    it('names each module, and has something of each', () => {
      const used = new Set(
        rows.filter((row) => row.on.startsWith('module:')).map((row) => row.on.slice('module:'.length)),
      );
      assert.deepEqual([...used].sort(), [...modules].sort());
      assert.deepEqual(
        constants.filter((name) => !modules.includes(name.slice(0, name.lastIndexOf('.')))),
        [],
      );
      assert.equal(new Set(modules).size, modules.length);
      assert.equal(new Set(constants).size, constants.length);
    });

    it('has a maker of each class with methods, and methods of each class that it makes', () => {
      const made = new Set(
        rows
          .flatMap(shapesOf)
          .flatMap((shape) => (typeof shape !== 'string' && 'class' in shape ? [shape.class] : [])),
      );
      const used = new Set(rows.filter(isMethod).map((row) => row.on));
      for (const known of [...KINDS, ...declared]) used.delete(known);
      assert.deepEqual([...used].sort(), [...made].sort());
    });

    it('makes every type that has a constructor', () => {
      const makers = new Set(rows.filter((row) => !isMethod(row)).map((row) => row.name));
      assert.deepEqual(
        Object.keys(types).filter((name) => !makers.has(name) && !abstract.test(name)),
        [],
      );
    });

    it('says what a method changes, and only of methods that change something', () => {
      for (const [on, mutators] of Object.entries(all)) {
        const changing = rows.filter((row) => row.on === on && mutators.includes(row.name));
        assert.deepEqual(changing.filter((row) => row.effect === undefined).map(show), []);
        assert.deepEqual(
          mutators.filter((name) => !changing.some((row) => row.name === name)),
          [],
          on,
        );
        assert.deepEqual(
          wrong((row) => row.on === on && row.effect !== undefined && !mutators.includes(row.name)),
          [],
        );
      }
    });

    it('is lazy only where it makes iterators', () => {
      assert.deepEqual(
        wrong((row) => {
          if (row.lazy !== true || typeof row.result !== 'object') return row.lazy === true;
          return 'make' in row.result
            ? row.result.make !== 'iterator'
            : !('as' in row.result && row.result.as === 'iterator');
        }),
        [],
      );
    });

    it('has a worst case wherever a cost is expected or amortised', () => {
      assert.deepEqual(
        wrong((row) => (row.basis === undefined) !== (row.worst === undefined)),
        [],
      );
    });

    for (const [on, members] of Object.entries(families)) {
      it(`is complete: ${on === '' ? 'built-in functions' : on.replace(/^module:/, '')}`, () => {
        const known = names(on);
        assert.deepEqual(
          members.filter((name) => !known.has(name)),
          [],
        );
      });
    }
  });
}
