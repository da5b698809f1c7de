import assert from 'node:assert/strict';
import { mutant } from '../../bench/mutants/mutate.ts';
import { hash, randomNumbers } from '../../bench/random.ts';
import { sectionMarkdown, sectionText } from '../../bench/section.ts';
import { table } from '../../bench/table.ts';
import { PAIRS } from '../cli/command.ts';

describe('mutants', () => {
  it('are the same for the same seed, and mostly differ from the program and from each other', () => {
    const seeds = Array.from({ length: 200 }, (_, i) => i);
    const mutants = seeds.map((seed) => mutant(PAIRS, seed));
    assert.deepEqual(
      mutants,
      seeds.map((seed) => mutant(PAIRS, seed)),
    );
    assert.ok(new Set(mutants).size > 190);
    assert.ok(mutants.filter((text) => text === PAIRS).length < 5);
    assert.ok(mutants.some((text) => text.length < PAIRS.length));
    assert.ok(mutants.some((text) => text.length > PAIRS.length));
  });

  it('can be made of anything', () => {
    for (const code of ['', 'é', '\n']) for (let seed = 0; seed < 50; seed++) mutant(code, seed);
  });
});

describe('numbers that look random', () => {
  it('are spread evenly and repeatable', () => {
    const random = randomNumbers(7);
    const numbers = Array.from({ length: 1000 }, random);
    assert.ok(numbers.every((x) => x >= 0 && x < 1));
    assert.ok(Math.abs(numbers.reduce((a, b) => a + b) / 1000 - 0.5) < 0.05);
    assert.equal(numbers[0], randomNumbers(7)());
    assert.notEqual(numbers[0], randomNumbers(8)());
    assert.notEqual(hash('a'), hash('b'));
  });
});

describe('the bench’s report', () => {
  const section = {
    title: 'Sizes',
    notes: ['A note.'],
    head: ['', 'size'],
    rows: [
      ['a|b', 12],
      ['longer name', null],
    ],
  };

  it('is aligned text or Markdown', () => {
    assert.equal(table(['', 'size'], section.rows), '             size\na|b            12\nlonger name');
    assert.equal(
      sectionText({ ...section, failures: ['x'] }),
      `SIZES\nA note.\n${table(section.head, section.rows)}\nFAILED: x`,
    );
    assert.equal(
      sectionMarkdown(section),
      '## Sizes\n\nA note.\n\n|             | size |\n| ----------- | ---: |\n| a\\|b        |   12 |\n| longer name |      |',
    );
  });
});
