/**
 * Programs that differ in what does not matter have the same bounds, up to the names of symbols: every fixture, and
 * what test/support/transform-*.ts make of it.
 *
 * test/fixtures/metamorphic-gaps.json lists those that still differ. UPDATE_FIXTURES=1 takes out the ones that have
 * closed; nothing puts one in but a person.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bound, FunctionAnalysis, SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import { analyze } from '../support/engine.ts';
import { insideO, namesIn, renamingThatFits } from '../support/fixture-costs.ts';
import { readFixtures } from '../support/fixture.ts';
import { javaFlow } from '../support/transform-flow-java.ts';
import { pythonFlow } from '../support/transform-flow-python.ts';
import { javaTransformations } from '../support/transform-java.ts';
import { javaForms } from '../support/transform-java-forms.ts';
import { pythonNameTransformations } from '../support/transform-python-names.ts';
import { pythonTransformations } from '../support/transform-python.ts';
import { javaStatements, pythonStatements } from '../support/transform-statements.ts';
import {
  javaTemporaryTransformations,
  pythonTemporaryTransformations,
} from '../support/transform-temporaries.ts';
import type { Transformation } from '../support/transform-text.ts';

const GAPS_FILE = join(import.meta.dirname, '../fixtures/metamorphic-gaps.json');
const UPDATE = process.env.UPDATE_FIXTURES === '1';
/** With more symbols only the classes are compared. */
const MANY_SYMBOLS = 5;

type Gaps = Record<string, readonly string[]>;

interface Program {
  readonly name: string;
  readonly text: string;
  readonly analysis: SolutionAnalysis;
}

const TRANSFORMATIONS: Readonly<Record<string, Readonly<Record<string, Transformation>>>> = {
  java: {
    ...javaTransformations,
    ...javaForms,
    ...javaStatements,
    ...javaFlow,
    ...javaTemporaryTransformations,
  },
  python: {
    ...pythonTransformations,
    ...pythonNameTransformations,
    ...pythonStatements,
    ...pythonFlow,
    ...pythonTemporaryTransformations,
  },
};

const gaps = JSON.parse(readFileSync(GAPS_FILE, 'utf8')) as Record<string, Gaps>;
const open: Record<string, Gaps> = {};

for (const [language, transformations] of Object.entries(TRANSFORMATIONS)) {
  const programs = readFixtures(language).map(({ file, title, text }): Program => ({
    name: `${file}: ${title}`,
    text,
    analysis: analyze(text, language),
  }));

  describe(`metamorphic: ${language}`, () => {
    for (const [name, transform] of Object.entries(transformations)) {
      it(name, () => {
        const { applied, differing } = differences(programs, language, transform);
        const known = gaps[language]?.[name] ?? [];
        const left = known.filter((gap) => differing.has(gap));
        open[language] = { ...open[language], [name]: left };
        assert.ok(applied >= 25, `only ${applied} programs could be transformed`);
        const unexpected = [...differing].filter(([program]) => !known.includes(program));
        assert.deepEqual(
          unexpected.map(([program, change]) => `${program}: ${change}`),
          [],
        );
        if (!UPDATE) assert.deepEqual(left, known, 'gaps have closed; UPDATE_FIXTURES=1 takes them out');
      }).timeout(60_000);
    }
  });
}

describe('metamorphic', () => {
  after(() => {
    if (UPDATE) writeFileSync(GAPS_FILE, `${JSON.stringify(open, null, 2)}\n`);
    console.log(
      `    ${
        Object.values(open)
          .flatMap((one) => Object.values(one))
          .flat().length
      } known gaps`,
    );
  });

  it('has gaps only for what is tested', () => {
    for (const [language, known] of Object.entries(gaps))
      for (const name of Object.keys(known)) assert.ok(name in (TRANSFORMATIONS[language] ?? {}), name);
  });
});

/** The programs whose bounds change, and how. */
function differences(
  programs: readonly Program[],
  language: string,
  transform: Transformation,
): { applied: number; differing: ReadonlyMap<string, string> } {
  const differing = new Map<string, string>();
  let applied = 0;
  for (const { name, text, analysis } of programs) {
    const changed = transform(text);
    if (changed === null || changed === text) continue;
    applied++;
    const difference = differenceOf(analysis, analyze(changed, language));
    if (difference !== null) differing.set(name, difference);
  }
  return { applied, differing };
}

/** What changed in the bounds of the functions that are run; null for nothing. */
function differenceOf(before: SolutionAnalysis, after: SolutionAnalysis): string | null {
  for (const [i, one] of before.functions.filter(isRun).entries()) {
    const other = after.functions.find(({ name }) => name === one.name) ?? after.functions.filter(isRun)[i];
    if (other === undefined) return `${one.name} is missing`;
    if (!areSame([one.time, one.space], [other.time, other.space])) {
      return `${one.time.text}, ${one.space.text} became ${other.time.text}, ${other.space.text}`;
    }
  }
  return null;
}

const isRun = ({ role }: FunctionAnalysis): boolean => role !== 'helper';

function areSame(before: readonly Bound[], after: readonly Bound[]): boolean {
  const pairs = before.map((bound, i) => [insideO(bound.text), insideO(after[i]?.text ?? '?')] as const);
  if (namesIn(pairs.map(([text]) => text)).length > MANY_SYMBOLS) {
    return before.every((bound, i) => bound.class === after[i]?.class);
  }
  return renamingThatFits(pairs, new Map(), new Set()) !== null;
}
