import assert from 'node:assert/strict';
import { withFiles } from '../cli/command.ts';
import { type Row, labelOf, readRows, select, splitOf } from '../../bench/accuracy/rows.ts';

const row = (rest: Partial<Row> = {}): Row => ({
  id: 'set/two-sum#1',
  source: 'set',
  lang: 'python',
  problem: 'two-sum',
  code: 'x = 1',
  ...rest,
});

describe('labels', () => {
  it('are classes with all variables taken as one', () => {
    assert.equal(labelOf(row({ time_class: 'quadratic', time_class_1var: 'linear' }), 'time'), 'linear');
    assert.equal(labelOf(row({ time_class: 'nlogn' }), 'time'), 'nlogn');
  });

  it('do not count when they are missing, of another class, or no single bound', () => {
    assert.equal(labelOf(row({ time_class: 'nlogn' }), 'space'), null);
    assert.equal(labelOf(row({ time_class_1var: 'other' }), 'time'), null);
    assert.equal(labelOf(row({ time_class_1var: 'nonsense' }), 'time'), null);
    for (const note of ['per_method', 'range', 'or', 'parse_fail', 'chain,or']) {
      assert.equal(labelOf(row({ time_class_1var: 'linear', time_note: note }), 'time'), null, note);
    }
  });

  it('count with other notes', () => {
    for (const note of ['', 'chain', 'average', 'took_worst,several_O']) {
      assert.equal(labelOf(row({ space_class_1var: 'linear', space_note: note }), 'space'), 'linear', note);
    }
  });
});

describe('rows', () => {
  it('are read from files, one a line', async () => {
    await withFiles(
      { 'a.jsonl': '{"id":"1","code":"x"}\n\n{"id":"2","code":"y","lang":"java"}\n' },
      async (cwd) => {
        assert.deepEqual(
          readRows([`${cwd}/a.jsonl`]).map(({ id, lang, problem }) => [id, lang, problem]),
          [
            ['1', '?', '1'],
            ['2', 'java', '2'],
          ],
        );
        return Promise.resolve();
      },
    );
  });

  it('say where a line is none', async () => {
    await withFiles({ 'a.jsonl': '{"id":"1","code":"x"}\n{"id":1}\n', 'b.jsonl': 'x\n' }, async (cwd) => {
      assert.throws(() => readRows([`${cwd}/a.jsonl`]), /a\.jsonl:2 has no "id" or no "code"/);
      assert.throws(() => readRows([`${cwd}/b.jsonl`]), /b\.jsonl:1 is not JSON/);
      return Promise.resolve();
    });
  });
});

describe('the selection of rows', () => {
  const rows = Array.from({ length: 400 }, (_, i) =>
    row({ id: `r${i}`, problem: `p${i % 100}`, lang: i % 2 === 0 ? 'python' : 'java' }),
  );
  const everything = { lang: null, where: null, split: null, sample: null, seed: 1 };

  it('is by language under any of its names, and by id', () => {
    assert.equal(select(rows, { ...everything, lang: 'py' }).length, 200);
    assert.equal(select(rows, { ...everything, lang: 'java' }).length, 200);
    assert.deepEqual(
      select(rows, { ...everything, where: /^r7$/ }).map(({ id }) => id),
      ['r7'],
    );
  });

  it('splits by problem, about one to three', () => {
    const held = select(rows, { ...everything, split: 'held' });
    const dev = select(rows, { ...everything, split: 'dev' });
    assert.equal(held.length + dev.length, rows.length);
    assert.ok(held.length > 60 && held.length < 140, String(held.length));
    assert.deepEqual(
      held.filter(({ problem }) => dev.some((other) => other.problem === problem)),
      [],
    );
    assert.equal(splitOf({ problem: 'two-sum' }), splitOf(row({ id: 'another' })));
  });

  it('samples by the seed, in the order of the file', () => {
    const some = (seed: number) => select(rows, { ...everything, sample: 20, seed }).map(({ id }) => id);
    assert.equal(some(1).length, 20);
    assert.deepEqual(some(1), some(1));
    assert.notDeepEqual(some(1), some(2));
    const places = some(1).map((id) => Number(id.slice(1)));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.equal(select(rows, { ...everything, sample: 1000 }).length, 400);
  });
});
