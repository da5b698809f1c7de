/** What holds for the text of every file. */
import assert from 'node:assert/strict';
import { FILES, SOURCES, read } from './project.ts';

const MAX_LINES = 400;

/** Longer files, and why they may be. */
const LONG_FILES: readonly { readonly files: RegExp; readonly reason: string }[] = [
  { files: /^shared\/engine\/languages\/[^/]+\/library/, reason: 'tables of library costs, data only' },
  { files: /^deploy\/monitoring\/dashboards\//, reason: 'written by scripts/dashboards.ts' },
  { files: /^package\.json$/, reason: 'a manifest is one file' },
  { files: /^docs\/benchmarks\.md$/, reason: 'recorded measurements' },
];

const TEXT = /\.(ts|js|css|html|md|json|ya?ml|py|sh)$|^\.ci\//;
const GENERATED = /^package-lock\.json$/;

/** The patterns below would find themselves. */
const THESE_TESTS = 'test/tidy/';

const HAND_WRITTEN = FILES.filter((file) => TEXT.test(file) && !GENERATED.test(file));

/** A pattern that no file may contain. */
const FORBIDDEN: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly files: readonly string[];
}[] = [
  {
    what: 'a path of somebody’s own machine',
    pattern: /(?<![\w.:/-])\/(?:home|Users|root|work|mnt)\/[\w.]/,
    files: HAND_WRITTEN,
  },
  {
    what: 'a note without what is left to do and why ("TODO: " and a sentence)',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b(?!: \S+ \S+ \S+)/,
    files: SOURCES,
  },
  {
    what: 'a test that switches the others, or itself, off',
    pattern: /\b(?:describe|it|suite|test|context)\.(?:only|skip)\(|\bx(?:it|describe)\(/,
    files: SOURCES.filter((file) => file.startsWith('test/')),
  },
  {
    what: 'a check of the compiler or of the linter that is off for a whole file',
    pattern: /@ts-nocheck|^\/\* eslint-disable(?!-)/m,
    files: SOURCES,
  },
];

describe('files', () => {
  it(`are at most ${MAX_LINES} lines long`, () => {
    const long = HAND_WRITTEN.filter((file) => !LONG_FILES.some(({ files }) => files.test(file)))
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    assert.deepEqual(long, []);
  });

  for (const { what, pattern, files } of FORBIDDEN) {
    it(`do not contain ${what}`, () => {
      const found = files
        .filter((file) => !file.startsWith(THESE_TESTS))
        .flatMap((file) =>
          read(file)
            .split('\n')
            .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
        );
      assert.deepEqual(found, []);
    });
  }
});
