/** Findings as a SARIF 2.1.0 log, for code scanning. */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { RULE_PAGES } from '../shared/engine/findings.ts';
import { rules } from '../shared/engine/rules/registry.ts';
import type { Rule } from '../shared/engine/rules/rule.ts';
import type { Finding, Fix, Severity, SourceSpan } from '../shared/protocol/analysis.ts';
import { VERSION } from '../shared/protocol/version.ts';
import { STANDARD_INPUT, type Unreadable } from './files.ts';

export interface SarifFile {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/big-o-lens/big-o-lens';
/** The name that code scanning knows for the root of the checkout. */
const ROOT = '%SRCROOT%';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A whole log with one run. `cwd` is what relative names are relative to. */
export function sarifLog(
  files: readonly SarifFile[],
  unreadable: readonly Unreadable[],
  cwd: string,
): object {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver() },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: pathToFileURL(`${cwd}/`).href } },
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            toolExecutionNotifications: unreadable.map(({ path, reason }) => ({
              level: 'error',
              message: { text: `${path} can't be analysed: ${reason}.` },
            })),
          },
        ],
        artifacts: files.map(({ name }) => ({ location: artifact(name), encoding: 'utf-8' })),
        results: files.flatMap((file, index) => results(file, index)),
      },
    ],
  };
}

function driver(): object {
  return {
    name: 'Big-O Lens',
    version: VERSION,
    semanticVersion: VERSION,
    informationUri: HOME,
    rules: rules.map(descriptor),
  };
}

function descriptor({ id, severity, doc }: Rule): object {
  return {
    id,
    shortDescription: { text: doc.what },
    fullDescription: { text: doc.why },
    help: { text: `${doc.why}\n\n${doc.fixSafety}` },
    helpUri: `${RULE_PAGES}/${id}.md`,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['performance', 'complexity'] },
  };
}

function results({ name, text, findings }: SarifFile, fileIndex: number): object[] {
  const lines = text.split('\n');
  const prints = fingerprints(findings, lines);
  return findings.map((finding, i) => ({
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [location(name, finding.span, fileIndex)],
    partialFingerprints: { primaryLocationLineHash: prints[i]! },
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map(({ span, message }, id) => ({
            id,
            ...location(name, span, fileIndex),
            message: { text: message },
          })),
        }),
    ...(finding.fixes.length === 0
      ? {}
      : { fixes: finding.fixes.map((fix) => fixObject(name, fix, fileIndex)) }),
  }));
}

function location(name: string, span: SourceSpan, index: number): object {
  return { physicalLocation: { artifactLocation: { ...artifact(name), index }, region: region(span) } };
}

/** Lines and columns of SARIF start at 1. */
function region({ line, column, endLine, endColumn }: SourceSpan): object {
  return { startLine: line + 1, startColumn: column + 1, endLine: endLine + 1, endColumn: endColumn + 1 };
}

function fixObject(name: string, { title, edits }: Fix, index: number): object {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: { ...artifact(name), index },
        replacements: edits.map(({ span, newText }) => ({
          deletedRegion: region(span),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}

function artifact(name: string): object {
  if (name === STANDARD_INPUT) return { uri: 'stdin' };
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return { uri: pathToFileURL(name).href };
  return { uri: name.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

/**
 * What stays the same while lines move: the rule and the text of the line, and which of the equal ones it is. Code
 * scanning follows a finding through commits by it.
 */
function fingerprints(findings: readonly Finding[], lines: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, span }) => {
    const line = (lines[span.line] ?? '').trim();
    const print = createHash('sha256').update(`${rule}\n${line}`).digest('hex').slice(0, 16);
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    return `${print}:${count}`;
  });
}
